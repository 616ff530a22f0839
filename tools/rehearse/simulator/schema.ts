/**
 * A Terraform type in its JSON form: `"string"`, `["list","string"]`, `["object",{…}]`.
 * https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol
 */
export type TerraformType =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", TerraformType]
  | readonly ["tuple", readonly TerraformType[]]
  | readonly ["object", Readonly<Record<string, TerraformType>>]
  | readonly ["object", Readonly<Record<string, TerraformType>>, readonly string[]];

/** One attribute of a block in the provider's schema. */
export interface SchemaAttribute {
  /** The type of its values. */
  readonly type: TerraformType;
  /** True if the configuration must set it. */
  readonly required: boolean;
  /** True if the configuration may set it. */
  readonly optional: boolean;
  /** True if the provider sets it unless the configuration does. */
  readonly computed: boolean;
  /** True if Terraform hides its values in its output. */
  readonly sensitive: boolean;
  /** True if its value is sent to the provider, but kept in no plan or state. */
  readonly writeOnly: boolean;
}

/** Nesting modes of nested blocks. */
export type NestingMode = "single" | "list" | "set" | "map" | "group";

/** A nested block and its allowed number of occurrences. */
export interface SchemaNestedBlock {
  /** The collection that its occurrences form. */
  readonly nesting: NestingMode;
  /** The attributes and nested blocks of each occurrence. */
  readonly block: SchemaBlock;
  /** The least number of occurrences. */
  readonly minItems: number;
  /** The most occurrences; 0 for any number. */
  readonly maxItems: number;
}

/** The body of a resource, data source, provider or nested block. */
export interface SchemaBlock {
  /** The attributes, by name. */
  readonly attributes: Readonly<Record<string, SchemaAttribute>>;
  /** The nested blocks, by name. */
  readonly blocks: Readonly<Record<string, SchemaNestedBlock>>;
}

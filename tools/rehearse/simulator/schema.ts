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
  readonly type: TerraformType;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly writeOnly: boolean;
}

/** Nesting modes of nested blocks. */
export type NestingMode = "single" | "list" | "set" | "map" | "group";

/** A nested block and its allowed number of occurrences. */
export interface SchemaNestedBlock {
  readonly nesting: NestingMode;
  readonly block: SchemaBlock;
  readonly minItems: number;
  readonly maxItems: number;
}

/** The body of a resource, data source, provider or nested block. */
export interface SchemaBlock {
  readonly attributes: Readonly<Record<string, SchemaAttribute>>;
  readonly blocks: Readonly<Record<string, SchemaNestedBlock>>;
}

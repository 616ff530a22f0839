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

/** One attribute of a block, as the provider's schema states it. */
export interface Attribute {
  readonly type: TerraformType;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly writeOnly: boolean;
}

/** How a nested block repeats. */
export type Nesting = "single" | "list" | "set" | "map" | "group";

/** A nested block and how often it may stand. */
export interface NestedBlock {
  readonly nesting: Nesting;
  readonly block: Block;
  readonly minItems: number;
  readonly maxItems: number;
}

/** The body of a resource, data source, provider or nested block. */
export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: Readonly<Record<string, NestedBlock>>;
}

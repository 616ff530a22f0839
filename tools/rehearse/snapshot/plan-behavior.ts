import type { TerraformValue } from "../simulator/terraform-value.ts";

/**
 * The plan behavior of a resource type that is not in the provider's schema, observed from the
 * provider's plans. Paths are attribute names with dots and without indexes: `cidr_block`,
 * `ingress.from_port`.
 */
export interface PlanBehavior {
  /** True if the type uses the older SDK, which treats null and empty values as equal. */
  readonly legacyTypeSystem: boolean;
  /**
   * Paths whose change requires replacement. For a block's own path: adding or removing the block.
   */
  readonly requiresReplace: ReadonlySet<string>;
  /**
   * Top-level attributes that can change in place, but require replacement when set for the first
   * time or unset.
   */
  readonly requiresReplaceIfSet: ReadonlySet<string>;
  /** Top-level strings that the provider compares as JSON, ignoring white space and key order. */
  readonly jsonAttributes: ReadonlySet<string>;
  /** The planned values of unset paths in a new resource or nested block. */
  readonly defaults: Readonly<Record<string, TerraformValue>>;
  /**
   * Paths of nested blocks that AWS computes if the user sets none: unknown on creation, then kept.
   */
  readonly computedBlocks: ReadonlySet<string>;
  /**
   * Computed attributes and blocks that become unknown in an in-place update, by the name of the
   * changed top-level attribute or block; `"*"` for any change.
   */
  readonly recomputedOnUpdate: Readonly<Record<string, readonly string[]>>;
  /** The allowed values of a path, if the provider's validation error lists them. */
  readonly allowedValues: Readonly<Record<string, readonly string[]>>;
  /** Top-level names of which the provider planned no change, so that their behavior is unknown. */
  readonly unprobed: readonly string[];
}

/** The behavior of a type that was not probed: no replacement, no defaults. */
export const DEFAULT_PLAN_BEHAVIOR: PlanBehavior = {
  legacyTypeSystem: true,
  requiresReplace: new Set(),
  requiresReplaceIfSet: new Set(),
  jsonAttributes: new Set(),
  defaults: {},
  computedBlocks: new Set(),
  recomputedOnUpdate: {},
  allowedValues: {},
  unprobed: [],
};

import type { TerraformValue } from "../simulator/terraform-value.ts";

/**
 * What a provider's schema does not say about planning a resource type, learnt by asking the
 * provider.
 * Paths are attribute names with dots and no indexes: `cidr_block`, `ingress.from_port`.
 */
export interface PlanBehavior {
  /** Written with the older SDK: nothing set and an empty value are the same to it. */
  readonly legacyTypeSystem: boolean;
  /** Paths whose change needs a new resource. A block's own path: its coming or going does. */
  readonly requiresReplace: ReadonlySet<string>;
  /**
   * Top-level attributes that may change, but for being set where they were not, or no longer set.
   */
  readonly requiresReplaceIfSet: ReadonlySet<string>;
  /**
   * Top-level texts that are JSON to the provider: white space and the order of keys do not count.
   */
  readonly jsonAttributes: ReadonlySet<string>;
  /** What stands in the plan of a new resource (or nested block) at a path the user has not set. */
  readonly defaults: Readonly<Record<string, TerraformValue>>;
  /**
   * Paths of nested blocks that AWS fills where the user writes none: unknown on create, then kept.
   */
  readonly computedBlocks: ReadonlySet<string>;
  /**
   * Computed attributes and blocks that are unknown again after a change in place: by the name of
   * the changed
   * top-level attribute or block, `"*"` for a change of any.
   */
  readonly recomputedOnUpdate: Readonly<Record<string, readonly string[]>>;
  /** The values allowed at a path, where the provider's refusal of another one lists them. */
  readonly allowedValues: Readonly<Record<string, readonly string[]>>;
  /** Top-level names the provider would not plan a change of: nothing is known of them. */
  readonly unprobed: readonly string[];
}

/** The facts of a type that was never asked about: no replacement, no defaults. */
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

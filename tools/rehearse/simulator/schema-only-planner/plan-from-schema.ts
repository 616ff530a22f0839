import type { PlanBehavior } from "../../snapshot/plan-behavior.ts";
import type { AttributePath } from "../protocol/tfplugin5.ts";
import type { SchemaBlock } from "../schema.ts";
import type { CustomizeDiff } from "../services/service-resources.ts";
import { type ObjectValue, type TerraformValue, UNKNOWN } from "../terraform-value.ts";
import { planBlock } from "./plan-block.ts";
import { type ProviderDefaultTags, planTags } from "./plan-tags.ts";
import { requiresReplacePaths } from "./requires-replace.ts";
import { equalByType, isZeroValue, nestedBlocksEqual } from "./value-equality.ts";

/** Terraform's input to a plan; `prior` is null on create, the others on delete. */
export interface PlanInput {
  /** The resource as it is; null on create. */
  readonly prior: ObjectValue | null;
  /** The configuration, with the prior values of computed attributes; null on delete. */
  readonly proposed: ObjectValue | null;
  /** The configuration; null on delete. */
  readonly config: ObjectValue | null;
}

/** The result of a plan. */
export interface SchemaPlan {
  /** The resource as it will be; values that AWS computes are unknown, null on delete. */
  readonly planned: ObjectValue | null;
  /** The paths of the values whose change requires replacement. */
  readonly requiresReplace: readonly AttributePath[];
}

/**
 * Plans a change as the real provider would, from its schema and its recorded plan behavior:
 *
 * - create: attributes that are not set get their default, and computed ones are unknown;
 * - update: computed values stay, those that the change recomputes are unknown, and some changes
 *   require replacement;
 * - `tags_all` is the provider's default tags, overridden by the resource's own.
 *
 * The provider's custom plan logic is covered only as far as {@link CustomizeDiff} has it. Policy
 * texts are not normalized, and an attribute that can change in one direction only is not modeled.
 */
export function planFromSchema(
  block: SchemaBlock,
  behavior: PlanBehavior,
  { prior, proposed, config: rawConfig }: PlanInput,
  tags: ProviderDefaultTags,
  customizeDiff: CustomizeDiff = {},
): SchemaPlan {
  if (proposed === null || rawConfig === null) return { planned: null, requiresReplace: [] };
  const config = customizeDiff.normalizeConfig?.(rawConfig, prior) ?? rawConfig;
  const values = planBlock(block, behavior, { prior, config }, "");
  const planned = planTags(block, behavior, prior, values, tags);
  if (prior === null) return { planned: customizeDiff.planCreate?.(planned) ?? planned, requiresReplace: [] };
  const requiresReplace = requiresReplacePaths(
    block,
    withRequiresReplace(behavior, prior, config, customizeDiff),
    prior,
    planned,
  );
  return { planned: markRecomputed(block, behavior, prior, config, planned), requiresReplace };
}

/** The plan behavior with the replacement paths of this change. */
function withRequiresReplace(
  behavior: PlanBehavior,
  prior: ObjectValue,
  config: ObjectValue,
  { inPlace, requiresReplace: requiresReplaceNames }: CustomizeDiff,
): PlanBehavior {
  const inPlaceNames = inPlace?.(prior, config) ?? [];
  const requiresReplace = [...behavior.requiresReplace].filter(
    (path) => !inPlaceNames.includes(path.split(".")[0] ?? ""),
  );
  return {
    ...behavior,
    requiresReplace: new Set([...requiresReplace, ...(requiresReplaceNames?.(prior, config) ?? [])]),
  };
}

/** Marks attributes that AWS recomputes after an update in place as unknown. */
function markRecomputed(
  block: SchemaBlock,
  behavior: PlanBehavior,
  prior: ObjectValue,
  config: ObjectValue,
  planned: ObjectValue,
): ObjectValue {
  const changed = changedAttributes(block, prior, planned);
  if (changed.length === 0) return planned;
  const names = ["*", ...changed].flatMap((trigger) => behavior.recomputedOnUpdate[trigger] ?? []);
  const notConfigured = names.filter((name) => {
    const rawConfig = config[name] ?? null;
    return rawConfig === null || (name in block.blocks && isZeroValue(rawConfig));
  });
  return { ...planned, ...Object.fromEntries(notConfigured.map((name) => [name, UNKNOWN])) };
}

function changedAttributes(block: SchemaBlock, prior: ObjectValue, planned: ObjectValue): string[] {
  const priorAndPlanned = (name: string): [TerraformValue, TerraformValue] => [
    prior[name] ?? null,
    planned[name] ?? null,
  ];
  const attributes = Object.entries(block.attributes).filter(
    ([name, { type }]) => !equalByType(type, ...priorAndPlanned(name)),
  );
  const blocks = Object.entries(block.blocks).filter(
    ([name, nested]) => !nestedBlocksEqual(nested, ...priorAndPlanned(name)),
  );
  return [...attributes, ...blocks].map(([name]) => name);
}

import type { PlanBehavior } from "../../snapshot/plan-behavior.ts";
import type { ProtocolAttributePath } from "../protocol/messages.ts";
import type { SchemaBlock } from "../schema.ts";
import { type ObjectValue, type TerraformValue, UNKNOWN } from "../terraform-value.ts";
import type { CustomizeDiff } from "./customize-diff.ts";
import { planBlock } from "./plan-block.ts";
import { type ProviderDefaultTags, planTags } from "./plan-tags.ts";
import { requiresReplacePaths } from "./requires-replace.ts";
import { equalByType, isZeroValue, nestedBlocksEqual } from "./value-equality.ts";

/** What Terraform gives to plan from; `prior` is null on create, the others on delete. */
export interface PlanInput {
  readonly prior: ObjectValue | null;
  readonly proposed: ObjectValue | null;
  readonly config: ObjectValue | null;
}

/** What comes of it. */
export interface PlannedChange {
  readonly planned: ObjectValue | null;
  /** The values whose change needs a new resource. */
  readonly requiresReplace: readonly ProtocolAttributePath[];
}

/**
 * Plans a change as the real provider would, from its schema and what was learnt by asking it:
 *
 * - create: what is not set takes its default, and what AWS fills is unknown;
 * - update: what AWS filled stays, what the change makes AWS fill anew is unknown, and some changes need a
 *   new resource;
 * - `tags_all` is the provider's default tags with the resource's own over them.
 *
 * What the provider computes in code of its own is known as far as the refinement has it; the text of a
 * policy is not put in order, and a type that may change in one direction only is not known.
 */
export function planFromSchema(
  block: SchemaBlock,
  behavior: PlanBehavior,
  { prior, proposed, config: rawConfig }: PlanInput,
  tags: ProviderDefaultTags,
  customizeDiff: CustomizeDiff = {},
): PlannedChange {
  if (proposed === null || rawConfig === null) return { planned: null, requiresReplace: [] };
  const config = customizeDiff.normalizeConfig?.(rawConfig) ?? rawConfig;
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

/** The facts with this change's own list of what needs a new resource. */
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

/** What AWS fills anew after a change in place is unknown until it has. */
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
  return [
    ...Object.keys(block.attributes).filter(
      (name) => !equalByType(block.attributes[name]!.type, ...priorAndPlanned(name)),
    ),
    ...Object.keys(block.blocks).filter(
      (name) => !nestedBlocksEqual(block.blocks[name]!, ...priorAndPlanned(name)),
    ),
  ];
}

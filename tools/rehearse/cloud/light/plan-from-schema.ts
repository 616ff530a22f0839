import type { PlanFacts } from "../../snapshot/plan-facts.ts";
import type { AttributePath } from "../protocol/messages.ts";
import type { Block } from "../schema.ts";
import { type ObjectValue, UNKNOWN, type Value } from "../value.ts";
import { plannedBlock } from "./planned-block.ts";
import type { Refinement } from "./refinements.ts";
import { replacedPaths } from "./replaced-paths.ts";
import { isZero, sameBlocks, sameValue } from "./same-value.ts";
import { type ProviderTags, plannedTags } from "./tags.ts";

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
  readonly replace: readonly AttributePath[];
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
  block: Block,
  facts: PlanFacts,
  { prior, proposed, config: written }: PlanInput,
  tags: ProviderTags,
  refinement: Refinement = {},
): PlannedChange {
  if (proposed === null || written === null) return { planned: null, replace: [] };
  const config = refinement.config?.(written) ?? written;
  const values = plannedBlock(block, facts, { prior, config }, "");
  const planned = plannedTags(block, facts, prior, values, tags);
  if (prior === null) return { planned: refinement.created?.(planned) ?? planned, replace: [] };
  const replace = replacedPaths(block, refined(facts, prior, config, refinement), prior, planned);
  return { planned: recompute(block, facts, prior, config, planned), replace };
}

/** The facts with this change's own list of what needs a new resource. */
function refined(
  facts: PlanFacts,
  prior: ObjectValue,
  config: ObjectValue,
  { inPlace, replaced }: Refinement,
): PlanFacts {
  const kept = inPlace?.(prior, config) ?? [];
  const replace = [...facts.replace].filter((path) => !kept.includes(path.split(".")[0] ?? ""));
  return { ...facts, replace: new Set([...replace, ...(replaced?.(prior, config) ?? [])]) };
}

/** What AWS fills anew after a change in place is unknown until it has. */
function recompute(
  block: Block,
  facts: PlanFacts,
  prior: ObjectValue,
  config: ObjectValue,
  planned: ObjectValue,
): ObjectValue {
  const changed = changedNames(block, prior, planned);
  if (changed.length === 0) return planned;
  const names = ["*", ...changed].flatMap((trigger) => facts.recomputed[trigger] ?? []);
  const unset = names.filter((name) => {
    const written = config[name] ?? null;
    return written === null || (name in block.blocks && isZero(written));
  });
  return { ...planned, ...Object.fromEntries(unset.map((name) => [name, UNKNOWN])) };
}

function changedNames(block: Block, prior: ObjectValue, planned: ObjectValue): string[] {
  const pair = (name: string): [Value, Value] => [prior[name] ?? null, planned[name] ?? null];
  return [
    ...Object.keys(block.attributes).filter(
      (name) => !sameValue(block.attributes[name]!.type, ...pair(name)),
    ),
    ...Object.keys(block.blocks).filter((name) => !sameBlocks(block.blocks[name]!, ...pair(name))),
  ];
}

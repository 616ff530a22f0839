import type { SchemaBlock, SchemaNestedBlock } from "../simulator/schema.ts";
import { type ObjectValue, type TerraformValue, UNKNOWN } from "../simulator/terraform-value.ts";
import { emptyNestedBlock } from "../simulator/walk-schema.ts";
import {
  type CreationFindings,
  equalIncludingUnknowns,
  type ProbePlan,
  replaceNestedUnknowns,
} from "./probe-creation.ts";
import type { ProbedPlan } from "./provider-probe.ts";
import type { ValueConstraints } from "./sample-values.ts";
import {
  maxSampleDepth,
  repeatNestedBlock,
  type SampleVariant,
  sampleBlock,
  sampleValue,
} from "./samples.ts";

/** The behavior observed from planned changes of a type. */
export interface ChangeFindings {
  /** See {@link PlanBehavior.requiresReplace}. */
  readonly requiresReplace: ReadonlySet<string>;
  /** See {@link PlanBehavior.requiresReplaceIfSet}. */
  readonly requiresReplaceIfSet: ReadonlySet<string>;
  /** See {@link PlanBehavior.jsonAttributes}. */
  readonly jsonAttributes: ReadonlySet<string>;
  /** See {@link PlanBehavior.recomputedOnUpdate}. */
  readonly recomputedOnUpdate: Readonly<Record<string, readonly string[]>>;
  /** See {@link PlanBehavior.unprobed}. */
  readonly unprobed: readonly string[];
}

/**
 * Plans a change of each attribute and block of an existing resource in turn, and records the
 * result.
 */
export async function probeChanges(
  block: SchemaBlock,
  creation: CreationFindings,
  constraints: ValueConstraints,
  probePlan: ProbePlan,
): Promise<ChangeFindings> {
  const requiresReplace = new Set<string>();
  const replaceIfSet = new Set<string>();
  const jsonAttributes = new Set<string>();
  const unprobed: string[] = [];
  const recomputedOnUpdate = new Map<string, readonly string[]>();
  const probeChange: ProbeChange = async (name, before, after) => {
    const prior = { ...creation.created, [name]: before };
    const config = { ...creation.config, [name]: after };
    const plan = await probePlan(prior, { ...prior, [name]: after }, config);
    if ("errors" in plan) return undefined;
    const replacedPaths = plan.requiresReplace
      .filter((path) => path[0] === name)
      .map((path) => path.join("."));
    const changed = !equalIncludingUnknowns(plan.planned[name] ?? null, before);
    // A replacement is planned as a new resource, so its unknowns say nothing about updates.
    if (changed && replacedPaths.length === 0 && !recomputedOnUpdate.has(name)) {
      recomputedOnUpdate.set(name, newlyUnknownNames(block, prior, config, plan));
    }
    return { replacedPaths, changed };
  };
  for (const [name, attribute] of Object.entries(block.attributes)) {
    if ((!attribute.required && !attribute.optional) || attribute.writeOnly) continue;
    const makeSample: MakeSample = (attempt, variant) =>
      sampleValue(attribute.type, { constraints, attempt, variant }, name);
    const paths = await probeAttribute(name, probeChange, makeSample);
    if (paths === undefined) unprobed.push(name);
    else if (paths.length > 0) requiresReplace.add(name);
    else if (!attribute.required && (await requiresReplaceIfSet(name, probeChange, makeSample)))
      replaceIfSet.add(name);
    if (attribute.type === "string" && (await isJsonAttribute(name, probeChange))) jsonAttributes.add(name);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const paths = await probeBlock(name, nested, constraints, probeChange);
    if (paths === undefined) unprobed.push(name);
    for (const path of paths ?? []) if (isSettable(block, path)) requiresReplace.add(path);
  }
  return {
    requiresReplace,
    requiresReplaceIfSet: replaceIfSet,
    jsonAttributes,
    recomputedOnUpdate: condenseRecomputed(recomputedOnUpdate),
    unprobed,
  };
}

/** Plans one top-level change; returns the changed paths that require replacement. */
type ProbeChange = (
  name: string,
  before: TerraformValue,
  after: TerraformValue,
) => Promise<{ readonly replacedPaths: readonly string[]; readonly changed: boolean } | undefined>;

/** The maximum number of sample pairs to try. */
const MAX_ATTEMPTS = 8;

/** The maximum number of attributes in a value; larger ones take the provider minutes. */
const MAX_ATTRIBUTES = 800;

/** Returns one of two values of an attribute. */
type MakeSample = (attempt: number, variant: SampleVariant) => TerraformValue;

/** Uses the first pair of values that the provider accepts and plans as a change. */
async function probeAttribute(
  name: string,
  probeChange: ProbeChange,
  makeSample: MakeSample,
): Promise<readonly string[] | undefined> {
  let replacedPaths: readonly string[] | undefined;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const result = await probeChange(name, makeSample(attempt, 0), makeSample(attempt, 1));
    if (result === undefined) continue;
    replacedPaths = result.replacedPaths;
    if (result.changed) break;
  }
  return replacedPaths;
}

/** True if setting or unsetting an attribute requires replacement. */
async function requiresReplaceIfSet(
  name: string,
  probeChange: ProbeChange,
  makeSample: MakeSample,
): Promise<boolean> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const whenSet = await probeChange(name, null, makeSample(attempt, 0));
    if (whenSet === undefined) continue;
    const whenUnset = await probeChange(name, makeSample(attempt, 0), null);
    return whenSet.replacedPaths.length > 0 || (whenUnset?.replacedPaths ?? []).length > 0;
  }
  return false;
}

/** Equal JSON in two formats: a policy, and a list such as container definitions. */
const EQUIVALENT_JSON = [
  ['{"Statement":[],"Version":"2012-10-17"}', '{"Version":"2012-10-17", "Statement":[]}'],
  ['[{"image":"b","name":"a"}]', '[{"name":"a", "image":"b"}]'],
] as const;

/** True if reformatted JSON is no change, although different JSON is. */
async function isJsonAttribute(name: string, probeChange: ProbeChange): Promise<boolean> {
  for (const [first, second] of EQUIVALENT_JSON) {
    const reformatted = await probeChange(name, first, second);
    if (reformatted?.changed !== false) continue;
    const changed = await probeChange(name, first, first.replace("[", '[{"Sid":"a"},').replace(",]", "]"));
    if (changed === undefined || changed.changed) return true;
  }
  return false;
}

/**
 * Changes all values in a block, then removes its nested blocks level by level, then the block
 * itself.
 */
async function probeBlock(
  name: string,
  nested: SchemaNestedBlock,
  constraints: ValueConstraints,
  probeChange: ProbeChange,
): Promise<readonly string[] | undefined> {
  const depth = maxSampleDepth(nested.block, MAX_ATTRIBUTES);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const body = (variant: SampleVariant, levels = depth): TerraformValue => {
      const scope = { attributes: "settable", depth: levels } as const;
      return repeatNestedBlock(
        nested,
        sampleBlock(nested.block, scope, { constraints, attempt, variant }, `${name}.`),
      );
    };
    const before = replaceNestedUnknowns(nested, body(0));
    const allChanged = await probeChange(name, before, body(1));
    if (allChanged === undefined) continue;
    const paths = new Set(allChanged.replacedPaths);
    const afters = Array.from({ length: depth }, (_, levels) => body(0, levels));
    if (nested.minItems === 0) afters.push(emptyNestedBlock(nested));
    for (const after of afters)
      for (const path of (await probeChange(name, before, after))?.replacedPaths ?? []) paths.add(path);
    return [...paths];
  }
  return undefined;
}

function newlyUnknownNames(
  block: SchemaBlock,
  prior: ObjectValue,
  config: ObjectValue,
  { planned }: ProbedPlan,
): string[] {
  const attributes = Object.keys(block.attributes).filter(
    (name) => name !== "tags_all" && config[name] === null,
  );
  const blocks = Object.entries(block.blocks)
    .filter(([name, nested]) => equalIncludingUnknowns(config[name] ?? null, emptyNestedBlock(nested)))
    .map(([name]) => name);
  return [...attributes, ...blocks].filter((name) => planned[name] === UNKNOWN && prior[name] !== UNKNOWN);
}

/** Moves names that every change makes unknown to `"*"`. */
function condenseRecomputed(
  recomputedOnUpdate: ReadonlyMap<string, readonly string[]>,
): Record<string, readonly string[]> {
  const [first = [], ...others] = recomputedOnUpdate.values();
  const always =
    others.length === 0 ? [] : first.filter((name) => others.every((list) => list.includes(name)));
  const rest = [...recomputedOnUpdate]
    .map(([trigger, names]) => [trigger, names.filter((name) => !always.includes(name))] as const)
    .filter(([, names]) => names.length > 0);
  return Object.fromEntries(always.length > 0 ? [["*", always], ...rest] : rest);
}

/** True if a path leads to a block, or to an attribute that a user can set. */
function isSettable(block: SchemaBlock, path: string): boolean {
  const [name = "", ...rest] = path.split(".");
  const attribute = block.attributes[name];
  if (attribute !== undefined) return attribute.required || attribute.optional;
  const nested = block.blocks[name];
  return nested !== undefined && (rest.length === 0 || isSettable(nested.block, rest.join(".")));
}

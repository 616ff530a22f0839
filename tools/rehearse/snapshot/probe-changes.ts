import { isObjectValue } from "../cloud/protocol/codec.ts";
import type { Block, NestedBlock } from "../cloud/schema.ts";
import { type ObjectValue, UNKNOWN, type Value } from "../cloud/value.ts";
import type { Hints } from "./hints.ts";
import type { ProbedPlan } from "./probe.ts";
import { type AskPlan, type Creation, filled, sameValue } from "./probe-creation.ts";
import { affordableDepth, noBlocks, repeated, type Side, sample, sampleBlock } from "./samples.ts";

/** What planning changes of a type teaches. */
export interface Changes {
  readonly replace: ReadonlySet<string>;
  readonly replaceOnSetting: ReadonlySet<string>;
  readonly json: ReadonlySet<string>;
  readonly recomputed: Readonly<Record<string, readonly string[]>>;
  readonly unprobed: readonly string[];
}

/** Changes each attribute and block of an existing resource in turn and sees what the provider plans. */
export async function probeChanges(
  block: Block,
  creation: Creation,
  hints: Hints,
  ask: AskPlan,
): Promise<Changes> {
  const replace = new Set<string>();
  const replaceOnSetting = new Set<string>();
  const json = new Set<string>();
  const unprobed: string[] = [];
  const recomputed = new Map<string, readonly string[]>();
  const change: AskChange = async (name, before, after) => {
    const prior = { ...creation.created, [name]: before };
    const config = { ...creation.config, [name]: after };
    const plan = await ask(prior, { ...prior, [name]: after }, config);
    if ("refused" in plan) return undefined;
    const own = plan.replace.filter((path) => path[0] === name).map((path) => path.join("."));
    const changed = !sameValue(plan.planned[name] ?? null, before);
    // A resource that is replaced is planned anew: what becomes unknown then says nothing.
    if (changed && own.length === 0 && !recomputed.has(name)) {
      recomputed.set(name, newlyUnknown(block, prior, config, plan));
    }
    return { own, changed };
  };
  for (const [name, attribute] of Object.entries(block.attributes)) {
    if ((!attribute.required && !attribute.optional) || attribute.writeOnly) continue;
    const make: Make = (turn, side) => sample(attribute.type, { hints, turn, side }, name);
    const paths = await probeAttribute(name, change, make);
    if (paths === undefined) unprobed.push(name);
    else if (paths.length > 0) replace.add(name);
    else if (!attribute.required && (await settingReplaces(name, change, make))) replaceOnSetting.add(name);
    if (attribute.type === "string" && (await isJson(name, change))) json.add(name);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const paths = await probeBlock(name, nested, hints, change);
    if (paths === undefined) unprobed.push(name);
    for (const path of paths ?? []) if (isSettable(block, path)) replace.add(path);
  }
  return { replace, replaceOnSetting, json, recomputed: condensed(recomputed), unprobed };
}

/** Plans one top-level change; its own paths that need replacement. */
type AskChange = (
  name: string,
  before: Value,
  after: Value,
) => Promise<{ readonly own: readonly string[]; readonly changed: boolean } | undefined>;

/** How many palettes are tried. */
const TURNS = 8;

/** Larger values take the provider minutes. */
const LARGEST = 800;

/** Makes one of two values of an attribute. */
type Make = (turn: number, side: Side) => Value;

/** The first pair of values that the provider takes and holds to be different decides. */
async function probeAttribute(
  name: string,
  change: AskChange,
  make: Make,
): Promise<readonly string[] | undefined> {
  let answer: readonly string[] | undefined;
  for (let turn = 0; turn < TURNS; turn++) {
    const result = await change(name, make(turn, 0), make(turn, 1));
    if (result === undefined) continue;
    answer = result.own;
    if (result.changed) break;
  }
  return answer;
}

/** Whether setting an attribute where it was not, or no longer setting it, needs a new resource. */
async function settingReplaces(name: string, change: AskChange, make: Make): Promise<boolean> {
  for (let turn = 0; turn < TURNS; turn++) {
    const set = await change(name, null, make(turn, 0));
    if (set === undefined) continue;
    const unset = await change(name, make(turn, 0), null);
    return set.own.length > 0 || (unset?.own ?? []).length > 0;
  }
  return false;
}

/** JSON in two spellings: a policy, and a list as of containers. */
const SPELLINGS = [
  ['{"Statement":[],"Version":"2012-10-17"}', '{"Version":"2012-10-17", "Statement":[]}'],
  ['[{"image":"b","name":"a"}]', '[{"name":"a", "image":"b"}]'],
] as const;

/** Whether another spelling of the same JSON is no change, though another text is one. */
async function isJson(name: string, change: AskChange): Promise<boolean> {
  for (const [one, other] of SPELLINGS) {
    const spelt = await change(name, one, other);
    if (spelt?.changed !== false) continue;
    const changed = await change(name, one, one.replace("[", '[{"Sid":"a"},').replace(",]", "]"));
    if (changed === undefined || changed.changed) return true;
  }
  return false;
}

/** Everything in it changes; then what is nested in it goes, level by level; then it goes itself. */
async function probeBlock(
  name: string,
  nested: NestedBlock,
  hints: Hints,
  change: AskChange,
): Promise<readonly string[] | undefined> {
  const depth = affordableDepth(nested.block, LARGEST);
  for (let turn = 0; turn < TURNS; turn++) {
    const body = (side: Side, levels = depth): Value => {
      const filling = { attributes: "settable", depth: levels } as const;
      return repeated(nested, sampleBlock(nested.block, filling, { hints, turn, side }, `${name}.`));
    };
    const before = known(nested, body(0));
    const whole = await change(name, before, body(1));
    if (whole === undefined) continue;
    const paths = new Set(whole.own);
    const afters = Array.from({ length: depth }, (_, levels) => body(0, levels));
    if (nested.minItems === 0) afters.push(noBlocks(nested));
    for (const after of afters)
      for (const path of (await change(name, before, after))?.own ?? []) paths.add(path);
    return [...paths];
  }
  return undefined;
}

/** The blocks as they would stand in a state. */
function known(nested: NestedBlock, value: Value): Value {
  if (Array.isArray(value)) return value.map((each) => known(nested, each));
  return isObjectValue(value) && nested.nesting !== "map" ? filled(nested.block, value) : value;
}

function newlyUnknown(
  block: Block,
  prior: ObjectValue,
  config: ObjectValue,
  { planned }: ProbedPlan,
): string[] {
  const attributes = Object.keys(block.attributes).filter(
    (name) => name !== "tags_all" && config[name] === null,
  );
  const blocks = Object.keys(block.blocks).filter((name) =>
    sameValue(config[name] ?? null, noBlocks(block.blocks[name]!)),
  );
  return [...attributes, ...blocks].filter((name) => planned[name] === UNKNOWN && prior[name] !== UNKNOWN);
}

/** What every change makes unknown stands once, under `"*"`. */
function condensed(recomputed: ReadonlyMap<string, readonly string[]>): Record<string, readonly string[]> {
  const lists = [...recomputed.values()];
  const always =
    lists.length < 2 ? [] : lists[0]!.filter((name) => lists.every((list) => list.includes(name)));
  const rest = [...recomputed]
    .map(([trigger, names]) => [trigger, names.filter((name) => !always.includes(name))] as const)
    .filter(([, names]) => names.length > 0);
  return Object.fromEntries(always.length > 0 ? [["*", always], ...rest] : rest);
}

/** Whether a path leads to a block or to an attribute that a user can set. */
function isSettable(block: Block, path: string): boolean {
  const [name, ...rest] = path.split(".");
  const attribute = block.attributes[name!];
  if (attribute !== undefined) return attribute.required || attribute.optional;
  const nested = block.blocks[name!];
  return nested !== undefined && (rest.length === 0 || isSettable(nested.block, rest.join(".")));
}

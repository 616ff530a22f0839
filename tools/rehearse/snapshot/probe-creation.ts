import { isObjectValue } from "../cloud/protocol/codec.ts";
import type { Diagnostic } from "../cloud/protocol/messages.ts";
import type { Block, NestedBlock, TerraformType } from "../cloud/schema.ts";
import { type ObjectValue, UNKNOWN, type Value } from "../cloud/value.ts";
import { allowedTexts, type Hints, NO_HINTS } from "./hints.ts";
import { namesOn, type ProbedPlan, type Refused } from "./probe.ts";
import { affordableDepth, type Filling, noBlocks, type Sampler, sampleBlock, waysIn } from "./samples.ts";

/** Asks for the plan of one type: prior, proposed, configuration. */
export type AskPlan = (
  prior: ObjectValue | null,
  proposed: ObjectValue,
  config: ObjectValue,
) => Promise<ProbedPlan | Refused>;

/** What planning new resources of a type teaches. */
export interface Creation {
  readonly legacy: boolean;
  readonly defaults: Readonly<Record<string, Value>>;
  readonly computedBlocks: ReadonlySet<string>;
  /** The least configuration, and the resource that came of it with every unknown filled. */
  readonly config: ObjectValue;
  readonly created: ObjectValue;
}

/**
 * Plans the least resource of a type, several times with different values so that what follows from them
 * is not taken for a default, then with every nested block. `undefined` where the provider refuses every
 * try.
 * @param seeds - top-level values without which the provider plans nothing, then others to try besides
 */
export async function probeCreation(
  block: Block,
  learnt: Hints,
  seeds: readonly ObjectValue[],
  ask: AskPlan,
): Promise<Creation | undefined> {
  const [seed = {}, ...others] = seeds;
  const first = await firstCreation(block, learnt, seed, ask);
  if (first === undefined) return undefined;
  const { filling, turn, config, plan } = first;
  const hints = first.hints;
  const found = new FoundDefaults();
  found.add(block, config, plan.planned);
  const add: AddCreation = async (more, sampler) => {
    const other = {
      ...sampleBlock(block, { ...filling, ...more }, { hints, turn, side: 0, ...sampler }),
      ...seed,
    };
    return await addPlanned(block, other, ask, found);
  };
  await add({}, { side: 1 });
  await add({}, { turn: turn + 1 });
  await add({}, { turn: turn + 2 });
  for (const other of others) await addPlanned(block, { ...config, ...other }, ask, found);
  const depth = affordableDepth(block, LARGEST);
  for (const objects of ["text", "rest"] as const) {
    if (await add({ depth }, { objects })) continue;
    // Where the provider refuses all nested blocks at once, each on its own.
    for (const way of waysIn(block, MOST_WAYS)) {
      for (let other = 0; other < TURNS; other++) {
        if (way[0]! in seed || (await add({ way }, { objects, turn: turn + other }))) break;
      }
    }
  }
  return {
    legacy: plan.legacy,
    defaults: found.defaults(),
    computedBlocks: found.computedBlocks,
    config,
    created: await existing(block, learnt, config, plan.planned, ask),
  };
}

/** Plans one more creation that differs from the first as told; whether the provider planned it. */
type AddCreation = (filling: Partial<Filling>, sampler: Partial<Sampler>) => Promise<boolean>;

/** Larger configurations take the provider minutes. */
const LARGEST = 4000;

/** How many nested blocks are tried on their own. */
const MOST_WAYS = 150;

/** How many palettes are tried. */
const TURNS = 5;

/** With nothing but what must be set, at first with values that fit, then with any; else with everything. */
async function firstCreation(block: Block, learnt: Hints, seed: ObjectValue, ask: AskPlan) {
  const tries = [
    { attributes: "required", hints: learnt },
    { attributes: "required", hints: NO_HINTS },
    { attributes: "settable", hints: learnt },
  ] as const;
  for (const { attributes, hints } of tries) {
    for (let turn = 0; turn < TURNS; turn++) {
      const filling: Filling = { attributes, depth: 0 };
      const config = { ...sampleBlock(block, filling, { hints, turn, side: 0 }), ...seed };
      const plan = await ask(null, config, config);
      if (!("refused" in plan)) return { filling, turn, hints, config, plan };
    }
  }
  return undefined;
}

async function addPlanned(
  block: Block,
  config: ObjectValue,
  ask: AskPlan,
  found: FoundDefaults,
): Promise<boolean> {
  const plan = await ask(null, config, config);
  if ("refused" in plan) return false;
  found.add(block, config, plan.planned);
  return true;
}

/** How often a made-up resource is mended until the provider takes it for one that exists. */
const MENDINGS = 12;

/**
 * A planned resource as it would stand in a state: every unknown has a value. Some types read these values
 * (times, choices) and refuse what is none; the refusal says which.
 */
async function existing(
  block: Block,
  hints: Hints,
  config: ObjectValue,
  planned: ObjectValue,
  ask: AskPlan,
): Promise<ObjectValue> {
  let created = filled(block, planned);
  const filledTexts = Object.keys(block.attributes).filter(
    (name) => block.attributes[name]!.type === "string" && planned[name] === UNKNOWN && name !== "id",
  );
  const tried = new Map<string, number>();
  for (let round = 0; round < MENDINGS; round++) {
    const plan = await ask(created, created, config);
    if (!("refused" in plan)) return created;
    const mended: Record<string, Value> = {};
    for (const complaint of plan.refused) {
      const { texts, names } = blamed(complaint, filledTexts);
      for (const name of names) {
        const turn = tried.get(name) ?? 0;
        tried.set(name, turn + 1);
        const likely = texts?.slice(0, 1) ?? hints.fitting[name]?.slice(0, 1).map(([text]) => text) ?? [];
        mended[name] = [...likely, ...MENDS][turn] ?? null;
      }
    }
    created = { ...created, ...mended };
  }
  return created;
}

/** The attributes a complaint is about: the one it points to, else those it names, else any of them. */
function blamed(complaint: Diagnostic, attributes: readonly string[]) {
  const listed = allowedTexts(complaint);
  const pointed = listed?.path ?? namesOn(complaint.attribute ?? { steps: [] })[0];
  if (pointed !== undefined) {
    return { texts: listed?.allowed, names: attributes.filter((name) => name === pointed) };
  }
  const words = new Set(`${complaint.summary} ${complaint.detail}`.match(/\w+/g));
  const named = attributes.filter((name) => words.has(name));
  return { texts: undefined, names: named.length > 0 ? named : attributes };
}

/** What computed texts that are read may be, the likeliest first. */
const MENDS = ["2030-01-01T00:00:00Z", "arn:aws:iam::123456789012:role/a", "1.1", "{}", ""] as const;

/** What stands in plans where the configuration says nothing, as far as all plans agree. */
class FoundDefaults {
  readonly computedBlocks = new Set<string>();
  readonly #found = new Map<string, Value>();
  readonly #differing = new Set<string>();

  add(block: Block, config: ObjectValue, planned: ObjectValue): void {
    this.#block(block, config, planned, "");
  }

  defaults(): Record<string, Value> {
    // Unknown is what a computed attribute is anyway.
    const kept = [...this.#found].filter(([path, value]) => value !== UNKNOWN && !this.#differing.has(path));
    return Object.fromEntries(kept);
  }

  #block(block: Block, config: ObjectValue, planned: ObjectValue, prefix: string): void {
    for (const [name, attribute] of Object.entries(block.attributes)) {
      this.#attribute(
        attribute.type,
        attribute.computed,
        config[name] ?? null,
        planned[name] ?? null,
        prefix + name,
      );
    }
    for (const [name, nested] of Object.entries(block.blocks)) {
      if (planned[name] === UNKNOWN) this.computedBlocks.add(prefix + name);
      const pair = firstPair(nested, config[name] ?? null, planned[name] ?? null);
      if (pair !== undefined) this.#block(nested.block, ...pair, `${prefix}${name}.`);
    }
  }

  #attribute(type: TerraformType, computed: boolean, config: Value, planned: Value, path: string): void {
    if (config === null) {
      // Nothing for nothing tells only of computed attributes, which would else be unknown.
      if (planned !== null || computed) this.#note(path, planned);
      return;
    }
    if (!Array.isArray(type)) return;
    if (type[0] === "object") {
      if (!isObjectValue(config) || !isObjectValue(planned)) return;
      for (const [name, each] of Object.entries(type[1] as Readonly<Record<string, TerraformType>>)) {
        this.#attribute(each, false, config[name] ?? null, planned[name] ?? null, `${path}.${name}`);
      }
    } else if (Array.isArray(config) && Array.isArray(planned)) {
      this.#attribute(type[1] as TerraformType, false, config[0] ?? null, planned[0] ?? null, path);
    }
  }

  #note(path: string, value: Value): void {
    const known = this.#found.get(path);
    if (known === undefined) this.#found.set(path, value);
    else if (!sameValue(known, value)) this.#differing.add(path);
  }
}

function firstPair(
  nested: NestedBlock,
  config: Value,
  planned: Value,
): [ObjectValue, ObjectValue] | undefined {
  const first = (value: Value): Value =>
    nested.nesting === "map" && isObjectValue(value)
      ? (Object.values(value)[0] ?? null)
      : Array.isArray(value)
        ? (value[0] ?? null)
        : value;
  const [one, other] = [first(config), first(planned)];
  return isObjectValue(one) && isObjectValue(other) ? [one, other] : undefined;
}

/** A planned resource as it would stand in a state: every unknown has a value. */
export function filled(block: Block, planned: ObjectValue): ObjectValue {
  const value: Record<string, Value> = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    value[name] = known(planned[name] ?? null, attribute.type);
  }
  for (const [name, nested] of Object.entries(block.blocks)) {
    const body = planned[name] === UNKNOWN ? noBlocks(nested) : (planned[name] ?? noBlocks(nested));
    value[name] = Array.isArray(body)
      ? body.map((each) => (isObjectValue(each) ? filled(nested.block, each) : each))
      : isObjectValue(body) && nested.nesting !== "map"
        ? filled(nested.block, body)
        : known(body, "string");
  }
  return value;
}

function known(value: Value, type: TerraformType): Value {
  if (value !== UNKNOWN) {
    if (Array.isArray(value))
      return value.map((each) => known(each, Array.isArray(type) ? (type[1] as TerraformType) : type));
    return value;
  }
  if (type === "string") return "known";
  if (type === "number") return 1;
  if (type === "bool") return false;
  if (Array.isArray(type) && type[0] === "map") return {};
  return Array.isArray(type) && (type[0] === "list" || type[0] === "set") ? [] : null;
}

/** Whether two values are the same, unknowns included. */
export function sameValue(one: Value, other: Value): boolean {
  return one === other || key(one) === key(other);
}

function key(value: Value): string {
  return JSON.stringify(value, (_, each) =>
    each === UNKNOWN ? { unknown: true } : typeof each === "bigint" ? each.toString() : each,
  );
}

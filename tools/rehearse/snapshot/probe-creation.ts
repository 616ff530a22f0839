import { required } from "../../../language/required.ts";
import type { Diagnostic } from "../simulator/protocol/tfplugin5.ts";
import type { SchemaBlock, SchemaNestedBlock, TerraformType } from "../simulator/schema.ts";
import {
  isObjectValue,
  type ObjectValue,
  type TerraformValue,
  UNKNOWN,
} from "../simulator/terraform-value.ts";
import {
  elementType,
  emptyNestedBlock,
  mapBlock,
  mapElements,
  mapNestedBodies,
  nestedBodies,
} from "../simulator/walk-schema.ts";
import { attributeNamesOnPath, type ProbedPlan, type RejectedPlan } from "./provider-probe.ts";
import { NO_VALUE_CONSTRAINTS, type ValueConstraints } from "./sample-values.ts";
import { maxSampleDepth, nestedBlockPaths, type Sampler, type SampleScope, sampleBlock } from "./samples.ts";
import { parseAllowedValues } from "./validation-errors.ts";

/** Plans one type, from prior state, proposed state and configuration. */
export type ProbePlan = (
  prior: ObjectValue | null,
  proposed: ObjectValue,
  config: ObjectValue,
) => Promise<ProbedPlan | RejectedPlan>;

/** The behavior observed from planned new resources of a type. */
export interface CreationFindings {
  /** See {@link PlanBehavior.legacyTypeSystem}. */
  readonly legacyTypeSystem: boolean;
  /** See {@link PlanBehavior.defaults}. */
  readonly defaults: Readonly<Record<string, TerraformValue>>;
  /** See {@link PlanBehavior.computedBlocks}. */
  readonly computedBlocks: ReadonlySet<string>;
  /** The minimal configuration, and the resource created from it, with all unknowns filled. */
  readonly config: ObjectValue;
  /** The resource created from that configuration, with all unknowns filled. */
  readonly created: ObjectValue;
}

/**
 * Plans the minimal resource of a type, several times with different values, so that derived values
 * are not recorded as defaults; then with every nested block. Returns `undefined` if the provider
 * rejects every attempt.
 * @param presets - top-level values without which the provider plans nothing, then further ones to
 * try
 */
export async function probeCreation(
  block: SchemaBlock,
  learnedConstraints: ValueConstraints,
  presets: readonly ObjectValue[],
  probePlan: ProbePlan,
): Promise<CreationFindings | undefined> {
  const [preset = {}, ...others] = presets;
  const first = await firstCreation(block, learnedConstraints, preset, probePlan);
  if (first === undefined) return undefined;
  const { scope, attempt, config, plan } = first;
  const constraints = first.constraints;
  const collector = new DefaultsCollector();
  collector.add(block, config, plan.planned);
  const probeMore: ProbeMoreCreations = async (more, sampler) => {
    const b = {
      ...sampleBlock(block, { ...scope, ...more }, { constraints, attempt, variant: 0, ...sampler }),
      ...preset,
    };
    return await addPlanned(block, b, probePlan, collector);
  };
  await probeMore({}, { variant: 1 });
  await probeMore({}, { attempt: attempt + 1 });
  await probeMore({}, { attempt: attempt + 2 });
  for (const b of others) await addPlanned(block, { ...config, ...b }, probePlan, collector);
  const depth = maxSampleDepth(block, MAX_ATTRIBUTES);
  for (const objects of ["text", "rest"] as const) {
    if (await probeMore({ depth }, { objects })) continue;
    // If the provider rejects all nested blocks together, probe each alone.
    for (const blockPath of nestedBlockPaths(block, MAX_BLOCK_PATHS)) {
      for (let b = 0; b < MAX_ATTEMPTS; b++) {
        if (
          required(blockPath, 0) in preset ||
          (await probeMore({ blockPath }, { objects, attempt: attempt + b }))
        )
          break;
      }
    }
  }
  return {
    legacyTypeSystem: plan.legacyTypeSystem,
    defaults: collector.defaults(),
    computedBlocks: collector.computedBlocks,
    config,
    created: await repairUntilAccepted(block, learnedConstraints, config, plan.planned, probePlan),
  };
}

/**
 * Plans one more creation with the given differences from the first; returns true if the provider
 * planned it.
 */
type ProbeMoreCreations = (scope: Partial<SampleScope>, sampler: Partial<Sampler>) => Promise<boolean>;

/** The maximum number of attributes; larger configurations take the provider minutes. */
const MAX_ATTRIBUTES = 4000;

/** The maximum number of nested blocks to probe alone. */
const MAX_BLOCK_PATHS = 150;

/** The maximum number of sample pairs to try. */
const MAX_ATTEMPTS = 5;

/**
 * Plans the first creation: with required attributes and accepted values, then with any values,
 * then with all settable attributes.
 */
async function firstCreation(
  block: SchemaBlock,
  learnedConstraints: ValueConstraints,
  preset: ObjectValue,
  probePlan: ProbePlan,
) {
  const settings = [
    { attributes: "required", constraints: learnedConstraints },
    { attributes: "required", constraints: NO_VALUE_CONSTRAINTS },
    { attributes: "settable", constraints: learnedConstraints },
  ] as const;
  for (const { attributes, constraints } of settings) {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const scope: SampleScope = { attributes, depth: 0 };
      const config = { ...sampleBlock(block, scope, { constraints, attempt, variant: 0 }), ...preset };
      const plan = await probePlan(null, config, config);
      if (!("errors" in plan)) return { scope, attempt, constraints, config, plan };
    }
  }
  return undefined;
}

async function addPlanned(
  block: SchemaBlock,
  config: ObjectValue,
  probePlan: ProbePlan,
  collector: DefaultsCollector,
): Promise<boolean> {
  const plan = await probePlan(null, config, config);
  if ("errors" in plan) return false;
  collector.add(block, config, plan.planned);
  return true;
}

/** The maximum number of repairs before a filled-in resource is used as it is. */
const MAX_REPAIRS = 12;

/**
 * Returns a planned resource as in a state, with a value for every unknown. Some types parse these
 * values (times, enums) and reject invalid ones; the error then names the attribute to repair.
 */
async function repairUntilAccepted(
  block: SchemaBlock,
  constraints: ValueConstraints,
  config: ObjectValue,
  planned: ObjectValue,
  probePlan: ProbePlan,
): Promise<ObjectValue> {
  let created = replaceUnknowns(block, planned);
  const filledTexts = Object.entries(block.attributes)
    .filter(([name, { type }]) => type === "string" && planned[name] === UNKNOWN && name !== "id")
    .map(([name]) => name);
  const attempts = new Map<string, number>();
  for (let round = 0; round < MAX_REPAIRS; round++) {
    const plan = await probePlan(created, created, config);
    if (!("errors" in plan)) return created;
    const repaired: Record<string, TerraformValue> = {};
    for (const validationError of plan.errors) {
      const { values, names } = attributesAtFault(validationError, filledTexts);
      for (const name of names) {
        const attempt = attempts.get(name) ?? 0;
        attempts.set(name, attempt + 1);
        const likelyValues =
          values?.slice(0, 1) ?? constraints.acceptedSamples[name]?.slice(0, 1).map(([text]) => text) ?? [];
        repaired[name] = [...likelyValues, ...REPAIR_VALUES][attempt] ?? null;
      }
    }
    created = { ...created, ...repaired };
  }
  return created;
}

/**
 * Returns the attributes that an error is about: the one it points to, otherwise those it names,
 * otherwise all.
 */
function attributesAtFault(validationError: Diagnostic, attributes: readonly string[]) {
  const allowed = parseAllowedValues(validationError);
  const pointedAt = allowed?.path ?? attributeNamesOnPath(validationError.attribute ?? { steps: [] })[0];
  if (pointedAt !== undefined) {
    return { values: allowed?.allowedValues, names: attributes.filter((name) => name === pointedAt) };
  }
  const words = new Set(`${validationError.summary} ${validationError.detail}`.match(/\w+/g));
  const mentioned = attributes.filter((name) => words.has(name));
  return { values: undefined, names: mentioned.length > 0 ? mentioned : attributes };
}

/** Values for computed strings that the provider parses, the most likely first. */
const REPAIR_VALUES = ["2030-01-01T00:00:00Z", "arn:aws:iam::123456789012:role/a", "1.1", "{}", ""] as const;

/** Collects the planned values of unset paths that are equal in all plans. */
class DefaultsCollector {
  readonly computedBlocks = new Set<string>();
  readonly #values = new Map<string, TerraformValue>();
  readonly #inconsistentPaths = new Set<string>();

  add(block: SchemaBlock, config: ObjectValue, planned: ObjectValue): void {
    this.#block(block, config, planned, "");
  }

  defaults(): Record<string, TerraformValue> {
    // A computed attribute is unknown by default.
    const consistent = [...this.#values].filter(
      ([path, value]) => value !== UNKNOWN && !this.#inconsistentPaths.has(path),
    );
    return Object.fromEntries(consistent);
  }

  #block(block: SchemaBlock, config: ObjectValue, planned: ObjectValue, prefix: string): void {
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
      const pair = firstBlockPair(nested, config[name] ?? null, planned[name] ?? null);
      if (pair !== undefined) this.#block(nested.block, ...pair, `${prefix}${name}.`);
    }
  }

  #attribute(
    type: TerraformType,
    computed: boolean,
    config: TerraformValue,
    planned: TerraformValue,
    path: string,
  ): void {
    if (config === null) {
      // A null plan is information only for computed attributes, which would otherwise be unknown.
      if (planned !== null || computed) this.#record(path, planned);
      return;
    }
    if (typeof type === "string") return;
    if (type[0] === "object") {
      if (!isObjectValue(config) || !isObjectValue(planned)) return;
      for (const [name, each] of Object.entries(type[1])) {
        this.#attribute(each, false, config[name] ?? null, planned[name] ?? null, `${path}.${name}`);
      }
    } else if (Array.isArray(config) && Array.isArray(planned)) {
      this.#attribute(elementType(type, 0), false, config[0] ?? null, planned[0] ?? null, path);
    }
  }

  #record(path: string, value: TerraformValue): void {
    const known = this.#values.get(path);
    if (known === undefined) this.#values.set(path, value);
    else if (!equalIncludingUnknowns(known, value)) this.#inconsistentPaths.add(path);
  }
}

function firstBlockPair(
  nested: SchemaNestedBlock,
  config: TerraformValue,
  planned: TerraformValue,
): [ObjectValue, ObjectValue] | undefined {
  const [a, b] = [config, planned].map((value) => nestedBodies(nested, value)[0]?.body);
  return a === undefined || b === undefined ? undefined : [a, b];
}

/** Returns a planned resource as in a state, with a value for every unknown. */
function replaceUnknowns(block: SchemaBlock, planned: ObjectValue): ObjectValue {
  return mapBlock(
    block,
    (name, { type }) => knownValue(planned[name] ?? null, type),
    (name, nested) => replaceNestedUnknowns(nested, planned[name] ?? null),
  );
}

/** Returns planned nested blocks as in a state, without unknowns. */
export function replaceNestedUnknowns(nested: SchemaNestedBlock, planned: TerraformValue): TerraformValue {
  if (planned === UNKNOWN || planned === null) return emptyNestedBlock(nested);
  return mapNestedBodies(nested, planned, (body) => replaceUnknowns(nested.block, body));
}

function knownValue(value: TerraformValue, type: TerraformType): TerraformValue {
  if (value !== UNKNOWN) {
    return Array.isArray(value)
      ? mapElements(type, value, (element, itemType) => knownValue(element, itemType))
      : value;
  }
  if (type === "string") return "known";
  if (type === "number") return 1;
  if (type === "bool") return false;
  if (typeof type !== "string" && type[0] === "map") return {};
  return typeof type !== "string" && (type[0] === "list" || type[0] === "set") ? [] : null;
}

/** True if two values are equal, including their unknowns. */
export function equalIncludingUnknowns(a: TerraformValue, b: TerraformValue): boolean {
  return a === b || comparisonKey(a) === comparisonKey(b);
}

function comparisonKey(value: TerraformValue): string {
  return JSON.stringify(value, (_, each) =>
    each === UNKNOWN ? { unknown: true } : typeof each === "bigint" ? each.toString() : each,
  );
}

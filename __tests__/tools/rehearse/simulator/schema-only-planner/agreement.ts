import type { ProviderBackend } from "../../../../../tools/rehearse/simulator/backend.ts";
import { normalizeToSchema } from "../../../../../tools/rehearse/simulator/normalize-to-schema.ts";
import {
  decodeObjectValue,
  encodeDynamicValue,
} from "../../../../../tools/rehearse/simulator/protocol/codec.ts";
import { offlineProviderConfig } from "../../../../../tools/rehearse/simulator/provider-config.ts";
import type {
  SchemaBlock,
  SchemaNestedBlock,
  TerraformType,
} from "../../../../../tools/rehearse/simulator/schema.ts";
import { schemaOnlyBackend } from "../../../../../tools/rehearse/simulator/schema-only-planner/index.ts";
import {
  isObjectValue,
  type ObjectValue,
  type TerraformValue,
  UNKNOWN,
} from "../../../../../tools/rehearse/simulator/terraform-value.ts";

/** A resource in Terraform JSON. */
export interface ComparedResource {
  readonly type: string;
  readonly body: object;
}

/** A difference between the plans of two backends: the resource, the change, and the path. */
export interface PlanDifference {
  readonly where: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** The values that AWS computes, where the provider reads them. */
const VALUES_READ_BY_PROVIDER: Readonly<Record<string, ObjectValue>> = {
  aws_instance: { user_data: null },
  aws_lb_target_group: { protocol_version: "HTTP1" },
};

/** The schema-only backend, configured like the real one. */
export async function configureBackend(backend: ProviderBackend): Promise<ProviderBackend> {
  const { provider } = await backend.schema();
  const whole = normalizeToSchema(
    { region: "eu-west-1", default_tags: [{ tags: { Owner: "drydock" } }] },
    provider.block,
  );
  const { diagnostics } = await backend.Configure({
    terraform_version: "1.11.4",
    config: encodeDynamicValue(offlineProviderConfig(whole)),
  });
  expect(diagnostics).toEqual([]);
  return backend;
}

/** A configured schema-only backend. */
export async function configuredSchemaOnlyBackend(): Promise<ProviderBackend> {
  return configureBackend(await schemaOnlyBackend()());
}

/**
 * Plans a resource on both backends: new with unknown references, new with all values known,
 * unchanged, and with each attribute and block changed or removed in turn. Each backend continues
 * from the resource that its own plan produced. They agree if they plan the same values for the new
 * resource, and if for each change the same values stay, change and are unknown, and the same
 * require replacement.
 */
export async function comparePlans(
  real: ProviderBackend,
  other: ProviderBackend,
  { type, body }: ComparedResource,
  { changes: withChanges }: { readonly changes: boolean },
): Promise<{ readonly plans: number; readonly differences: readonly PlanDifference[] }> {
  const { block } = (await real.schema()).resource(type)!;
  const differences: PlanDifference[] = [];
  let plans = 0;
  const both = async (where: string, config: ObjectValue, priors?: readonly [ObjectValue, ObjectValue]) => {
    const expected = await planResource(real, type, block, priors?.[0] ?? null, config);
    if (expected === undefined) return undefined;
    const actual = await planResource(other, type, block, priors?.[1] ?? null, config);
    plans++;
    if (actual === undefined) differences.push({ where, expected: "a plan", actual: "none" });
    else differences.push(...differencesBetween(`${type} ${where}`, expected, actual));
    return [expected, actual ?? expected] as const;
  };
  const unknowns = normalizeToSchema(
    readBody(body, block, () => UNKNOWN),
    block,
  );
  await both("new, references unknown", unknowns);
  const config = configuredValues(body, block);
  const created = await both("new", config);
  if (created === undefined) return { plans, differences };
  if (!withChanges) return { plans, differences };
  const asCreated = ({ planned }: PlanOutcome) => {
    const answeredValues = Object.entries(VALUES_READ_BY_PROVIDER[type] ?? {}).filter(
      ([name]) => planned[name] === UNKNOWN,
    );
    return filledBlock(block, { ...planned, ...Object.fromEntries(answeredValues) });
  };
  const priors = [asCreated(created[0]), asCreated(created[1])] as const;
  await both("unchanged", config, priors);
  for (const name of Object.keys(config).filter((each) => each !== "id" && each !== "timeouts")) {
    for (const [how, changed] of changes(block, name, config[name] ?? null)) {
      // Neither backend plans a change that the provider rejects.
      if (!(await isValid(real, type, { ...unknowns, [name]: changed }))) continue;
      await both(`${name} ${how}`, { ...config, [name]: changed }, priors);
    }
  }
  return { plans, differences };
}

async function isValid(backend: ProviderBackend, type_name: string, config: ObjectValue): Promise<boolean> {
  const { diagnostics } = await backend.ValidateResourceTypeConfig({
    type_name,
    config: encodeDynamicValue(config),
  });
  return diagnostics.every(({ severity }) => severity !== 1);
}

/** The plan of a resource. */
export interface PlanOutcome {
  readonly planned: ObjectValue;
  /** For a new resource its values; for a change, if each value stays, changes or is unknown. */
  readonly outcome: Readonly<Record<string, string>>;
  /** The names of the values that require replacement. */
  readonly requiresReplace: readonly string[];
}

/** Plans a resource on a backend; undefined if it rejects the configuration. */
export async function planResource(
  backend: ProviderBackend,
  type_name: string,
  block: SchemaBlock,
  prior: ObjectValue | null,
  config: ObjectValue,
): Promise<PlanOutcome | undefined> {
  const response = await backend.PlanResourceChange({
    type_name,
    prior_state: encodeDynamicValue(prior),
    proposed_new_state: encodeDynamicValue(prior === null ? config : proposedBlock(block, prior, config)),
    config: encodeDynamicValue(config),
  });
  const planned = decodeObjectValue(response.planned_state);
  if (planned === null || response.diagnostics.some(({ severity }) => severity === 1)) return undefined;
  const outcome = Object.entries(planned).map(([name, value]) => {
    const now = text(value);
    if (prior === null || value === UNKNOWN) return [name, now];
    return [name, text(prior[name] ?? null) === now ? "stays" : "changes"];
  });
  // Terraform ignores replacement paths of a new resource, and of values that stay.
  const names = response.requires_replace.map(({ steps }) => steps[0]?.attribute_name ?? "");
  const changed = names.filter(
    (name) => prior !== null && text(prior[name] ?? null) !== text(planned[name] ?? null),
  );
  return { planned, outcome: Object.fromEntries(outcome), requiresReplace: [...new Set(changed)].sort() };
}

function differencesBetween(where: string, expected: PlanOutcome, actual: PlanOutcome): PlanDifference[] {
  if (text(expected.requiresReplace) !== text(actual.requiresReplace)) {
    return [
      { where: `${where}: replaced for`, expected: expected.requiresReplace, actual: actual.requiresReplace },
    ];
  }
  // A replaced resource is planned again, as a new one.
  if (expected.requiresReplace.length > 0) return [];
  return Object.keys(expected.outcome)
    .filter((name) => expected.outcome[name] !== actual.outcome[name])
    .map((name) => ({
      where: `${where}: ${name}`,
      expected: expected.outcome[name],
      actual: actual.outcome[name],
    }));
}

/**
 * The same text for equivalent values: elements in any order, as in a set; empty values omitted, as
 * in the older SDK; JSON with sorted keys, as the provider writes it.
 */
function text(value: TerraformValue): string {
  if (value === UNKNOWN) return "unknown";
  if (value === null || value === "" || value === false || value === 0) return "";
  if (Array.isArray(value)) {
    const items = value.map(text).sort();
    return items.length === 0 ? "" : `[${[...new Set(items)].join()}]`;
  }
  const json = typeof value === "string" && /^[[{]/.test(value) ? parsedJson(value) : undefined;
  if (json !== undefined) return JSON.stringify(sortSets(json));
  if (!isObjectValue(value)) return JSON.stringify(value) ?? String(value);
  const entries = Object.entries(value)
    .map(([name, each]) => `${name}:${text(each)}`)
    .filter((entry) => !entry.endsWith(":"));
  return entries.length === 0 ? "" : `{${entries.sort().join()}}`;
}

function sortSets(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(sortSets);
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .sort()
      .map(([name, each]) => [name, sortSets(each)]),
  );
}

type Reference = (type: TerraformType) => TerraformValue;

const placeholderValue: Reference = (type) => {
  if (type === "string") return "reference";
  if (type === "number") return 1;
  if (type === "bool") return true;
  if (typeof type === "string" || type[0] === "tuple" || type[0] === "object") return null;
  return type[0] === "map" ? { key: placeholderValue(type[1]) } : [placeholderValue(type[1])];
};

/** The arguments of a resource in Terraform JSON as the schema's value, with made-up references. */
export function configuredValues(body: object, block: SchemaBlock): ObjectValue {
  return normalizeToSchema(readBody(body, block, placeholderValue), block);
}

/**
 * Converts Terraform JSON to a value: `reference` supplies the value of a reference to its type.
 */
function readBody(body: object, block: SchemaBlock, reference: Reference): ObjectValue {
  const values: Record<string, TerraformValue> = {};
  for (const [name, value] of Object.entries(body)) {
    const attribute = block.attributes[name];
    const nested = block.blocks[name];
    if (attribute !== undefined) values[name] = readValue(value, attribute.type, reference);
    else if (nested !== undefined) {
      const bodies = Array.isArray(value) ? value : [value];
      const blocks = bodies.map((each) => readBody(each, nested.block, reference));
      values[name] = nested.nesting === "single" ? (blocks[0] ?? null) : blocks;
    }
  }
  return values;
}

function readValue(value: unknown, type: TerraformType, reference: Reference): TerraformValue {
  if (typeof value === "string" && value.includes("${")) {
    const made = reference(type);
    return typeof made === "string" ? value.replace(/\$\{[^}]*\}/g, made) : made;
  }
  if (Array.isArray(value)) {
    const inner =
      typeof type === "string" || type[0] === "object" || type[0] === "tuple" ? "string" : type[1];
    return value.map((each) => readValue(each, inner, reference));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => {
        const inner =
          typeof type === "string"
            ? type
            : type[0] === "object"
              ? type[1][name]!
              : (type[1] as TerraformType);
        return [name, readValue(each, inner, reference)];
      }),
    );
  }
  return value as TerraformValue;
}

/** Terraform's proposed new state: computed values that are not configured stay. */
function proposedBlock(block: SchemaBlock, prior: ObjectValue, config: ObjectValue): ObjectValue {
  const attributes = Object.entries(block.attributes).map(([name, { computed }]) => [
    name,
    config[name] ?? (computed ? (prior[name] ?? null) : null),
  ]);
  const blocks = Object.entries(block.blocks).map(([name, nested]) => [
    name,
    proposedNested(nested, prior[name] ?? null, config[name] ?? null),
  ]);
  return Object.fromEntries([...attributes, ...blocks]);
}

function proposedNested(
  { block, nesting }: SchemaNestedBlock,
  prior: TerraformValue,
  config: TerraformValue,
): TerraformValue {
  const one = (item: TerraformValue, before: TerraformValue | undefined) =>
    isObjectValue(item) && before !== undefined && isObjectValue(before)
      ? proposedBlock(block, before, item)
      : item;
  if (!Array.isArray(config)) return one(config, prior);
  const priors = Array.isArray(prior) ? prior : [];
  if (nesting === "list") return config.map((item, index) => one(item, priors[index]));
  return config.map((item) =>
    one(
      item,
      priors.find((before) => text(one(item, before)) === text(before)),
    ),
  );
}

/** An existing resource: AWS has filled the unknowns. */
export function filledBlock(block: SchemaBlock, planned: ObjectValue): ObjectValue {
  const attributes = Object.entries(block.attributes).map(([name, { type }]) => [
    name,
    filled(planned[name] ?? null, type),
  ]);
  const blocks = Object.entries(block.blocks).map(([name, nested]) => {
    const value = planned[name] ?? null;
    if (value === UNKNOWN) return [name, []];
    const one = (item: TerraformValue) => (isObjectValue(item) ? filledBlock(nested.block, item) : item);
    return [name, Array.isArray(value) ? value.map(one) : one(value)];
  });
  return Object.fromEntries([...attributes, ...blocks]);
}

function filled(value: TerraformValue, type: TerraformType): TerraformValue {
  if (value !== UNKNOWN) {
    return Array.isArray(value) && typeof type !== "string" && type[0] !== "tuple"
      ? value.map((each) => filled(each, type[1] as TerraformType))
      : value;
  }
  if (type === "string") return "filled";
  if (type === "number") return 1;
  if (type === "bool") return false;
  return typeof type !== "string" && type[0] === "map"
    ? {}
    : typeof type !== "string" && type[0] === "object"
      ? null
      : [];
}

/** The changes to one top-level value. */
function changes(block: SchemaBlock, name: string, value: TerraformValue): [string, TerraformValue][] {
  const attribute = block.attributes[name];
  const nested = block.blocks[name];
  if (name === "timeouts") return [];
  if (attribute !== undefined && !attribute.required && !attribute.optional) return [];
  if (value === null) return attribute === undefined ? [] : [["set", placeholderValue(attribute.type)]];
  const found: [string, TerraformValue][] = [["changed", changed(value)]];
  if (attribute?.optional === true) found.push(["left out", null]);
  if (nested !== undefined && nested.minItems === 0 && Array.isArray(value)) found.push(["left out", []]);
  return found;
}

function changed(value: TerraformValue): TerraformValue {
  if (typeof value === "string") return /^[{[]/.test(value) ? value.replace(/"(\w)/, '"x$1') : `${value}1`;
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (Array.isArray(value)) return value.map(changed);
  return isObjectValue(value)
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, changed(each)]))
    : value;
}

/** The value of a text in JSON; undefined for others, such as the pattern of a log filter. */
function parsedJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

import { canonicalType } from "../../../../../aws/resource-types.ts";
import { implicitAccountResources } from "../../../../../tools/rehearse/simulator/computed-values/implicit-resources.ts";
import { computeValues } from "../../../../../tools/rehearse/simulator/computed-values/index.ts";
import type {
  SchemaAttribute,
  SchemaBlock,
  TerraformType,
} from "../../../../../tools/rehearse/simulator/schema.ts";
import type {
  CallContext,
  ReadonlyAccount,
  SimulatedResource,
} from "../../../../../tools/rehearse/simulator/simulator-types.ts";
import { type ObjectValue, UNKNOWN } from "../../../../../tools/rehearse/simulator/terraform-value.ts";

/** The default region of the tests. */
const TEST_REGION = "us-east-1";

/** An existing resource. */
export function existingResource(
  type: string,
  id: string,
  values: ObjectValue = {},
  region = TEST_REGION,
): SimulatedResource {
  return { type, id, region, values: { id, ...values } };
}

/** An account with these resources. */
export function accountWith(...resources: readonly SimulatedResource[]): ReadonlyAccount {
  const account: ReadonlyAccount = {
    accountId: "123456789012",
    resources: (type) =>
      type === undefined ? resources : resources.filter((one) => one.type === canonicalType(type)),
    implicitResources: () => implicitAccountResources(account),
  };
  return account;
}

/** A call in {@link TEST_REGION} at a fixed time. */
export function callContextWith(...resources: readonly SimulatedResource[]): CallContext {
  return { region: TEST_REGION, account: accountWith(...resources), nowMs: Date.UTC(2024, 0, 1) };
}

/** An optional computed attribute. */
export function computedAttribute(type: TerraformType = "string"): SchemaAttribute {
  return { type, required: false, optional: true, computed: true, sensitive: false, writeOnly: false };
}

/** A block with these attributes and nested blocks. */
export function schemaBlockOf(
  attributes: Readonly<Record<string, TerraformType>>,
  blocks: SchemaBlock["blocks"] = {},
): SchemaBlock {
  const all = Object.entries(attributes).map(([name, type]) => [name, computedAttribute(type)] as const);
  return { attributes: Object.fromEntries(all), blocks };
}

/** A nested list block. */
export function listBlock(block: SchemaBlock): SchemaBlock["blocks"][string] {
  return { nesting: "list", block, minItems: 0, maxItems: 0 };
}

/** The values after a create with these arguments, with `computedNames` unknown in the plan. */
export function computedAfterCreate(
  type: string,
  attributes: ObjectValue,
  computedNames: Readonly<Record<string, TerraformType>> | readonly string[],
  context: CallContext = callContextWith(),
): ObjectValue {
  const types = Array.isArray(computedNames)
    ? Object.fromEntries(computedNames.map((name) => [name, "string" as const]))
    : computedNames;
  const known = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, typeFor(value)]));
  const unknowns = Object.fromEntries(Object.keys(types).map((name) => [name, UNKNOWN]));
  const after = { ...attributes, ...unknowns };
  return computeValues({ type, before: null, after }, schemaBlockOf({ ...known, ...types }), context);
}

function typeFor(value: ObjectValue[string]): TerraformType {
  if (typeof value === "string") return "string";
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "bool" : "dynamic";
}

import { answerChange } from "../../../../../tools/rehearse/cloud/answers/index.ts";
import type {
  AccountView,
  CallContext,
  CloudResource,
} from "../../../../../tools/rehearse/cloud/contracts.ts";
import type { Attribute, Block, TerraformType } from "../../../../../tools/rehearse/cloud/schema.ts";
import { type ObjectValue, UNKNOWN } from "../../../../../tools/rehearse/cloud/value.ts";

/** The region that tests use unless they say another. */
export const REGION = "us-east-1";

/** A resource that exists. */
export function exists(type: string, id: string, values: ObjectValue = {}, region = REGION): CloudResource {
  return { type, id, region, values: { id, ...values } };
}

/** An account with these resources. */
export function accountOf(...resources: readonly CloudResource[]): AccountView {
  return {
    accountId: "123456789012",
    resources: (type) => (type === undefined ? resources : resources.filter((one) => one.type === type)),
  };
}

/** A call in {@link REGION} at a fixed time. */
export function contextOf(...resources: readonly CloudResource[]): CallContext {
  return { region: REGION, account: accountOf(...resources), nowMs: Date.UTC(2024, 0, 1) };
}

/** An attribute that AWS may answer. */
export function computed(type: TerraformType = "string"): Attribute {
  return { type, required: false, optional: true, computed: true, sensitive: false, writeOnly: false };
}

/** A block with these attributes; nested blocks on top. */
export function blockOf(
  attributes: Readonly<Record<string, TerraformType>>,
  blocks: Block["blocks"] = {},
): Block {
  const all = Object.entries(attributes).map(([name, type]) => [name, computed(type)] as const);
  return { attributes: Object.fromEntries(all), blocks };
}

/** A nested list block. */
export function listOf(block: Block): Block["blocks"][string] {
  return { nesting: "list", block, minItems: 0, maxItems: 0 };
}

/** What a create with these arguments answers, where everything in `asked` is left to AWS. */
export function created(
  type: string,
  given: ObjectValue,
  asked: Readonly<Record<string, TerraformType>> | readonly string[],
  context: CallContext = contextOf(),
): ObjectValue {
  const types = Array.isArray(asked)
    ? Object.fromEntries(asked.map((name) => [name, "string" as const]))
    : asked;
  const known = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, typeFor(value)]));
  const unknowns = Object.fromEntries(Object.keys(types).map((name) => [name, UNKNOWN]));
  const after = { ...given, ...unknowns };
  return answerChange({ type, before: null, after }, blockOf({ ...known, ...types }), context);
}

function typeFor(value: ObjectValue[string]): TerraformType {
  if (typeof value === "string") return "string";
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "bool" : "dynamic";
}

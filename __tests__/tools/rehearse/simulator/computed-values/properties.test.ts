import fc from "fast-check";
import { computeValues } from "../../../../../tools/rehearse/simulator/computed-values/index.ts";
import type {
  SchemaBlock,
  SchemaNestedBlock,
  TerraformType,
} from "../../../../../tools/rehearse/simulator/schema.ts";
import {
  containsUnknown,
  isObjectValue,
  type ObjectValue,
  type TerraformValue,
  UNKNOWN,
} from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { callContextWith, computedAttribute } from "./support.ts";

const NAMES = [
  "id",
  "arn",
  "name",
  "name_prefix",
  "status",
  "version",
  "etag",
  "endpoint",
  "port",
  "subnet_ids",
  "vpc_id",
  "tags",
  "tags_all",
  "policy",
  "zone_id",
  "private_ip",
  "enabled",
  "created_at",
  "dns_name",
  "kms_key_id",
  "cidr_block",
  "latest_version",
];
const TYPES = [
  "aws_vpc",
  "aws_subnet",
  "aws_lb",
  "aws_db_instance",
  "aws_instance",
  "aws_thing_of_no_table",
  "aws_iam_role",
  "aws_acm_certificate",
  "aws_ecs_task_definition",
  "aws_elasticache_replication_group",
  "aws_route53_zone",
  "aws_vpc_endpoint",
];

const name = fc.constantFrom(...NAMES);
const scalar = fc.constantFrom<TerraformType>("string", "number", "bool");
const type: fc.Arbitrary<TerraformType> = fc.letrec<{ type: TerraformType }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.tuple(fc.constantFrom("list" as const, "set" as const, "map" as const), tie("type")),
    fc.tuple(fc.constant("object" as const), fc.dictionary(name, tie("type"), { maxKeys: 3 })),
    fc.tuple(fc.constant("tuple" as const), fc.array(tie("type"), { maxLength: 2 })),
  ),
})).type;

const attributes = fc
  .dictionary(name, type, { maxKeys: 6 })
  .map((types) =>
    Object.fromEntries(Object.entries(types).map(([key, one]) => [key, computedAttribute(one)])),
  );

/** A block with nested blocks down to this depth. */
function blockOfDepth(depth: number): fc.Arbitrary<SchemaBlock> {
  if (depth === 0) return attributes.map((own) => ({ attributes: own, blocks: {} }));
  const nested = fc.record({
    nesting: fc.constantFrom(
      "single" as const,
      "list" as const,
      "set" as const,
      "map" as const,
      "group" as const,
    ),
    block: blockOfDepth(depth - 1),
    minItems: fc.constant(0),
    maxItems: fc.constant(0),
  });
  const blocks = fc.dictionary(fc.constantFrom("rule", "setting", "timeouts"), nested, { maxKeys: 2 });
  return fc.record({ attributes, blocks });
}

const block = blockOfDepth(2);

/** A planned value of the type: known, null or unknown at any depth. */
function planned(of: TerraformType): fc.Arbitrary<TerraformValue> {
  const open = (known: fc.Arbitrary<TerraformValue>) =>
    fc.oneof(
      { weight: 3, arbitrary: known },
      { weight: 2, arbitrary: fc.constant<TerraformValue>(UNKNOWN) },
      { weight: 1, arbitrary: fc.constant<TerraformValue>(null) },
    );
  if (of === "string") return open(fc.string({ maxLength: 8 }));
  if (of === "number") return open(fc.integer());
  if (of === "bool") return open(fc.boolean());
  if (typeof of === "string") return fc.constant(null);
  if (of[0] === "list" || of[0] === "set") return open(fc.array(planned(of[1]), { maxLength: 2 }));
  if (of[0] === "map") return open(fc.dictionary(name, planned(of[1]), { maxKeys: 2 }));
  if (of[0] === "tuple") return open(fc.tuple(...of[1].map(planned)));
  return open(fc.record(Object.fromEntries(Object.entries(of[1]).map(([key, one]) => [key, planned(one)]))));
}

function plannedBlock(of: SchemaBlock): fc.Arbitrary<ObjectValue> {
  const attributes = Object.entries(of.attributes).map(([key, one]) => [key, planned(one.type)] as const);
  const blocks = Object.entries(of.blocks).map(([key, one]) => [key, plannedNested(one)] as const);
  return fc.record(Object.fromEntries<fc.Arbitrary<TerraformValue>>([...attributes, ...blocks]));
}

function plannedNested({ nesting, block: inner }: SchemaNestedBlock): fc.Arbitrary<TerraformValue> {
  const body: fc.Arbitrary<TerraformValue> = plannedBlock(inner);
  const known: fc.Arbitrary<TerraformValue> =
    nesting === "map"
      ? fc.dictionary(name, body, { maxKeys: 2 })
      : nesting === "single" || nesting === "group"
        ? body
        : fc.array(body, { maxLength: 2 });
  return fc.oneof(
    { weight: 4, arbitrary: known },
    { weight: 1, arbitrary: fc.constant<TerraformValue>(UNKNOWN) },
  );
}

const change = fc
  .record({ type: fc.constantFrom(...TYPES), block })
  .chain(({ type: of, block: shape }) =>
    plannedBlock(shape).map((after) => ({ type: of, block: shape, after })),
  );

/** True if a value has the type; null has every type. */
function conforms(value: TerraformValue, of: TerraformType): boolean {
  if (value === null || of === "dynamic") return true;
  if (of === "string") return typeof value === "string";
  if (of === "number") return typeof value === "number" || typeof value === "bigint";
  if (of === "bool") return typeof value === "boolean";
  if (typeof of === "string") return false;
  if (of[0] === "list" || of[0] === "set")
    return Array.isArray(value) && value.every((one) => conforms(one, of[1]));
  if (of[0] === "map")
    return isObjectValue(value) && Object.values(value).every((one) => conforms(one, of[1]));
  if (of[0] === "tuple")
    return (
      Array.isArray(value) &&
      value.length === of[1].length &&
      of[1].every((one, at) => conforms(value[at] ?? null, one))
    );
  const fields = of[1];
  return (
    isObjectValue(value) &&
    Object.keys(value).length === Object.keys(fields).length &&
    Object.entries(fields).every(([key, one]) => conforms(value[key] ?? null, one))
  );
}

function conformsBlock(value: TerraformValue, of: SchemaBlock): boolean {
  if (!isObjectValue(value)) return false;
  const attributes = Object.entries(of.attributes).every(([key, one]) =>
    conforms(value[key] ?? null, one.type),
  );
  return (
    attributes && Object.entries(of.blocks).every(([key, one]) => conformsNested(value[key] ?? null, one))
  );
}

function conformsNested(value: TerraformValue, { nesting, block: inner }: SchemaNestedBlock): boolean {
  if (nesting === "single") return value === null || conformsBlock(value, inner);
  if (nesting === "group") return conformsBlock(value, inner);
  if (nesting === "map")
    return isObjectValue(value) && Object.values(value).every((one) => conformsBlock(one, inner));
  return Array.isArray(value) && value.every((one) => conformsBlock(one, inner));
}

/** True if every known part of `plan` is unchanged in `answer`. */
function keeps(plan: TerraformValue, result: TerraformValue | undefined): boolean {
  if (plan === UNKNOWN) return true;
  if (Array.isArray(plan))
    return (
      Array.isArray(result) &&
      result.length === plan.length &&
      plan.every((one, at) => keeps(one, result[at]))
    );
  if (isObjectValue(plan))
    return (
      isObjectValue(result ?? null) &&
      Object.entries(plan).every(([key, one]) => keeps(one, (result as ObjectValue)[key]))
    );
  return Object.is(plan, result);
}

describe("computed values, for any block and any plan", () => {
  const answered = (
    run: (one: { type: string; block: SchemaBlock; after: ObjectValue }, result: ObjectValue) => void,
  ) =>
    fc.assert(
      fc.property(change, (one) => {
        const { type: of, block: shape, after } = one;
        run(one, computeValues({ type: of, before: null, after }, shape, callContextWith()));
      }),
      { numRuns: 300 },
    );

  it("contain no unknown", () => {
    answered((_one, result) => expect(containsUnknown(result)).toBe(false));
  });

  it("keep every known value, including nulls", () => {
    answered((one, result) => expect(keeps(one.after, result)).toBe(true));
  });

  it("have the schema's types", () => {
    answered((one, result) => expect(conformsBlock(result, one.block)).toBe(true));
  });

  it("are the same for the same change", () => {
    answered((one, result) => {
      const again = computeValues(
        { type: one.type, before: null, after: one.after },
        one.block,
        callContextWith(),
      );
      expect(again).toEqual(result);
    });
  });

  it("stay the same on update unless recomputed", () => {
    answered((one, result) => {
      const again = computeValues(
        { type: one.type, before: result, after: one.after },
        one.block,
        callContextWith(),
      );
      expect(containsUnknown(again)).toBe(false);
      expect(conformsBlock(again, one.block)).toBe(true);
      if (one.after.id === UNKNOWN && result.id !== null && result.id !== undefined)
        expect(again.id).toEqual(result.id);
    });
  });
});

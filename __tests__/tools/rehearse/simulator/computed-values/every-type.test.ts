import { computeValues } from "../../../../../tools/rehearse/simulator/computed-values/index.ts";
import { normalizeToSchema } from "../../../../../tools/rehearse/simulator/normalize-to-schema.ts";
import type { SchemaBlock, TerraformType } from "../../../../../tools/rehearse/simulator/schema.ts";
import {
  containsUnknown,
  type ObjectValue,
  type TerraformValue,
  UNKNOWN,
} from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { committedSnapshot } from "../../../../../tools/rehearse/snapshot/committed-snapshot.ts";
import { callContextWith } from "./support.ts";

/** A value of the type, for required arguments. */
function sample(type: TerraformType, name: string): TerraformValue {
  if (type === "string") return `a-${name}`;
  if (type === "number") return 3;
  if (type === "bool" || type === "dynamic") return true;
  if (type[0] === "list" || type[0] === "set") return [sample(type[1], name)];
  if (type[0] === "map") return { key: sample(type[1], name) };
  if (type[0] === "tuple") return type[1].map((one) => sample(one, name));
  return Object.fromEntries(Object.entries(type[1]).map(([key, one]) => [key, sample(one, key)]));
}

/**
 * A first plan: required arguments are set, computed ones are unknown, with one of each nested
 * block.
 */
function firstPlan({ attributes, blocks }: SchemaBlock): ObjectValue {
  const own = Object.entries(attributes).map(([name, { type, required, computed }]) => [
    name,
    required ? sample(type, name) : computed ? UNKNOWN : null,
  ]);
  const nested = Object.entries(blocks).map(([name, { nesting, block }]) => {
    if (nesting === "map") return [name, {}];
    return [name, nesting === "single" || nesting === "group" ? firstPlan(block) : [firstPlan(block)]];
  });
  return Object.fromEntries([...own, ...nested]);
}

describe("every resource type of the provider", () => {
  const { resources } = committedSnapshot();

  it("is computed in its own schema, with an ID and an ARN in AWS's format", () => {
    expect(resources.names.length).toBeGreaterThan(1500);
    for (const type of resources.names) {
      const block = resources.get(type)?.block ?? { attributes: {}, blocks: {} };
      const after = firstPlan(block);
      const result = computeValues({ type, before: null, after }, block, callContextWith());
      expect(containsUnknown(result), `${type} has nothing unknown`).toBe(false);
      expect(result, `${type} fits its schema`).toEqual(normalizeToSchema(result, block));
      if (after.id === UNKNOWN) expect(result.id, `${type}'s id`).not.toBe("");
      if (after.arn === UNKNOWN) expect(result.arn, `${type}'s ARN`).not.toBe("");
    }
  });
});

import { answerChange } from "../../../../../tools/rehearse/cloud/answers/index.ts";
import { hasUnknown } from "../../../../../tools/rehearse/cloud/answers/read.ts";
import { conformObject } from "../../../../../tools/rehearse/cloud/conform.ts";
import type { Block, TerraformType } from "../../../../../tools/rehearse/cloud/schema.ts";
import { type ObjectValue, UNKNOWN, type Value } from "../../../../../tools/rehearse/cloud/value.ts";
import { committedSnapshot } from "../../../../../tools/rehearse/snapshot/file.ts";
import { contextOf } from "./support.ts";

/** Some value of the type, for arguments that must be given. */
function sample(type: TerraformType, name: string): Value {
  if (type === "string") return `a-${name}`;
  if (type === "number") return 3;
  if (type === "bool" || type === "dynamic") return true;
  if (type[0] === "list" || type[0] === "set") return [sample(type[1], name)];
  if (type[0] === "map") return { key: sample(type[1], name) };
  if (type[0] === "tuple") return type[1].map((one) => sample(one, name));
  return Object.fromEntries(Object.entries(type[1]).map(([key, one]) => [key, sample(one, key)]));
}

/** A first plan: what must be given is given, what AWS may answer is unknown, one of each nested block. */
function firstPlan({ attributes, blocks }: Block): ObjectValue {
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

  it("is answered in its own shape, with an id and AWS's form of an ARN", () => {
    expect(resources.names.length).toBeGreaterThan(1500);
    for (const type of resources.names) {
      const block = resources.get(type)?.block ?? { attributes: {}, blocks: {} };
      const after = firstPlan(block);
      const answer = answerChange({ type, before: null, after }, block, contextOf());
      expect(hasUnknown(answer), `${type} has nothing unknown`).toBe(false);
      expect(answer, `${type} fits its schema`).toEqual(conformObject(answer, block));
      if (after.id === UNKNOWN) expect(answer.id, `${type}'s id`).not.toBe("");
      if (after.arn === UNKNOWN) expect(answer.arn, `${type}'s ARN`).not.toBe("");
    }
  });
});

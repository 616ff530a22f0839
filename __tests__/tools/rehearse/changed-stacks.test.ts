import { changedStacks } from "../../../tools/rehearse/changed-stacks.ts";
import type { SynthesizedStack, TerraformJson } from "../../../tools/rehearse/synthesized-stacks.ts";

function stack(name: string, json: TerraformJson): SynthesizedStack {
  return { name, folder: `/${name}`, dependencies: [], json };
}

function bucket(body: Readonly<Record<string, unknown>>): TerraformJson {
  return { resource: { aws_s3_bucket: { logs: { bucket: "logs", ...body } } } };
}

const KEPT = bucket({ lifecycle: { prevent_destroy: true } });

describe("the stacks that a deployment would change", () => {
  it.each<[string, TerraformJson, readonly string[]]>([
    ["none where nothing changed", KEPT, []],
    ["none where the lifecycle alone did", bucket({ lifecycle: { prevent_destroy: false } }), []],
    ["none where the lifecycle went", bucket({}), []],
    ["those with another argument", bucket({ force_destroy: true }), ["data"]],
    ["those with one resource fewer", {}, ["data"]],
    ["those with another output", { ...KEPT, data: { aws_region: { here: {} } } }, ["data"]],
  ])("%s", (_, after, changed) => {
    expect(changedStacks([stack("data", KEPT)], [stack("data", after)])).toEqual(changed);
  });

  it("a new stack, and not an unchanged one", () => {
    const before = [stack("network", KEPT)];
    expect(changedStacks(before, [stack("network", KEPT), stack("data", {})])).toEqual(["data"]);
  });
});

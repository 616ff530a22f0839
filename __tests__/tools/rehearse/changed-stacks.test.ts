import { changedStacks } from "../../../tools/rehearse/changed-stacks.ts";
import type { SynthesizedStack, TerraformJson } from "../../../tools/synthesized/synthesized-stacks.ts";

function stack(name: string, json: TerraformJson): SynthesizedStack {
  return { name, folder: `/${name}`, dependencies: [], json };
}

function bucket(body: Readonly<Record<string, unknown>>): TerraformJson {
  return { resource: { aws_s3_bucket: { logs: { bucket: "logs", ...body } } } };
}

const KEPT = bucket({ lifecycle: { prevent_destroy: true } });
const WITH_OUTPUT = { ...KEPT, output: { bucket: { value: "logs" } } };

describe("the stacks that a deployment would change", () => {
  it.each<[string, TerraformJson, readonly string[]]>([
    ["none if nothing changed", KEPT, []],
    ["none if only the lifecycle changed", bucket({ lifecycle: { prevent_destroy: false } }), []],
    ["none if the lifecycle was removed", bucket({}), []],
    ["stacks with a changed argument", bucket({ force_destroy: true }), ["data"]],
    ["stacks with a removed resource", {}, ["data"]],
    ["stacks with a new resource", { ...KEPT, resource: { ...KEPT.resource, aws_eip: { a: {} } } }, ["data"]],
    ["stacks with a new output", WITH_OUTPUT, ["data"]],
    ["stacks with a new data source", { ...KEPT, data: { aws_region: { here: {} } } }, ["data"]],
  ])("are %s", (_, after, changed) => {
    expect(changedStacks([stack("data", KEPT)], [stack("data", after)])).toEqual(changed);
  });

  it("include new stacks, but not unchanged ones", () => {
    const before = [stack("network", KEPT)];
    expect(changedStacks(before, [stack("network", KEPT), stack("data", {})])).toEqual(["data"]);
  });
});

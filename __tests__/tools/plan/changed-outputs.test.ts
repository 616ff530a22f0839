import { awaitedOutputs, producerPlan } from "../../../tools/plan/changed-outputs.ts";
import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { parsePlan } from "../../../tools/review/plan/parse-plan.ts";

const backend = { terraform: { backend: { s3: { key: "shop-prod-network/terraform.tfstate" } } } };
const reads = (...expressions: readonly string[]) => ({
  data: {
    terraform_remote_state: { network: { config: { key: "shop-prod-network/terraform.tfstate" } } },
  },
  resource: {
    aws_lb: {
      alb: { subnets: expressions.map((one) => `\${data.terraform_remote_state.network.outputs.${one}}`) },
    },
  },
});
const reader = reads('subnet_ids["main/a"]', "vpc_id");

const document = (output_changes: JsonObject) =>
  parsePlan({ format_version: "1.2", output_changes }, { stack: "shop-prod-network", path: "plan" });

const awaited = (output_changes: JsonObject, json: object = reader) =>
  awaitedOutputs(json, [producerPlan("shop-prod-network", backend, document(output_changes))]).map(
    ({ output }) => output,
  );

const subnets = (before: JsonObject, after: JsonObject, after_unknown: JsonObject = {}) => ({
  subnet_ids: { actions: ["update"], before, after, after_unknown },
});

describe("the outputs that a plan waits for", () => {
  it("are the keys that it reads and another plan changes", () => {
    expect(awaited(subnets({ "main/a": "1" }, { "main/a": "2" }))).toEqual(["subnet_ids main/a"]);
    expect(awaited(subnets({ "main/a": "1" }, {}))).toEqual(["subnet_ids main/a"]);
    expect(awaited(subnets({ "main/a": "1" }, {}, { "main/a": true }))).toEqual(["subnet_ids main/a"]);
    expect(awaited({ vpc_id: { actions: ["update"], before: "1", after: "2" } })).toEqual(["vpc_id"]);
  });

  it("are not keys beside them, nor outputs that stay", () => {
    const zone = subnets({ "main/a": "1" }, { "main/a": "1" }, { "main/c": true });
    expect(awaited(zone)).toEqual([]);
    expect(awaited({ other: { actions: ["update"], before: "1", after: "2" } })).toEqual([]);
    expect(awaited({ vpc_id: { actions: ["no-op"], before: "1", after: "1" } })).toEqual([]);
  });

  it("are all that it reads if the map is unknown, or read whole", () => {
    expect(awaited({ subnet_ids: { actions: ["update"], before: {}, after_unknown: true } })).toEqual([
      "subnet_ids main/a",
    ]);
    expect(awaited(subnets({ "main/a": "1" }, { "main/a": "1" }), reads("subnet_ids"))).toEqual([
      "subnet_ids",
    ]);
  });

  it("are all that it reads of a plan that is not exact, and none of a stack that is not planned", () => {
    const provisional = producerPlan("shop-prod-network", backend, undefined);
    expect(awaitedOutputs(reader, [provisional])).toEqual([
      { stack: "shop-prod-network", output: "subnet_ids main/a" },
      { stack: "shop-prod-network", output: "vpc_id" },
    ]);
    expect(awaitedOutputs(reader, [])).toEqual([]);
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataAwsSnsTopic } from "@cdktf/provider-aws/lib/data-aws-sns-topic/index.js";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { TerraformStack } from "cdktf";
import { SpecError } from "../../language/problem.ts";
import { buildApp, buildStatesApp, synthesizeApp } from "../../stacks/build.ts";
import { cybershieldIn } from "../support/platforms.ts";
import { resourcesOfType, type SynthesizedStackJson } from "../support/synth.ts";

const OBSERVE = "cybershield-dev-observe";

describe("the app", () => {
  let outdir: string;
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), "drydock-build-"));
  });
  afterEach(() => rmSync(outdir, { recursive: true, force: true }));

  /** What a stack's folder holds. */
  function written(stack: string): SynthesizedStackJson {
    return JSON.parse(
      readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"),
    ) as SynthesizedStackJson;
  }

  it("refuses ids that differ in punctuation only, and then writes no stack at all", () => {
    const app = buildApp([cybershieldIn("dev")], { outdir });
    const stack = app.node.findChild(OBSERVE);
    new SnsTopic(stack, "order.events", { name: "one" });
    new SnsTopic(stack, "orderevents", { name: "two" });
    expect(() => synthesizeApp(app)).toThrow(
      new SpecError(
        `${OBSERVE}/orderevents and ${OBSERVE}/order.events would be one resource, aws_sns_topic.orderevents: their ids differ in punctuation only. Rename one.`,
        [],
      ),
    );
    const files = readdirSync(outdir, { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => file.endsWith(".json"))).toEqual([]);
  });

  it("refuses the same of two data sources, and lets one share a resource's id", () => {
    const app = buildApp([cybershieldIn("dev")], { outdir });
    const stack = app.node.findChild(OBSERVE);
    new DataAwsSnsTopic(stack, "order.events", { name: "one" });
    new DataAwsSnsTopic(stack, "orderevents", { name: "two" });
    new SnsTopic(stack, "order-events", { name: "three" });
    new DataAwsSnsTopic(stack, "order-.events", { name: "three" });
    expect(() => synthesizeApp(app)).toThrow(
      new SpecError(
        `${OBSERVE}/orderevents and ${OBSERVE}/order.events would be one resource, data.aws_sns_topic.orderevents: their ids differ in punctuation only. Rename one.`,
        [],
      ),
    );
  });

  it("deploys each stack after the ones that it stands on, and watches databases once they are there", () => {
    const stacks = buildApp([cybershieldIn("dev")], { outdir }).node.children.filter(TerraformStack.isStack);
    const kindOf = ({ node }: TerraformStack) => node.id.replace("cybershield-dev-", "");
    const order = stacks.map((stack) => [kindOf(stack), stack.dependencies.map(kindOf)]);
    expect(Object.fromEntries(order)).toEqual({
      network: [],
      edge: ["network"],
      data: ["network"],
      compute: ["network", "edge", "data"],
      observe: ["network", "edge", "compute", "data"],
    });
  });

  it("keeps state stacks apart from platforms, one for each account and region", () => {
    synthesizeApp(buildStatesApp([cybershieldIn("prod"), cybershieldIn("dev")], [], { outdir }));
    expect(readdirSync(join(outdir, "stacks")).sort()).toEqual([
      "state-111111111111-us-east-1",
      "state-222222222222-us-east-1",
    ]);
  });

  it("keeps the states of several platforms of one account and region in one bucket", () => {
    const change = { account: "111111111111", stateBucket: "all-states" } as const;
    synthesizeApp(
      buildStatesApp([cybershieldIn("prod", change), cybershieldIn("dev", change)], [], { outdir }),
    );
    expect(readdirSync(join(outdir, "stacks"))).toEqual(["state-111111111111-us-east-1"]);
  });

  it("protects each state bucket, but the one that may go", () => {
    const unprotected = "state-222222222222-us-east-1";
    synthesizeApp(buildStatesApp([cybershieldIn("prod"), cybershieldIn("dev")], [unprotected], { outdir }));
    const bucket = (stack: string) => resourcesOfType(written(stack), "aws_s3_bucket")[0];
    expect(bucket("state-111111111111-us-east-1")).toMatchObject({
      bucket: "111111111111-us-east-1-drydock-state",
      lifecycle: { prevent_destroy: true },
    });
    expect(bucket(unprotected)).toMatchObject({
      bucket: "222222222222-us-east-1-drydock-state",
      lifecycle: { prevent_destroy: false },
    });
  });

  it("refuses two state buckets for one account and region", () => {
    const platforms = [
      cybershieldIn("prod", { stateBucket: "one-bucket" }),
      cybershieldIn("dev", { account: "111111111111", stateBucket: "two-bucket" }),
    ];
    expect(() => buildStatesApp(platforms, [], { outdir })).toThrow(
      "cybershield (dev) keeps its state in two-bucket, others of 111111111111 in us-east-1 in one-bucket. Give all of them one stateBucket.",
    );
  });
});

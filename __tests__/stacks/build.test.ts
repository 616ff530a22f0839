import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DataAwsSnsTopic } from "@cdktf/provider-aws/lib/data-aws-sns-topic/index.js";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { TerraformStack } from "cdktf";
import { SpecError } from "../../language/problem.ts";
import { buildApp, buildStatesApp, synthesizeApp } from "../../stacks/build.ts";
import { cybershieldIn } from "../support/platforms.ts";
import { resourcesOfType, type SynthesizedStackJson } from "../support/synth.ts";
import { folderOfEachTest } from "../support/test-folder.ts";

const OBSERVE = "cybershield-dev-observe";

describe("the app", () => {
  const outdir = folderOfEachTest();

  /** The Terraform JSON in a stack's folder. */
  function readStack(stack: string): SynthesizedStackJson {
    return JSON.parse(
      readFileSync(join(outdir.path, "stacks", stack, "cdk.tf.json"), "utf8"),
    ) as SynthesizedStackJson;
  }

  it("rejects construct IDs that differ in punctuation only, and writes no stack", () => {
    const app = buildApp([cybershieldIn("dev")], { outdir: outdir.path });
    const stack = app.node.findChild(OBSERVE);
    new SnsTopic(stack, "order.events", { name: "one" });
    new SnsTopic(stack, "orderevents", { name: "two" });
    expect(() => synthesizeApp(app)).toThrow(
      new SpecError(
        `${OBSERVE}/orderevents and ${OBSERVE}/order.events would be one resource, aws_sns_topic.orderevents: their ids differ in punctuation only. Rename one.`,
        [],
      ),
    );
    const files = readdirSync(outdir.path, { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => file.endsWith(".json"))).toEqual([]);
  });

  it("rejects the same for data sources, but allows a data source to share a resource's ID", () => {
    const app = buildApp([cybershieldIn("dev")], { outdir: outdir.path });
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

  it("creates the output folder with its parents", () => {
    const below = join(outdir.path, "not", "yet", "there");
    synthesizeApp(buildApp([cybershieldIn("dev")], { outdir: below }));
    expect(readdirSync(join(below, "stacks", OBSERVE))).toEqual(["cdk.tf.json"]);
  });

  it("puts the project's provider lock beside each stack's file, if there is one", () => {
    const lock = join(outdir.path, ".terraform.lock.hcl");
    writeFileSync(lock, "locked");
    synthesizeApp(buildApp([cybershieldIn("dev")], { outdir: outdir.path }), lock);
    const stacks = readdirSync(join(outdir.path, "stacks"));
    expect(stacks.length).toBeGreaterThan(3);
    for (const stack of stacks)
      expect(readFileSync(join(outdir.path, "stacks", stack, ".terraform.lock.hcl"), "utf8")).toBe("locked");
  });

  it("names an output folder that it cannot write to, before and while it writes", () => {
    const file = join(outdir.path, "file");
    writeFileSync(file, "");
    const build = (folder: string) => buildApp([cybershieldIn("dev")], { outdir: folder });
    const message = (folder: string) =>
      new RegExp(`^cannot write to the output folder ${folder}: E[A-Z]+: .*\\. Set CDKTF_OUTDIR to a folder`);
    for (const folder of [file, join(file, "below")]) {
      expect(() => build(folder)).toThrow(SpecError);
      expect(() => build(folder)).toThrow(message(folder));
    }
    const app = build(outdir.path);
    writeFileSync(join(outdir.path, "stacks", OBSERVE), "");
    expect(() => synthesizeApp(app)).toThrow(message(outdir.path));
  });

  it("deploys each stack after the stacks that it depends on", () => {
    const stacks = buildApp([cybershieldIn("dev")], { outdir: outdir.path }).node.children.filter(
      TerraformStack.isStack,
    );
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

  it("has a separate state stack for each account and region", () => {
    synthesizeApp(buildStatesApp([cybershieldIn("prod"), cybershieldIn("dev")], [], { outdir: outdir.path }));
    expect(readdirSync(join(outdir.path, "stacks")).sort()).toEqual([
      "state-111111111111-us-east-1",
      "state-222222222222-us-east-1",
    ]);
  });

  it("has one state bucket for several platforms in one account and region", () => {
    const change = { account: "111111111111", stateBucket: "all-states" } as const;
    synthesizeApp(
      buildStatesApp([cybershieldIn("prod", change), cybershieldIn("dev", change)], [], {
        outdir: outdir.path,
      }),
    );
    expect(readdirSync(join(outdir.path, "stacks"))).toEqual(["state-111111111111-us-east-1"]);
  });

  it("protects every state bucket, except an unprotected one", () => {
    const unprotected = "state-222222222222-us-east-1";
    synthesizeApp(
      buildStatesApp([cybershieldIn("prod"), cybershieldIn("dev")], [unprotected], { outdir: outdir.path }),
    );
    const bucket = (stack: string) => resourcesOfType(readStack(stack), "aws_s3_bucket")[0];
    expect(bucket("state-111111111111-us-east-1")).toMatchObject({
      bucket: "111111111111-us-east-1-drydock-state",
      lifecycle: { prevent_destroy: true },
    });
    expect(bucket(unprotected)).toMatchObject({
      bucket: "222222222222-us-east-1-drydock-state",
      lifecycle: { prevent_destroy: false },
    });
  });

  it("rejects two state buckets for one account and region", () => {
    const platforms = [
      cybershieldIn("prod", { stateBucket: "one-bucket" }),
      cybershieldIn("dev", { account: "111111111111", stateBucket: "two-bucket" }),
    ];
    expect(() => buildStatesApp(platforms, [], { outdir: outdir.path })).toThrow(
      "cybershield (dev) keeps its state in two-bucket, others of 111111111111 in us-east-1 in one-bucket. Give all of them one stateBucket.",
    );
  });
});

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { TerraformStack } from "cdktf";
import { buildApp, buildStatesApp, synthesizeApp } from "../../stacks/build.ts";
import { UniqueAddresses } from "../../stacks/unique-addresses.ts";
import { cybershieldIn } from "../support/platforms.ts";

describe("the app", () => {
  let outdir: string;
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), "drydock-build-"));
  });
  afterEach(() => rmSync(outdir, { recursive: true, force: true }));

  it("refuses ids that differ in punctuation only, and then writes no stack at all", () => {
    const app = buildApp([cybershieldIn("dev")], { outdir });
    const stack = new TerraformStack(app, "shop");
    stack.node.addValidation(new UniqueAddresses(stack));
    new SnsTopic(stack, "order.events", { name: "one" });
    new SnsTopic(stack, "orderevents", { name: "two" });
    expect(() => synthesizeApp(app)).toThrow(
      "shop/orderevents and shop/order.events would be one resource, aws_sns_topic.orderevents: their ids differ in punctuation only. Rename one.",
    );
    const written = readdirSync(outdir, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".json"),
    );
    expect(written).toEqual([]);
  });

  it("keeps state stacks apart from platforms, one for each account and region", () => {
    synthesizeApp(buildStatesApp([cybershieldIn("prod"), cybershieldIn("dev")], [], { outdir }));
    expect(readdirSync(join(outdir, "stacks")).sort()).toEqual([
      "state-111111111111-us-east-1",
      "state-222222222222-us-east-1",
    ]);
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

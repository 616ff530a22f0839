import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awsTypesIn, usedBlocksByType } from "../../../tools/rehearse/used-types.ts";
import type { SynthesizedStack, TerraformJson } from "../../../tools/synthesized/synthesized-stacks.ts";

function stack(json: TerraformJson): SynthesizedStack {
  return { name: "web", folder: "/web", dependencies: [], json };
}

describe("the provider schema that stacks use", () => {
  const stacks = [
    stack({ resource: { aws_lb: { one: { access_logs: {} } }, aws_eip: { two: { domain: "vpc" } } } }),
    stack({ resource: { aws_lb: { three: { timeouts: {} } } }, data: { aws_region: { here: {} } } }),
  ];

  it("contains every type of a resource or data source", () => {
    expect(awsTypesIn(stacks)).toEqual(new Set(["aws_lb", "aws_eip", "aws_region"]));
  });

  it("contains types of checks and moved blocks", () => {
    const json = {
      check: { there: { data: { aws_vpc: { again: {} } } } },
      moved: [{ from: "aws_alb.old", to: "aws_lb.new" }],
    };
    expect(awsTypesIn([stack(json as TerraformJson)])).toEqual(new Set(["aws_vpc", "aws_alb", "aws_lb"]));
  });

  it("is unknown for a module", () => {
    expect(awsTypesIn([...stacks, stack({ module: { net: { source: "./net" } } })])).toBeUndefined();
  });

  it("is unknown for a file in Terraform's native syntax beside the JSON", () => {
    const folder = mkdtempSync(join(tmpdir(), "used-types-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "cdk.tf.json"), "{}");
    const web = { ...stack({}), folder };
    expect(awsTypesIn([web])).toEqual(new Set());
    writeFileSync(join(folder, "users.tf"), `resource "aws_iam_user" "one" {}`);
    expect(awsTypesIn([web])).toBeUndefined();
  });

  it("contains the nested blocks of all resources of a type", () => {
    expect(usedBlocksByType(stacks)).toEqual(
      new Map([
        ["aws_lb", { access_logs: {}, timeouts: {} }],
        ["aws_eip", {}],
      ]),
    );
  });

  it("is unknown for a type with a dynamic block", () => {
    const created = stack({ resource: { aws_lb: { four: { dynamic: { access_logs: {} } } } } });
    expect([...usedBlocksByType([...stacks, created]).keys()]).toEqual(["aws_eip"]);
  });
});

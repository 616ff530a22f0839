import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { type App, Testing } from "cdktf";
import { BaseStack } from "../../stacks/base-stack.ts";
import { undeclaredReferences } from "../../stacks/undeclared-references.ts";

describe("undeclaredReferences", () => {
  it.each<[string, object, readonly string[]]>([
    [
      "no reference to a declared resource",
      { resource: { aws_eip: { a: {}, b: { id: "${aws_eip.a.id}" } } } },
      [],
    ],
    [
      "no reference to a declared data source",
      { data: { aws_region: { here: {} } }, output: { a: "${data.aws_region.here.id}" } },
      [],
    ],
    ["a reference to a resource", { output: { a: { value: "${aws_eip.gone.id}" } } }, ["aws_eip.gone"]],
    [
      "a reference to a data source, although a resource has its name",
      { resource: { aws_vpc: { v: {} } }, output: { a: "${data.aws_vpc.v.id}" } },
      ["data.aws_vpc.v"],
    ],
    [
      "a reference to a remote state",
      { output: { a: "${data.terraform_remote_state.network.outputs.ids}" } },
      ["data.terraform_remote_state.network"],
    ],
    [
      "references inside functions, each once",
      { output: { a: '${join(",", [aws_eip.a.id, aws_eip.b.id])} ${aws_eip.a.id}' } },
      ["aws_eip.a", "aws_eip.b"],
    ],
    ["no reference in an escaped template", { output: { a: "$${aws_eip.a.id} $$${aws_eip.a.id}" } }, []],
    ["no reference in plain text or in quotes", { output: { a: 'aws_eip.a.id ${upper("aws_eip.a")}' } }, []],
    [
      "no reference to variables, locals and modules",
      { output: { a: "${var.aws_eip.a} ${local.aws_x.y} ${module.m.aws_eip.a}" } },
      [],
    ],
  ])("finds %s", (_, json, expected) => {
    expect(undeclaredReferences(json)).toEqual(expected);
  });
});

class SmallStack extends BaseStack {
  constructor(app: App, name: string) {
    super(app, name, {
      account: "111111111111",
      region: "us-east-1",
      tags: {},
      state: { bucket: "state", key: name, region: "us-east-1", encrypt: true, use_lockfile: true },
    });
  }
}

it("synthesis rejects a stack that references another stack's resources directly, and names them", () => {
  const app = Testing.app();
  const vpc = new Vpc(new SmallStack(app, "one"), "main", { cidrBlock: "10.0.0.0/16" });
  const two = new SmallStack(app, "two");
  new SecurityGroup(two, "web", { vpcId: vpc.id });
  expect(() => app.synth()).toThrow(
    "Stack two references resources of other stacks: aws_vpc.main. Publish them as outputs there and read them here (stacks/stack-outputs.ts).",
  );
});

import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { type App, Testing } from "cdktf";
import { BaseStack } from "../../stacks/base-stack.ts";
import { undeclaredReferences } from "../../stacks/undeclared-references.ts";

describe("references to other stacks", () => {
  it.each<[string, object, readonly string[]]>([
    [
      "none to what the stack declares",
      { resource: { aws_eip: { a: {}, b: { id: "${aws_eip.a.id}" } } } },
      [],
    ],
    [
      "none to its own data",
      { data: { aws_region: { here: {} } }, output: { a: "${data.aws_region.here.id}" } },
      [],
    ],
    ["a resource", { output: { a: { value: "${aws_eip.gone.id}" } } }, ["aws_eip.gone"]],
    [
      "a data source, which a resource of its name is not",
      { resource: { aws_vpc: { v: {} } }, output: { a: "${data.aws_vpc.v.id}" } },
      ["data.aws_vpc.v"],
    ],
    [
      "a remote state",
      { output: { a: "${data.terraform_remote_state.network.outputs.ids}" } },
      ["data.terraform_remote_state.network"],
    ],
    [
      "those inside functions, each once",
      { output: { a: '${join(",", [aws_eip.a.id, aws_eip.b.id])} ${aws_eip.a.id}' } },
      ["aws_eip.a", "aws_eip.b"],
    ],
    ["none in a template that is only text", { output: { a: "$${aws_eip.a.id} $$${aws_eip.a.id}" } }, []],
    ["none in plain text or in quotes", { output: { a: 'aws_eip.a.id ${upper("aws_eip.a")}' } }, []],
    [
      "none in attributes, variables and providers",
      { output: { a: "${var.aws_eip.a} ${local.aws_x.y} ${module.m.aws_eip.a}" } },
      [],
    ],
  ])("are %s", (_, json, found) => {
    expect(undeclaredReferences(json)).toEqual(found);
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

it("a stack that refers to another past the contract is refused, with what it refers to", () => {
  const app = Testing.app();
  const vpc = new Vpc(new SmallStack(app, "one"), "main", { cidrBlock: "10.0.0.0/16" });
  const two = new SmallStack(app, "two");
  new SecurityGroup(two, "web", { vpcId: vpc.id });
  expect(() => app.synth()).toThrow(
    "Stack two references resources of other stacks: aws_vpc.main. Publish them as outputs there and read them here (stacks/stack-outputs.ts).",
  );
});

import {
  blocksOf,
  type SynthesizedStack,
  type TerraformJson,
  typesOf,
} from "../../../tools/rehearse/synthesized.ts";

function stack(json: TerraformJson): SynthesizedStack {
  return { name: "web", folder: "/web", dependencies: [], json };
}

describe("what stacks use of the provider", () => {
  const stacks = [
    stack({ resource: { aws_lb: { one: { access_logs: {} } }, aws_eip: { two: { domain: "vpc" } } } }),
    stack({ resource: { aws_lb: { three: { timeouts: {} } } }, data: { aws_region: { here: {} } } }),
  ];

  it("is every type that one of them names", () => {
    expect(typesOf(stacks)).toEqual(new Set(["aws_lb", "aws_eip", "aws_region"]));
  });

  it("is every block that a resource of the type has in one of them", () => {
    expect(blocksOf(stacks)).toEqual(
      new Map([
        ["aws_lb", { access_logs: {}, timeouts: {} }],
        ["aws_eip", {}],
      ]),
    );
  });

  it("is not known for a type with a dynamic block", () => {
    const made = stack({ resource: { aws_lb: { four: { dynamic: { access_logs: {} } } } } });
    expect([...blocksOf([...stacks, made]).keys()]).toEqual(["aws_eip"]);
  });
});

import { planChange } from "../../../tools/deploy/plan-change.ts";
import type { DeployedStack } from "../../../tools/deploy/stack-change.ts";
import type { TerraformJson } from "../../../tools/synthesized/synthesized-stacks.ts";

const backend = (key: string) => ({ backend: { s3: { key: `${key}/terraform.tfstate` } } });

/** A network stack with a route table, and a connect stack that reads its ID. */
function stacks(network: TerraformJson["resource"], connect: TerraformJson["resource"]): DeployedStack[] {
  const provider = { aws: [{ region: "us-east-1" }] };
  return [
    {
      name: "network",
      dependencies: [],
      json: {
        terraform: backend("network"),
        provider,
        resource: { aws_route_table: { private: { tags: { Name: "private" } } }, ...network },
        output: { table: { value: "${aws_route_table.private.id}" } },
      },
    },
    {
      name: "connect",
      dependencies: ["network"],
      json: {
        terraform: backend("connect"),
        provider,
        data: { terraform_remote_state: { network: { config: { key: "network/terraform.tfstate" } } } },
        resource: { ...connect },
      },
    },
  ];
}

const OWN = "${aws_route_table.private.id}";
const READ = "${data.terraform_remote_state.network.outputs.table}";
const route = (table: string, gateway: string, block = "10.9.0.0/16") => ({
  aws_route: { out: { route_table_id: table, destination_cidr_block: block, gateway_id: gateway } },
});
const role = (name: string) => ({ aws_iam_role: { app: { name } } });

describe("an object that one stack has and another wants", () => {
  const before = stacks(route(OWN, "igw-1"), {});
  const after = stacks({}, route(READ, "vgw-1"));
  const planned = planChange(before, after);
  const change = (name: string) => planned.stacks.find((stack) => stack.name === name)!;

  it("is imported by the other in the turn, and not made in the up pass", () => {
    expect(planned.handovers).toEqual([
      {
        from: { stack: "network", address: "aws_route.out" },
        to: { stack: "connect", address: "aws_route.out" },
      },
    ]);
    const { up, turned, down } = change("connect");
    expect(up?.resource?.aws_route).toBeUndefined();
    expect(turned?.resource).toEqual(after[1]?.json.resource);
    expect(turned?.import).toEqual([{ to: "aws_route.out", id: `${READ}_10.9.0.0/16` }]);
    expect(down).toEqual(after[1]?.json);
  });

  it("is forgotten by the one, and not deleted", () => {
    expect(change("network")).toMatchObject({ leftovers: [], forgotten: ["aws_route.out"] });
    expect(change("network").up?.resource?.aws_route).toEqual(before[0]?.json.resource?.aws_route);
  });

  it("is only forgotten if an interrupted change has imported it", () => {
    const again = planChange(stacks(route(OWN, "igw-1"), route(READ, "vgw-1")), after);
    expect(again.stacks.find(({ name }) => name === "network")).toMatchObject({
      leftovers: [],
      forgotten: ["aws_route.out"],
    });
    expect(again.stacks.find(({ name }) => name === "connect")?.turned).toBeUndefined();
  });

  it("is another one with another block", () => {
    const other = planChange(before, stacks({}, route(READ, "vgw-1", "10.8.0.0/16")));
    expect(other.handovers).toEqual([]);
  });

  it("is a problem if its import ID is not known", () => {
    const { claims } = planChange(stacks(role("app"), {}), stacks({}, role("app")));
    expect(claims).toEqual([
      "connect: aws_iam_role.app is what network has as aws_iam_role.app, and AWS has only one. Give it another name; or deploy twice: first without it, then with it.",
    ]);
    expect(planChange(stacks(role("app"), {}), stacks({}, role("web"))).claims).toEqual([]);
  });
});

import { fileURLToPath } from "node:url";
import { readInventory } from "../../../../../tools/reach/terraform/read-inventory.ts";
import { readRawState } from "../../../../../tools/reach/terraform/state/raw-state.ts";
import { readShownState } from "../../../../../tools/reach/terraform/state/shown-state.ts";
import { asJson } from "../../support/json.ts";

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../../../fixtures/reach/terraform/${name}`, import.meta.url));

describe.each(["network.tfstate", "network.state.json"])("%s, written by Terraform 1.11", (name) => {
  const read = readInventory(fixture(name));

  it("has every resource under its address", async () => {
    expect((await read).resources.map(({ address }) => address)).toEqual([
      "network/aws_default_route_table.main",
      "network/aws_internet_gateway.main",
      "network/aws_route_table.main",
      "network/aws_route_table_association.a[0]",
      "network/aws_route_table_association.a[1]",
      "network/aws_security_group.lb",
      "network/aws_security_group.web",
      "network/aws_subnet.a[0]",
      "network/aws_subnet.a[1]",
      "network/aws_vpc.eu",
      "network/aws_vpc.main",
      "network/aws_vpc_peering_connection.eu",
      "network/aws_vpc_peering_connection_accepter.eu",
      "network/data.aws_vpc.main",
      'network/module.servers["blue"].aws_instance.web',
      'network/module.servers["green"].aws_instance.web',
    ]);
  });

  it.each([
    ["aws_subnet.a[0]", "vpc_id", "aws_vpc.main#id"],
    ["aws_route_table_association.a[1]", "subnet_id", "aws_subnet.a[1]#id"],
    ["aws_route_table_association.a[1]", "route_table_id", "aws_route_table.main#id"],
    ["aws_default_route_table.main", "default_route_table_id", "aws_vpc.main#default_route_table_id"],
    ["data.aws_vpc.main", "id", "aws_vpc.main#id"],
    ["aws_vpc.eu", "default_security_group_id", "aws_vpc.eu#default_security_group_id"],
    ["aws_vpc.eu", "arn", "aws_vpc.eu#arn"],
    [
      "aws_vpc_peering_connection_accepter.eu",
      "vpc_peering_connection_id",
      "aws_vpc_peering_connection.eu#id",
    ],
    [
      'module.servers["blue"].aws_instance.web',
      "primary_network_interface_id",
      'module.servers["blue"].aws_instance.web#primary_network_interface_id',
    ],
  ])("resolves %s: %s to %s", async (address, attribute, expected) => {
    const inventory = await read;
    const identity = inventory.resolve(inventory.at(`network/${address}`)!.values[attribute]);
    expect(identity && `${identity.resource.address}#${identity.attribute}`).toBe(`network/${expected}`);
  });

  it("resolves no values other than IDs", async () => {
    const inventory = await read;
    for (const word of ["default", "t3.micro", "us-east-1a", "web", "", "10.0.0.0/16", "123456789012"]) {
      expect(inventory.resolve(word)).toBeUndefined();
    }
  });

  it("has regions, outputs and no gaps", async () => {
    const { resources, outputs, gaps } = await read;
    const regions = new Map(resources.map(({ address, region }) => [address, region]));
    expect(regions.get("network/aws_vpc.main")).toBe("us-east-1");
    expect(regions.get("network/aws_vpc.eu")).toBe("eu-west-1");
    expect(outputs).toEqual([
      {
        stack: "network",
        name: "subnet_ids",
        value: ["subnet-04ab633b9e0f91b37", "subnet-0a93c05f32be5fbd0"],
      },
    ]);
    expect(gaps).toEqual([]);
  });
});

it("a raw state reveals a provider's region by its other resources, a shown state does not", async () => {
  const at = "network/aws_vpc_peering_connection_accepter.eu";
  expect((await readInventory(fixture("network.tfstate"))).at(at)!.region).toBe("eu-west-1");
  expect((await readInventory(fixture("network.state.json"))).at(at)!.region).toBeUndefined();
});

it("a resource's own region takes precedence over its provider's", () => {
  const instance = (name: string, attributes: object) => ({
    mode: "managed",
    type: "aws_vpc",
    name,
    provider: "p",
    instances: [{ attributes }],
  });
  const raw = {
    resources: [
      instance("a", { region: "eu-west-1" }),
      instance("b", { region: "us-east-1" }),
      instance("c", {}),
    ],
  };
  const { resources } = readRawState("s", asJson(raw));
  expect(resources.map(({ region }) => region)).toEqual(["eu-west-1", "us-east-1", undefined]);
});

it("a deposed object is a gap", () => {
  const attributes = { id: "vpc-1" };
  const raw = {
    resources: [
      {
        module: "module.a",
        mode: "managed",
        type: "aws_vpc",
        name: "m",
        instances: [
          { index_key: "k", attributes },
          { index_key: "k", deposed: "0", attributes },
        ],
      },
    ],
  };
  const one = { address: "aws_vpc.m", mode: "managed", type: "aws_vpc", name: "m", values: attributes };
  const shown = { values: { root_module: { resources: [one, { ...one, deposed_key: "0" }] } } };
  const why = "a deposed object of it still exists";
  const first = readRawState("s", asJson(raw));
  expect(first.resources.map(({ address }) => address)).toEqual(['s/module.a.aws_vpc.m["k"]']);
  expect(first.gaps).toEqual([{ address: 's/module.a.aws_vpc.m["k"]', why }]);
  const second = readShownState("s", asJson(shown));
  expect(second.resources).toHaveLength(1);
  expect(second.gaps).toEqual([{ address: "s/aws_vpc.m", why }]);
});

it("resources of other providers are left out", () => {
  const raw = {
    resources: [{ mode: "managed", type: "random_id", name: "a", instances: [{ attributes: {} }] }],
  };
  expect(readRawState("s", asJson(raw)).resources).toEqual([]);
});

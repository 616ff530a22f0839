import type { Inventory, Resource } from "../../../../tools/reach/terraform/inventory.ts";
import { joinInventory } from "../../../../tools/reach/terraform/join-inventory.ts";
import { Reference, Unknown, type Value } from "../../../../tools/reach/terraform/value.ts";

function resource(address: string, values: Record<string, Value> = {}): Resource {
  const [stack = "", rest = ""] = address.split("/");
  const isData = rest.startsWith("data.");
  const type = rest.replace("data.", "").split(".")[0]!;
  return { address, stack, type, mode: isData ? "data" : "managed", region: undefined, values };
}

/** Builds an inventory of resources, with the stacks in order of their first resource. */
function inventoryWith(...resources: readonly Resource[]): Inventory {
  const stacks = [...new Set(resources.map(({ stack }) => stack))];
  return joinInventory(
    stacks.map((stack) => ({
      stack,
      resources: resources.filter((each) => each.stack === stack),
      outputs: [],
      gaps: [],
    })),
  );
}

describe("Inventory.resolve", () => {
  const candidates = [
    resource("a/data.aws_vpc.x", { id: "vpc-00000001", main_route_table_id: "rtb-00000001" }),
    resource("a/aws_vpc.x", {
      id: "vpc-00000001",
      default_route_table_id: "rtb-00000001",
      main_route_table_id: "rtb-00000002",
    }),
    resource("a/aws_default_route_table.x", { id: "rtb-00000001", default_route_table_id: "rtb-00000001" }),
    resource("a/aws_route_table.x", { id: "rtb-00000002" }),
    resource("a/aws_nat_gateway.x", {
      id: "nat-00000001",
      allocation_id: "eipalloc-00000001",
      network_interface_id: "eni-00000001",
    }),
    resource("a/aws_eip.x", { id: "eipalloc-00000001", allocation_id: "eipalloc-00000001" }),
    resource("a/aws_vpc_endpoint.x", {
      id: "vpce-00000001",
      prefix_list_id: "pl-00000001",
      network_interface_ids: ["eni-00000002", "eni-00000003"],
    }),
    resource("a/aws_vpc_endpoint.y", { id: "vpce-00000002", prefix_list_id: "pl-00000001" }),
    resource("a/aws_db_subnet_group.x", { id: "main" }),
    resource("a/aws_elasticache_subnet_group.x", { id: "main" }),
  ];

  it.each([
    ["vpc-00000001", "a/aws_vpc.x#id"],
    ["rtb-00000001", "a/aws_vpc.x#default_route_table_id"],
    ["rtb-00000002", "a/aws_route_table.x#id"],
    ["eipalloc-00000001", "a/aws_eip.x#id"],
    ["eni-00000001", "a/aws_nat_gateway.x#network_interface_id"],
    ["eni-00000003", "a/aws_vpc_endpoint.x#network_interface_ids"],
    ["pl-00000001", "a/aws_vpc_endpoint.x#prefix_list_id"],
    ["main", undefined],
    ["vpc-00000009", undefined],
  ])("resolves %s to %s, regardless of the order of resources", (text, expected) => {
    for (const order of [candidates, [...candidates].reverse()]) {
      const identity = inventoryWith(...order).resolve(text);
      expect(identity && `${identity.resource.address}#${identity.attribute}`).toBe(expected);
    }
  });

  it("resolves references to resources in the inventory, and no other value", () => {
    const inventory = inventoryWith(...candidates);
    expect(inventory.resolve(new Reference("a/aws_vpc.x", ["cidr_block"]))?.attribute).toBe("cidr_block");
    expect(inventory.resolve(new Reference("b/aws_vpc.x", ["id"]))).toBeUndefined();
    for (const value of [undefined, null, 1, true, [], {}, new Unknown("x")])
      expect(inventory.resolve(value)).toBeUndefined();
  });
});

describe("Inventory.identifiedBy", () => {
  const groups = ["a/aws_db_subnet_group.x", "b/aws_db_subnet_group.x"].map((address) =>
    resource(address, { name: "main" }),
  );
  const inventory = inventoryWith(
    ...groups,
    resource("b/aws_db_subnet_group.y", { name: "other" }),
    resource("c/aws_db_instance.x"),
    resource("a/aws_db_instance.x"),
  );
  const from = (stack: string) => inventory.at(`${stack}/aws_db_instance.x`)!;

  it.each<[Value, string, string | undefined]>([
    ["main", "a", "a/aws_db_subnet_group.x"],
    ["main", "c", undefined],
    ["other", "c", "b/aws_db_subnet_group.y"],
    ["none", "c", undefined],
    [new Reference("b/aws_db_subnet_group.x", ["name"]), "a", "b/aws_db_subnet_group.x"],
    [new Reference("a/aws_db_instance.x", ["id"]), "a", undefined],
    [new Unknown("x"), "a", undefined],
  ])("resolves %j in the stack %s to %s", (value, stack, expected) => {
    expect(inventory.identifiedBy("aws_db_subnet_group", value, from(stack))?.address).toBe(expected);
  });
});

it("Inventory.ofType keeps the order of stacks", () => {
  const inventory = inventoryWith(
    resource("b/aws_vpc.x"),
    resource("a/aws_subnet.x"),
    resource("a/data.aws_vpc.x"),
  );
  expect(inventory.ofType("aws_vpc").map(({ address }) => address)).toEqual([
    "b/aws_vpc.x",
    "a/data.aws_vpc.x",
  ]);
  expect(inventory.ofType("aws_subnet", "aws_vpc").map(({ address }) => address)).toEqual([
    "b/aws_vpc.x",
    "a/aws_subnet.x",
    "a/data.aws_vpc.x",
  ]);
  expect(inventory.ofType("aws_lb")).toEqual([]);
});

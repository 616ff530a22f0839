import { readFileSync } from "node:fs";
import type { JsonObject } from "../../../../../tools/reach/terraform/configuration/json.ts";
import { joinInventory } from "../../../../../tools/reach/terraform/join-inventory.ts";
import { readPlan } from "../../../../../tools/reach/terraform/plan/read-plan.ts";
import { Reference, Unknown, type Value } from "../../../../../tools/reach/terraform/value.ts";
import { asJson } from "../../support/json.ts";

const FIXTURE = new URL("../../../../fixtures/reach/terraform/network.plan.json", import.meta.url);
const part = readPlan("net", JSON.parse(readFileSync(FIXTURE, "utf8")) as JsonObject);
const inventory = joinInventory([part]);
const ref = (address: string, ...path: string[]) => new Reference(`net/${address}`, path);

/** Returns an attribute of the fixture. */
function attribute(address: string, ...path: (string | number)[]): Value | undefined {
  let value: unknown = inventory.at(`net/${address}`)?.values;
  for (const step of path) value = (value as Record<string | number, unknown> | undefined)?.[step];
  return value as Value | undefined;
}

describe("a plan of Terraform 1.11 with a prior state", () => {
  it.each<[string, (string | number)[], unknown]>([
    ["aws_subnet.private[0]", ["cidr_block"], "10.0.10.0/24"],
    ["aws_subnet.private[0]", ["vpc_id"], "vpc-06bd92557f8f22995"],
    ["aws_subnet.private[0]", ["id"], undefined],
    ["aws_nat_gateway.main", ["allocation_id"], ref("aws_eip.nat", "id")],
    ["aws_nat_gateway.main", ["private_ip"], undefined],
    ["aws_route_table_association.private[1]", ["subnet_id"], ref("aws_subnet.private[1]", "id")],
    ["aws_route_table_association.private[1]", ["route_table_id"], ref("aws_route_table.private", "id")],
    ["aws_route_table.private", ["route", 0, "nat_gateway_id"], ref("aws_nat_gateway.main", "id")],
    ["aws_route_table.private", ["route", 1, "vpc_peering_connection_id"], "pcx-09a47ef9c83df381f"],
    ["aws_lb.app", ["security_groups"], ["sg-0ec58026219fa82d5"]],
    ["aws_lb.inner", ["subnet_mapping", 1, "subnet_id"], ref("aws_subnet.private[1]", "id")],
    ["aws_lb.inner", ["subnet_mapping", 1, "private_ipv4_address"], "10.0.11.9"],
    ["aws_ecs_service.app", ["cluster"], ref("aws_ecs_cluster.main", "id")],
    [
      "aws_ecs_service.app",
      ["network_configuration", 0, "subnets"],
      [ref("aws_subnet.private[0]", "id"), ref("aws_subnet.private[1]", "id")],
    ],
    [
      "aws_ecs_service.app",
      ["network_configuration", 0, "security_groups"],
      [ref("aws_security_group.two", "id"), "sg-07d93a8d62d075f29"],
    ],
    ["aws_security_group.two", ["ingress", 0, "security_groups"], ["sg-0ec58026219fa82d5"]],
    ["aws_security_group.data", ["ingress"], undefined],
    ["aws_eip_association.red", ["instance_id"], ref('module.more["red"].aws_instance.web', "id")],
    ['module.more["red"].aws_instance.web', ["subnet_id"], ref("aws_subnet.private[0]", "id")],
    [
      'module.more["red"].aws_instance.web',
      ["vpc_security_group_ids"],
      [ref("aws_security_group.data", "id")],
    ],
    ["data.aws_vpc.main", ["id"], "vpc-06bd92557f8f22995"],
  ])("has the attribute %s %j", (address, path, expected) => {
    expect(inventory.at(`net/${address}`)).toBeDefined();
    expect(attribute(address, ...path)).toEqual(expected);
  });

  it("leaves references of dynamic blocks unknown", () => {
    for (const i of [0, 1])
      expect(attribute("aws_security_group.two", "egress", i, "security_groups")).toBeInstanceOf(Unknown);
    expect(attribute("aws_security_group.two", "egress", 0, "from_port")).toBe(5432);
  });

  it("has the regions of its providers", () => {
    expect(inventory.at("net/aws_vpc.main")!.region).toBe("us-east-1");
    expect(inventory.at("net/aws_nat_gateway.main")!.region).toBe("us-east-1");
    expect(inventory.at("net/aws_vpc_peering_connection_accepter.eu")!.region).toBe("eu-west-1");
  });

  it("has its outputs, including unknown ones", () => {
    expect(part.outputs).toEqual([
      { stack: "net", name: "cluster", value: ref("aws_ecs_cluster.main", "arn") },
      {
        stack: "net",
        name: "private",
        value: [ref("aws_subnet.private[0]", "id"), ref("aws_subnet.private[1]", "id")],
      },
      { stack: "net", name: "subnet_ids", value: ["subnet-04ab633b9e0f91b37", "subnet-0a93c05f32be5fbd0"] },
    ]);
  });

  it("resolves every ID of its network", () => {
    const ids = inventory.resources.flatMap(({ type, values }) =>
      ["vpc_id", "subnet_id", "route_table_id", "security_group_id"]
        .filter((name) => name in values)
        .map((name) => [type, name, values[name]] as const),
    );
    expect(ids.length).toBeGreaterThan(20);
    for (const [type, name, value] of ids) {
      expect([type, name, inventory.resolve(value)?.resource.type]).toEqual([
        type,
        name,
        expect.stringMatching(`^aws_(default_)?${name.slice(0, -3)}$`),
      ]);
    }
  });
});

/** Reads a plan with four subnets and two probes; returns an attribute of the second probe. */
function planOf(
  expression: object,
  attribute = "subnet_id",
  { mark = true as unknown, more = {} as JsonObject } = {},
): Value | undefined {
  const keys = [0, 1];
  const subnets = keys.map((index) => ({
    address: `aws_subnet.a[${index}]`,
    mode: "managed",
    type: "aws_subnet",
    name: "a",
    index,
    values: {},
  }));
  const others = ["b", "c"].map((name) => ({
    address: `aws_subnet.${name}`,
    mode: "managed",
    type: "aws_subnet",
    name,
    values: {},
  }));
  const probes = keys.map((index) => ({
    address: `aws_probe.p[${index}]`,
    mode: "managed",
    type: "aws_probe",
    name: "p",
    index,
    values: {},
  }));
  const plan = {
    planned_values: { root_module: { resources: [...subnets, ...others, ...probes] } },
    resource_changes: keys.map((index) => ({
      address: `aws_probe.p[${index}]`,
      change: { after_unknown: { [attribute]: mark } },
    })),
    configuration: {
      root_module: {
        resources: [{ address: "aws_probe.p", type: "aws_probe", expressions: { [attribute]: expression } }],
        ...more,
      },
    },
  };
  const { resources } = readPlan("net", asJson(plan));
  return resources.find(({ address }) => address === "net/aws_probe.p[1]")!.values[attribute];
}

describe("an unknown attribute of a plan", () => {
  const b = ["aws_subnet.b.id", "aws_subnet.b"];
  const c = ["aws_subnet.c.id", "aws_subnet.c"];
  const bRef = ref("aws_subnet.b", "id");
  const all = [ref("aws_subnet.a[0]", "id"), ref("aws_subnet.a[1]", "id")];

  it.each<[string, string[], string, unknown, Value]>([
    ["one resource", b, "subnet_id", true, bRef],
    ["one instance", ["aws_subnet.a[0].id", "aws_subnet.a[0]", "aws_subnet.a"], "subnet_id", true, all[0]!],
    ["the instance with the same key", ["aws_subnet.a", "count.index"], "subnet_id", true, all[1]!],
    ["several resources", [...b, ...c], "subnet_ids", true, [bRef, ref("aws_subnet.c", "id")]],
    ["all instances, by a splat", ["aws_subnet.a"], "subnets", true, all],
    ["as many instances as elements", ["aws_subnet.a"], "subnets", [true, true], all],
  ])("references %s", (_, references, attribute, mark, expected) => {
    expect(planOf({ references }, attribute, { mark })).toEqual(expected);
  });

  it.each<[string, string[], string, unknown, string]>([
    [
      "one of two resources",
      [...b, ...c],
      "subnet_id",
      true,
      "the plan does not show how it uses aws_subnet.b.id, aws_subnet.c.id",
    ],
    [
      "a local value",
      ["local.subnet"],
      "subnet_id",
      true,
      "the plan does not show the value of local.subnet",
    ],
    ["each.value", ["each.value"], "subnet_id", true, "the plan does not show the value of each.value"],
    [
      "another attribute",
      ["aws_subnet.b.cidr_block", "aws_subnet.b"],
      "subnet_id",
      true,
      "the plan does not show how it uses aws_subnet.b.cidr_block",
    ],
    [
      "an attribute that is not an ID",
      b,
      "description",
      true,
      "the plan does not show how it uses aws_subnet.b.id",
    ],
    [
      "a condition on the workspace",
      ["terraform.workspace", ...b],
      "subnet_id",
      true,
      "the plan does not show the value of terraform.workspace",
    ],
    ["no reference", [], "subnet_id", true, "the plan does not show how it uses its expression"],
    [
      "fewer references than elements",
      b,
      "subnet_ids",
      [true, true],
      "the plan does not show which element is which",
    ],
  ])("stays unknown: %s", (_, references, attribute, mark, why) => {
    expect(planOf({ references }, attribute, { mark })).toEqual(new Unknown(why));
  });

  it("is resolved in the module whose output it references", () => {
    const out = (references: string[]) =>
      planOf({ references: ["module.m.out", "module.m"] }, "subnet_id", {
        more: { module_calls: { m: { module: { outputs: { out: { expression: { references } } } } } } },
      });
    expect(out(["local.x"])).toEqual(new Unknown("the plan does not show the value of local.x"));
    // Within the module, the caller's subnets are not visible.
    expect(out(["aws_subnet.b.id", "aws_subnet.b"])).toBeInstanceOf(Unknown);
  });

  it("stays unknown if it references one of several instances with other keys", () => {
    const resourceAt = (type: string) => (index: number) => ({
      address: `${type}.x[${index}]`,
      mode: "managed",
      type,
      name: "x",
      index,
      values: {},
    });
    const plan = {
      planned_values: {
        root_module: {
          resources: [
            ...[0, 1, 2].map(resourceAt("aws_subnet")),
            ...[0, 1].map(resourceAt("aws_nat_gateway")),
          ],
        },
      },
      resource_changes: [{ address: "aws_nat_gateway.x[1]", change: { after_unknown: { subnet_id: true } } }],
      configuration: {
        root_module: {
          resources: [
            {
              address: "aws_nat_gateway.x",
              expressions: { subnet_id: { references: ["aws_subnet.x", "count.index"] } },
            },
          ],
        },
      },
    };
    const { resources } = readPlan("net", asJson(plan));
    expect(resources.at(-1)!.values.subnet_id).toEqual(
      new Unknown("the plan does not show which instance of aws_subnet.x it uses"),
    );
  });
});

describe("nested blocks of a set", () => {
  const block = (port: number, name: string) => ({
    port: { constant_value: port },
    subnet_id: { references: [`aws_subnet.${name}.id`, `aws_subnet.${name}`] },
  });
  const planned = (blocks: readonly object[], values: readonly object[]): Value | undefined => {
    const probe = {
      address: "aws_probe.p",
      mode: "managed",
      type: "aws_probe",
      name: "p",
      values: { block: values },
    };
    const subnets = ["b", "c"].map((name) => ({
      address: `aws_subnet.${name}`,
      mode: "managed",
      type: "aws_subnet",
      name,
      values: {},
    }));
    const plan = {
      planned_values: { root_module: { resources: [probe, ...subnets] } },
      resource_changes: [
        {
          address: "aws_probe.p",
          change: { after_unknown: { block: values.map(() => ({ subnet_id: true, computed_id: true })) } },
        },
      ],
      configuration: {
        root_module: { resources: [{ address: "aws_probe.p", expressions: { block: blocks } }] },
      },
    };
    const { resources } = readPlan("net", asJson(plan));
    return resources.find(({ type }) => type === "aws_probe")!.values.block;
  };

  it("are matched by their constants, in any order", () => {
    expect(planned([block(1, "b"), block(2, "c")], [{ port: 2 }, { port: "1" }])).toEqual([
      { port: 2, subnet_id: ref("aws_subnet.c", "id") },
      { port: "1", subnet_id: ref("aws_subnet.b", "id") },
    ]);
  });

  it("with equal constants are matched if their number is the same", () => {
    const alike = planned([block(1, "b"), block(1, "c")], [{ port: 1 }, { port: 1 }]);
    expect(alike).toEqual([
      { port: 1, subnet_id: ref("aws_subnet.b", "id") },
      { port: 1, subnet_id: ref("aws_subnet.c", "id") },
    ]);
  });

  it("that match several configured blocks are unknown", () => {
    const { subnet_id } = block(1, "b");
    const isUnknown = (value: Value | undefined) =>
      (value as readonly { subnet_id: Value }[]).map((each) => each.subnet_id instanceof Unknown);
    expect(isUnknown(planned([block(1, "b"), block(1, "c")], [{ port: 1 }]))).toEqual([true]);
    expect(isUnknown(planned([{ subnet_id }, block(2, "c")], [{ port: 1 }, { port: 2 }]))).toEqual([
      true,
      true,
    ]);
  });

  it("are unknown if one of them is dynamic", () => {
    const value = planned([block(1, "b")], [{ port: 1 }, { port: 1 }]) as readonly { subnet_id: Value }[];
    expect(value.map(({ subnet_id }) => subnet_id)).toEqual([expect.any(Unknown), expect.any(Unknown)]);
  });
});

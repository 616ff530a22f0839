import {
  configuredBlocks,
  constantValue,
} from "../../../../../tools/reach/terraform/plan/configured-values.ts";
import { readPlan } from "../../../../../tools/reach/terraform/plan/read-plan.ts";
import { Reference, type Value } from "../../../../../tools/reach/terraform/value.ts";
import { asJson } from "../../support/json.ts";

const ref = (address: string) => new Reference(`net/${address}`, ["id"]);
/** An expression in a plan of Terraform JSON: the template as a constant, and its references. */
const written = (constant_value: unknown, ...references: string[]) =>
  references.length === 0 ? { constant_value } : { constant_value, references };
const idOf = (address: string) => written(`\${${address}.id}`, `${address}.id`, address);

describe("the constant value of an expression", () => {
  it.each<[string, object, unknown]>([
    ["a constant", { constant_value: 80 }, 80],
    ["only references", { references: ["var.a"] }, undefined],
    ["a template with references", written("${var.a}", "var.a"), undefined],
    ["a template without references", written('${cidrsubnet("10.0.0.0/16", 8, 1)}'), undefined],
    ["a nested template", written([{ a: "%{ if true }x%{ endif }" }]), undefined],
  ])("is read: %s", (_, expression, expected) => {
    expect(constantValue(asJson(expression))).toEqual(expected);
  });
});

describe("blocks in the form of a list", () => {
  it("have the references of each attribute, without null attributes", () => {
    const routes = written(
      [
        { cidr_block: "10.1.0.0/16", gateway_id: null, vpc_peering_connection_id: "${aws_p.a.id}" },
        { cidr_block: "${var.to}", nat_gateway_id: '${one("aws_n.a", "${aws_n.a.id}")}' },
      ],
      "aws_p.a.id",
      "var.to",
      "aws_n.a.id",
    );
    expect(configuredBlocks(asJson(routes))).toEqual([
      {
        cidr_block: { constant_value: "10.1.0.0/16" },
        vpc_peering_connection_id: { references: ["aws_p.a.id"] },
      },
      {
        cidr_block: { references: ["var.to"] },
        nat_gateway_id: { references: ["aws_p.a.id", "var.to", "aws_n.a.id"] },
      },
    ]);
  });

  it("are undefined if the list is an expression or has other elements", () => {
    expect(configuredBlocks(asJson(written("${local.routes}", "local.routes")))).toBeUndefined();
    expect(configuredBlocks(asJson(written(["${aws_p.a.id}"], "aws_p.a.id")))).toBeUndefined();
    expect(configuredBlocks({ references: ["local.routes"] })).toBeUndefined();
  });
});

describe("a plan of Terraform JSON", () => {
  const resource = (type: string, name: string, values: object = {}) => ({
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    values,
  });
  const inModule = (each: ReturnType<typeof resource>) => ({ ...each, address: `module.m.${each.address}` });
  const blocks = [{ cidr_block: "10.1.0.0/16" }, { cidr_block: "10.2.0.0/16" }];
  const mark = (address: string, after_unknown: object) => ({ address, change: { after_unknown } });
  const { resources } = readPlan(
    "net",
    asJson({
      planned_values: {
        root_module: {
          resources: [
            resource("aws_peering", "a"),
            resource("aws_peering", "b"),
            resource("aws_vpc", "main"),
            resource("aws_route_table", "r", { route: blocks }),
            resource("aws_instance", "web"),
          ],
          child_modules: [{ address: "module.m", resources: [resource("aws_subnet", "s")].map(inModule) }],
        },
      },
      resource_changes: [
        mark("aws_route_table.r", { route: blocks.map(() => ({ vpc_peering_connection_id: true })) }),
        mark("aws_instance.web", { subnet_id: true, vpc_security_group_ids: true }),
        mark("module.m.aws_subnet.s", { vpc_id: true }),
      ],
      configuration: {
        root_module: {
          resources: [
            {
              address: "aws_route_table.r",
              expressions: {
                route: written(
                  blocks.map((block, i) => ({
                    ...block,
                    vpc_peering_connection_id: `\${aws_peering.${"ab"[i]}.id}`,
                  })),
                  "aws_peering.a.id",
                  "aws_peering.b.id",
                ),
              },
            },
            {
              address: "aws_instance.web",
              expressions: {
                subnet_id: written("${module.m.subnet}", "module.m.subnet", "module.m"),
                vpc_security_group_ids: written([]),
              },
            },
          ],
          module_calls: {
            m: {
              expressions: { vpc: idOf("aws_vpc.main") },
              module: {
                outputs: { subnet: { expression: idOf("aws_subnet.s") } },
                resources: [
                  { address: "aws_subnet.s", expressions: { vpc_id: written("${var.vpc}", "var.vpc") } },
                ],
              },
            },
          },
        },
      },
    }),
  );
  const attributeOf = (address: string, name: string): Value | undefined =>
    resources.find((each) => each.address === `net/${address}`)?.values[name];

  it("resolves references into and out of modules", () => {
    expect(attributeOf("aws_instance.web", "subnet_id")).toEqual(ref("module.m.aws_subnet.s"));
    expect(attributeOf("module.m.aws_subnet.s", "vpc_id")).toEqual(ref("aws_vpc.main"));
  });

  it("leaves out an empty list whose value the provider computes", () => {
    expect(attributeOf("aws_instance.web", "vpc_security_group_ids")).toBeUndefined();
  });

  it("distinguishes blocks that reference resources of the same type", () => {
    expect(attributeOf("aws_route_table.r", "route")).toEqual([
      { cidr_block: "10.1.0.0/16", vpc_peering_connection_id: ref("aws_peering.a") },
      { cidr_block: "10.2.0.0/16", vpc_peering_connection_id: ref("aws_peering.b") },
    ]);
  });
});

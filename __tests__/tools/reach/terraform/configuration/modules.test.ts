import { readInventory } from "../../../../../tools/reach/terraform/read-inventory.ts";
import { Reference, Unknown } from "../../../../../tools/reach/terraform/value.ts";
import { folderOf } from "../support/folder.ts";

const ref = (address: string, ...path: (string | number)[]) => new Reference(address, path);

describe("module calls", () => {
  const net = {
    variable: { cidr: { type: "string" }, zones: { default: ["a"] } },
    resource: {
      aws_vpc: { main: { cidr_block: "${var.cidr}" } },
      aws_subnet: {
        zone: {
          for_each: "${toset(var.zones)}",
          vpc_id: "${aws_vpc.main.id}",
          availability_zone: "${each.key}",
        },
      },
    },
    output: {
      vpc_id: { value: "${aws_vpc.main.id}" },
      subnets: { value: "${{for k, s in aws_subnet.zone : k => s.id}}" },
    },
  };

  it("of local folders are expanded, with their arguments, instances and providers", async () => {
    const main = {
      provider: { aws: [{ region: "us-east-1" }, { alias: "eu", region: "eu-west-1" }] },
      module: {
        one: { source: "./net", cidr: "10.0.0.0/16", zones: ["x", "y"] },
        many: {
          source: "./net",
          for_each: { p: "10.1.0.0/16" },
          cidr: "${each.value}",
          providers: { aws: "aws.eu" },
        },
      },
      resource: {
        aws_probe: {
          probe: {
            one: "${module.one.vpc_id}",
            y: '${module.one.subnets["y"]}',
            many: '${module.many["p"].vpc_id}',
            all: "${[for m in module.many : m.vpc_id]}",
          },
        },
      },
    };
    const inventory = await readInventory(folderOf({ "net/main.tf.json": net, "main.tf.json": main }));
    const stack = inventory.resources[0]!.stack;
    expect(inventory.gaps).toEqual([]);
    expect(
      inventory.resources.map(({ address, region }) => [address.slice(stack.length + 1), region]),
    ).toEqual([
      ["aws_probe.probe", "us-east-1"],
      ['module.many["p"].aws_subnet.zone["a"]', "eu-west-1"],
      ['module.many["p"].aws_vpc.main', "eu-west-1"],
      ['module.one.aws_subnet.zone["x"]', "us-east-1"],
      ['module.one.aws_subnet.zone["y"]', "us-east-1"],
      ["module.one.aws_vpc.main", "us-east-1"],
    ]);
    expect(inventory.at(`${stack}/aws_probe.probe`)!.values).toEqual({
      one: ref(`${stack}/module.one.aws_vpc.main`, "id"),
      y: ref(`${stack}/module.one.aws_subnet.zone["y"]`, "id"),
      many: ref(`${stack}/module.many["p"].aws_vpc.main`, "id"),
      all: [ref(`${stack}/module.many["p"].aws_vpc.main`, "id")],
    });
    expect(inventory.at(`${stack}/module.many["p"].aws_vpc.main`)!.values.cidr_block).toBe("10.1.0.0/16");
  });

  it("use the module's own providers; null for a non-nullable variable means its default", async () => {
    const child = {
      provider: { aws: { region: "sa-east-1" } },
      variable: { a: { default: "one", nullable: false }, b: { default: "two" } },
      resource: { aws_vpc: { main: { a: "${var.a}", b: '${coalesce(var.b, "none")}' } } },
    };
    const main = {
      provider: { aws: [{ region: "us-east-1" }, { alias: "eu", region: "eu-west-1" }] },
      module: {
        one: { source: "./own", a: null, b: null },
        two: { source: "./net", cidr: "", providers: { aws: "${aws.eu}" } },
      },
    };
    const folder = folderOf({ "main.tf.json": main, "own/main.tf.json": child, "net/main.tf.json": net });
    const { resources } = await readInventory(folder);
    const vpcs = resources.filter(({ type }) => type === "aws_vpc");
    expect(vpcs.map(({ region, values }) => [region, values])).toEqual([
      ["sa-east-1", { a: "one", b: "none" }],
      ["eu-west-1", {}],
    ]);
  });

  it.each([
    ["terraform-aws-modules/vpc/aws", "its source terraform-aws-modules/vpc/aws is not a local folder"],
    ["./none", "its folder ./none does not exist"],
    ["./hcl", "its folder hcl has no *.tf.json files, only *.tf: a plan of it can be read"],
    ["./loop", "its source ../loop calls itself"],
  ])("of the source %s are a gap", async (source, why) => {
    const folder = folderOf({
      "main.tf.json": { module: { net: { source } }, output: { id: { value: "${module.net.vpc_id}" } } },
      "hcl/main.tf": "",
      "loop/main.tf.json": { module: { again: { source: "../loop" } } },
    });
    const { gaps, outputs } = await readInventory(folder);
    expect(gaps.map((gap) => gap.why)).toEqual([why]);
    expect(outputs[0]!.value).toBeInstanceOf(Unknown);
  });
});

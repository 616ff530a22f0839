import { keptForm } from "../../../../tools/deploy/forms/kept-form.ts";
import type { TerraformJson } from "../../../../tools/synthesized/synthesized-stacks.ts";

describe("lists of members in the kept form", () => {
  const acl = (...subnets: string[]): TerraformJson => ({
    resource: {
      aws_subnet: Object.fromEntries(subnets.map((name) => [name, { cidr_block: name }])),
      aws_network_acl: { private: { subnet_ids: subnets.map((name) => `\${aws_subnet.${name}.id}`) } },
    },
  });

  it("keep a leftover subnet in its network ACL", () => {
    const { json } = keptForm(acl("a", "b", "c"), acl("a", "d"));
    expect(json.resource?.aws_network_acl?.private).toEqual({
      subnet_ids: ["${aws_subnet.a.id}", "${aws_subnet.d.id}", "${aws_subnet.b.id}", "${aws_subnet.c.id}"],
    });
  });

  it("let a subnet that stays go to the wanted network ACL, since it has only one", () => {
    const two = (first: string[], second: string[]): TerraformJson => ({
      resource: {
        aws_subnet: { a: { cidr_block: "a" }, b: { cidr_block: "b" } },
        aws_network_acl: { one: { subnet_ids: first }, two: { subnet_ids: second } },
      },
    });
    const [a, b] = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"] as const;
    expect(keptForm(two([a, b], []), two([a], [b])).json).toEqual(two([a], [b]));
  });

  it("let a subnet go to a new network ACL in the turn, when that has all its rules", () => {
    const form = (name: string): TerraformJson => ({
      resource: {
        aws_subnet: { a: { cidr_block: "a" } },
        aws_network_acl: { [name]: { subnet_ids: ["${aws_subnet.a.id}"], tags: { Name: name } } },
      },
    });
    const { json, turned } = keptForm(form("old"), form("new"));
    const acls = (some: TerraformJson | undefined) => some?.resource?.aws_network_acl;
    expect(acls(json)?.new).toEqual({ subnet_ids: [], tags: { Name: "new" } });
    expect(acls(json)?.old).toEqual(acls(form("old"))?.old);
    expect(acls(turned)?.new).toEqual(acls(form("new"))?.new);
  });

  it("keep every deployed route table of a gateway endpoint: its tasks may still be there", () => {
    const endpoint = (...tables: string[]): TerraformJson => ({
      resource: {
        aws_route_table: { a: { tags: { Name: "a" } }, b: { tags: { Name: "b" } } },
        aws_vpc_endpoint: { s3: { route_table_ids: tables } },
      },
    });
    const [a, b] = ["${aws_route_table.a.id}", "${aws_route_table.b.id}"] as const;
    expect(keptForm(endpoint(a), endpoint(b)).json).toEqual(endpoint(b, a));
  });
});

describe("the zones of a transit gateway attachment in the kept form", () => {
  const subnet = (tier: string, zone: string) =>
    `\${data.terraform_remote_state.network.outputs.subnet_ids["main/${tier}/us-east-1${zone}"]}`;
  const attachment = (...subnets: string[]): TerraformJson => ({
    resource: { aws_ec2_transit_gateway_vpc_attachment: { main: { subnet_ids: subnets } } },
  });

  it("stay until nothing in them needs it, and each has one subnet", () => {
    const deployed = attachment(subnet("transit", "a"), subnet("transit", "b"));
    const wanted = attachment(subnet("link", "a"));
    const expected = attachment(subnet("link", "a"), subnet("transit", "b"));
    expect(keptForm(deployed, wanted).json).toEqual(expected);
  });
});

import { asked, networkOfFiles, type Resources, stackFiles } from "../support/network.ts";
import { gateway, id, MAIN, routes, server } from "../support/pieces.ts";

const a = server("a", "a", "10.0.1.10", ["open"], { associate_public_ip_address: true });
const b = server("b", "b", "10.0.2.10", ["open"]);
const igw = gateway("igw", "main");
const variable = { some: { type: "number" } };
const AB = ["aws_instance.a", "aws_instance.b:443"] as const;
const OUT = ["aws_instance.a", "internet:443"] as const;

/** The answer in a stack with a variable that nobody sets. */
async function answer(question: readonly [string, string], ...parts: Resources[]): Promise<string[]> {
  const main = stackFiles(...MAIN, a, b, igw, ...parts)["net/main.tf.json"];
  return asked(await networkOfFiles({ "net/main.tf.json": { ...main, variable } }), ...question);
}

describe("what these files leave open stays unknown", () => {
  const own = { network_acl_id: id("aws_network_acl.b"), protocol: "-1", from_port: 0, to_port: 0 };
  const everything = { ...own, rule_action: "allow", cidr_block: "0.0.0.0/0", rule_number: 100 };
  const acl = {
    aws_network_acl: { b: { vpc_id: id("aws_vpc.main"), subnet_ids: [id("aws_subnet.b")] } },
    aws_network_acl_rule: { in: { ...everything, egress: false }, out: { ...everything, egress: true } },
  };

  it("entries of a network ACL, a denial among them for all that is known", async () => {
    expect(await answer(AB, acl)).toEqual(["allowed"]);
    const more = { ...everything, egress: false, rule_action: "deny", rule_number: 10, count: "${var.some}" };
    const open = { ...acl, aws_network_acl_rule: { ...acl.aws_network_acl_rule, more } };
    const [verdict, ...causes] = await answer(AB, open);
    expect(verdict).toBe("unknown");
    expect(causes).toContain("NOT_KNOWN aws_network_acl.b");
  });

  const table = routes("a", "main", ["a"]);
  const route = { route_table_id: id("aws_route_table.a"), destination_cidr_block: "0.0.0.0/0" };

  it("routes of a table", async () => {
    expect(await answer(OUT, table)).toEqual(["blocked", "NO_ROUTE_TO_DESTINATION aws_route_table.a"]);
    const more = {
      aws_route: { out: { ...route, count: "${var.some}", gateway_id: id("aws_internet_gateway.igw") } },
    };
    expect(await answer(OUT, table, more)).toEqual(["unknown", "NOT_KNOWN aws_route_table.a"]);
  });

  it("where a route leads that goes to a gateway of no file", async () => {
    const tgw = { aws_route: { out: { ...route, transit_gateway_id: "tgw-0123456789abcdef0" } } };
    const [verdict, ...causes] = await answer(OUT, table, tgw);
    expect(verdict).toBe("unknown");
    expect(causes).toHaveLength(1);
  });

  it("which table a subnet has that is associated with one of no file", async () => {
    const foreign = {
      aws_route_table_association: {
        a: { subnet_id: id("aws_subnet.a"), route_table_id: "rtb-0123456789abcdef0" },
      },
    };
    expect((await answer(OUT, foreign))[0]).toBe("unknown");
    expect((await answer(["aws_instance.b", "internet:443"], foreign))[0]).toBe("blocked");
  });

  it("whether a peering is accepted that another account's files accept", async () => {
    const pcx = id("aws_vpc_peering_connection.far");
    const peering = {
      aws_vpc_peering_connection: {
        far: {
          vpc_id: id("aws_vpc.main"),
          peer_vpc_id: "vpc-0123456789abcdef0",
          peer_owner_id: "444455556666",
        },
      },
      aws_route: { out: { ...route, destination_cidr_block: "10.9.0.0/16", vpc_peering_connection_id: pcx } },
    };
    expect((await answer(["aws_instance.a", "10.9.1.1:443"], table, peering))[0]).toBe("unknown");
  });

  it("what a network firewall lets pass that a route leads to", async () => {
    const firewall = {
      aws_networkfirewall_firewall: {
        f: { vpc_id: id("aws_vpc.main"), subnet_mapping: [{ subnet_id: id("aws_subnet.b") }] },
      },
      aws_route: { out: { ...route, vpc_endpoint_id: "vpce-0123456789abcdef0" } },
    };
    expect((await answer(OUT, table, firewall))[0]).toBe("unknown");
  });

  it("but what is blocked whatever they are, is blocked", async () => {
    const shut = { aws_network_acl: { b: { vpc_id: id("aws_vpc.main"), subnet_ids: [id("aws_subnet.b")] } } };
    const more = {
      aws_route: { out: { ...route, count: "${var.some}", gateway_id: id("aws_internet_gateway.igw") } },
    };
    expect((await answer(AB, shut, table, more))[0]).toBe("blocked");
  });
});

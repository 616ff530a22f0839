import type { NetworkAnalysis } from "../../../../../tools/reach/analysis/network-analysis.ts";
import { prove } from "../../../../../tools/reach/analysis/prove.ts";
import { connectivityTable } from "../../../../../tools/reach/analysis/table.ts";
import { TransportSet } from "../../../../../tools/reach/packets/transport-set.ts";
import {
  explained,
  networkOfFiles,
  type Resources,
  stackFiles,
  verdictAndCauses,
} from "../../support/network.ts";
import { ec2Instance, gateway, group, id, MAIN, routes } from "../../support/resource-builders.ts";

const a = ec2Instance("a", "a", "10.0.1.10", ["open"], { associate_public_ip_address: true });
const b = ec2Instance("b", "b", "10.0.2.10", ["open"]);
const igw = gateway("igw", "main");
const variable = { some: { type: "number" } };
const AB = ["aws_instance.a", "aws_instance.b:443"] as const;
const OUT = ["aws_instance.a", "internet:443"] as const;

/** Returns verdict and causes in a stack with a variable that has no value. */
async function resultOf(question: readonly [string, string], ...parts: Resources[]): Promise<string[]> {
  return verdictAndCauses(await network(...parts), ...question);
}

function network(...parts: Resources[]): Promise<NetworkAnalysis> {
  const main = stackFiles(...MAIN, a, b, igw, ...parts)["net/main.tf.json"];
  return networkOfFiles({ "net/main.tf.json": { ...main, variable } });
}

describe("an unknown fact", () => {
  const own = { network_acl_id: id("aws_network_acl.b"), protocol: "-1", from_port: 0, to_port: 0 };
  const everything = { ...own, rule_action: "allow", cidr_block: "0.0.0.0/0", rule_number: 100 };
  const acl = {
    aws_network_acl: { b: { vpc_id: id("aws_vpc.main"), subnet_ids: [id("aws_subnet.b")] } },
    aws_network_acl_rule: { in: { ...everything, egress: false }, out: { ...everything, egress: true } },
  };

  it("makes the verdict unknown: more network ACL entries, which may deny", async () => {
    expect(await resultOf(AB, acl)).toEqual(["allowed"]);
    const more = { ...everything, egress: false, rule_action: "deny", rule_number: 10, count: "${var.some}" };
    const open = { ...acl, aws_network_acl_rule: { ...acl.aws_network_acl_rule, more } };
    const [verdict, ...causes] = await resultOf(AB, open);
    expect(verdict).toBe("unknown");
    expect(causes).toContain("NOT_KNOWN aws_network_acl.b");
  });

  const table = routes("a", "main", ["a"]);
  const route = { route_table_id: id("aws_route_table.a"), destination_cidr_block: "0.0.0.0/0" };

  it("makes the verdict unknown: more routes of a route table", async () => {
    expect(await resultOf(OUT, table)).toEqual(["blocked", "NO_ROUTE_TO_DESTINATION aws_route_table.a"]);
    const more = {
      aws_route: { out: { ...route, count: "${var.some}", gateway_id: id("aws_internet_gateway.igw") } },
    };
    expect(await resultOf(OUT, table, more)).toEqual(["unknown", "NOT_KNOWN aws_route_table.a"]);
  });

  it("makes the verdict unknown: a route to a gateway outside the files", async () => {
    const tgw = { aws_route: { out: { ...route, transit_gateway_id: "tgw-0123456789abcdef0" } } };
    const [verdict, ...causes] = await resultOf(OUT, table, tgw);
    expect(verdict).toBe("unknown");
    expect(causes).toHaveLength(1);
  });

  it("makes the verdict unknown: an association with a route table outside the files", async () => {
    const foreign = {
      aws_route_table_association: {
        a: { subnet_id: id("aws_subnet.a"), route_table_id: "rtb-0123456789abcdef0" },
      },
    };
    expect(await resultOf(OUT, foreign)).toEqual([
      "unknown",
      "NOT_KNOWN aws_route_table_association.a#not-in-these-files",
    ]);
    expect(await resultOf(["aws_instance.b", "internet:443"], foreign)).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_vpc.main#main-route-table",
    ]);
  });

  it("makes the verdict unknown: a peering that another account may accept", async () => {
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
    expect(await resultOf(["aws_instance.a", "10.9.1.1:443"], table, peering)).toEqual([
      "unknown",
      "NOT_KNOWN aws_vpc_peering_connection.far",
    ]);
  });

  it("makes the verdict unknown: a network firewall in the path", async () => {
    const firewall = {
      aws_networkfirewall_firewall: {
        f: { vpc_id: id("aws_vpc.main"), subnet_mapping: [{ subnet_id: id("aws_subnet.b") }] },
      },
      aws_route: { out: { ...route, vpc_endpoint_id: "vpce-0123456789abcdef0" } },
    };
    expect(await resultOf(OUT, table, firewall)).toEqual(["unknown", "NOT_KNOWN aws_route.out"]);
  });

  it("is reported with its rule and the reason", async () => {
    const asks = group("asks", "main", {
      ingress: [
        { ports: 443, cidrs: ["${var.some}"] },
        { ports: 80, groups: ["none"] },
      ],
    });
    const c = ec2Instance("c", "b", "10.0.2.11", ["asks"]);
    const found = await network(asks, c);
    const why = (to: string) => explained(found, "aws_instance.a", to).causes.map(({ text }) => text);
    expect(why("aws_instance.c:443")).toEqual([
      "security group asks, inbound: net/aws_security_group.asks#ingress[0]: the variable some has no value in these files",
    ]);
    expect(why("aws_instance.c:80")[0]).toContain("aws_security_group.none is not declared");
    expect(why("aws_instance.c:22")).toEqual([
      "security group asks, inbound (add an inbound rule to asks for tcp 22)",
    ]);
    const [unsure] = prove(found, []).differences.filter(({ from, to }) => from < to && to.endsWith(".c"));
    expect(unsure?.causes.map(({ text }) => text).join()).toContain("the variable some has no value");
  });

  it("does not matter if the connection is blocked anyway", async () => {
    const shut = { aws_network_acl: { b: { vpc_id: id("aws_vpc.main"), subnet_ids: [id("aws_subnet.b")] } } };
    const more = {
      aws_route: { out: { ...route, count: "${var.some}", gateway_id: id("aws_internet_gateway.igw") } },
    };
    expect(await resultOf(AB, shut, table, more)).toEqual([
      "blocked",
      "SUBNET_ACL_RESTRICTION aws_network_acl.b",
      "SUBNET_ACL_RESTRICTION aws_network_acl.b",
    ]);
  });
});

describe("an endpoint with an unknown location", () => {
  const inside = group("inside", "main", {
    ingress: [{ ports: 80, cidrs: ["10.0.0.0/16"] }],
    egress: [{ ports: 443, cidrs: ["0.0.0.0/0"], cidrs6: ["::/0"] }],
  });
  const groups = [id("aws_security_group.inside")];
  const lost: Resources = {
    aws_instance: { lost: { subnet_id: "${var.some}", vpc_security_group_ids: groups } },
  };
  const service = (...subnets: string[]): Resources => ({
    aws_ecs_service: {
      s: { launch_type: "FARGATE", network_configuration: [{ subnets, security_groups: groups }] },
    },
  });

  it("may reach, and be reached by, everything that its security groups allow", async () => {
    for (const question of [
      ["aws_instance.a", "aws_instance.lost:80"],
      ["aws_instance.lost", "internet:443"],
    ] as const)
      expect(await resultOf(question, inside, lost)).toEqual(["unknown", "NOT_KNOWN aws_instance.lost"]);
    expect(await resultOf(["internet", "aws_instance.lost:80"], inside, lost)).toEqual([
      "blocked",
      "NOT_KNOWN aws_instance.lost",
      "ENI_SG_RULES_MISMATCH aws_security_group.inside",
    ]);
    expect(await resultOf(["aws_instance.a", "aws_instance.lost:81"], inside, lost)).toEqual([
      "blocked",
      "NOT_KNOWN aws_instance.lost",
      "ENI_SG_RULES_MISMATCH aws_security_group.inside",
    ]);
    expect(await resultOf(["aws_instance.lost", "internet:80"], inside, lost)).toEqual([
      "blocked",
      "ENI_SG_RULES_MISMATCH aws_security_group.inside",
      "NOT_KNOWN aws_instance.lost",
    ]);
  });

  it("is reported with the reason", async () => {
    const { causes } = explained(await network(inside, lost), "aws_instance.lost", "internet:443");
    expect(causes.map(({ text }) => text)).toEqual([
      "unknown addresses of net/aws_instance.lost: not all of its subnets are known: the variable some has no value in these files",
    ]);
  });

  it("is reported with the reason why its VPC's CIDR block is unknown", async () => {
    const far: Resources = {
      aws_vpc: { far: { cidr_block: "${var.some}" } },
      aws_subnet: { far: { vpc_id: id("aws_vpc.far"), cidr_block: "${cidrsubnet(var.some, 8, 1)}" } },
      aws_instance: { far: { subnet_id: id("aws_subnet.far"), vpc_security_group_ids: groups } },
    };
    const { verdict, causes } = explained(await network(inside, far), "aws_instance.far", "internet:443");
    expect(verdict).toBe("unknown");
    expect(causes[0]?.text).toContain("the variable some has no value in these files");
  });

  it("may have interfaces in more subnets than the known ones", async () => {
    const out = routes("b", "main", ["b"]);
    const partly = service(id("aws_subnet.b"), "${var.some}");
    const toIt = ["aws_instance.a", "aws_ecs_service.s:80"] as const;
    expect((await resultOf(toIt, inside, out, partly))[0]).toBe("allowed");
    const itself = ["aws_ecs_service.s", "internet:443"] as const;
    expect(await resultOf(itself, inside, out, service(id("aws_subnet.b")))).toEqual([
      "blocked",
      "NO_ROUTE_TO_DESTINATION aws_route_table.b",
    ]);
    expect(await resultOf(itself, inside, out, partly)).toEqual([
      "unknown",
      "NO_ROUTE_TO_DESTINATION aws_route_table.b",
      "NOT_KNOWN aws_ecs_service.s",
    ]);
  });

  it("may be an unknown number of instances", async () => {
    const some = { aws_instance: { some: { subnet_id: id("aws_subnet.a"), count: "${var.some}" } } };
    expect(await resultOf(["aws_instance.some", "aws_instance.a:443"], some)).toEqual([
      "unknown",
      "NOT_KNOWN aws_instance.some",
      "NOT_KNOWN aws_instance.some",
    ]);
  });

  it("is listed in tables and proofs", async () => {
    const found = await network(inside, lost);
    const rows = connectivityTable(found).filter(
      ({ from, to }) => from.endsWith(".lost") !== to.endsWith(".lost"),
    );
    expect(rows.map(({ from, to, ports, unknown }) => [from, to, ports, unknown].join(" "))).toEqual([
      "net/aws_instance.a net/aws_instance.lost  tcp 80",
      "net/aws_instance.b net/aws_instance.lost  tcp 80",
      "net/aws_instance.lost internet  tcp 443",
      "net/aws_instance.lost net/aws_instance.a  tcp 443",
      "net/aws_instance.lost net/aws_instance.b  tcp 443",
    ]);
    const everything = ["net/aws_instance.a", "net/aws_instance.b"].flatMap((from) =>
      ["net/aws_instance.a", "net/aws_instance.b"].map((to) => ({
        from,
        to,
        transport: TransportSet.all,
        flow: "all",
      })),
    );
    const kinds = prove(found, everything).differences.map(({ kind, from, to }) =>
      [kind, from, to].join(" "),
    );
    expect(kinds).toContain("unknown net/aws_instance.lost net/aws_instance.a");
  });
});

import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  type ConnectivityChange,
  type ConnectivityDiff,
  diff,
} from "../../../../tools/reach/analysis/diff.ts";
import { NetworkAnalysis } from "../../../../tools/reach/analysis/network-analysis.ts";
import { formatPorts } from "../../../../tools/reach/commands/print-diff.ts";
import { formatAddresses } from "../../../../tools/reach/packets/addresses.ts";
import type { Inventory } from "../../../../tools/reach/terraform/inventory.ts";
import { readInventory } from "../../../../tools/reach/terraform/read-inventory.ts";
import { inventoryOf, NOT_EVALUATED, type StackJson, type Written } from "../support/stacks.ts";
import { inventoryOfStacks } from "../terraform/support/folder.ts";

const INTERNET = {
  aws_internet_gateway: { main: { vpc_id: "${aws_vpc.main.id}" } },
  aws_route_table: { public: { vpc_id: "${aws_vpc.main.id}" } },
  aws_route: {
    out: {
      route_table_id: "${aws_route_table.public.id}",
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: "${aws_internet_gateway.main.id}",
    },
  },
  aws_route_table_association: {
    a: { route_table_id: "${aws_route_table.public.id}", subnet_id: "${aws_subnet.a.id}" },
  },
} as const;

/** A VPC with two subnets, with the instance `web` in one and `db` in the other. */
function stack(more: StackJson = {}): StackJson {
  const vpc_id = "${aws_vpc.main.id}";
  return {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: {
      a: { vpc_id, cidr_block: "10.0.1.0/24" },
      b: { vpc_id, cidr_block: "10.0.2.0/24" },
    },
    aws_security_group: { web: { vpc_id, name: "web" }, db: { vpc_id, name: "db" } },
    aws_instance: { web: server("a", "web"), db: server("b", "db") },
    ...more,
  };
}

function server(subnet: string, group: string, more: Readonly<Record<string, Written>> = {}) {
  return {
    subnet_id: `\${aws_subnet.${subnet}.id}`,
    vpc_security_group_ids: [`\${aws_security_group.${group}.id}`],
    ...more,
  };
}

function rule(group: string, port: number, peer: Readonly<Record<string, Written>>) {
  return {
    security_group_id: `\${aws_security_group.${group}.id}`,
    ip_protocol: "tcp",
    from_port: port,
    to_port: port,
    ...peer,
  };
}

const to = (group: string) => ({ referenced_security_group_id: `\${aws_security_group.${group}.id}` });

/** Rules that allow connections from `web` to `db` on a port. */
function opened(port: number): StackJson {
  return {
    aws_vpc_security_group_egress_rule: { out: rule("web", port, to("db")) },
    aws_vpc_security_group_ingress_rule: { in: rule("db", port, to("web")) },
  };
}

const inbound = (cidr_ipv4: string, port = 443): StackJson => ({
  ...INTERNET,
  aws_instance: { web: server("a", "web", { associate_public_ip_address: true }), db: server("b", "db") },
  aws_vpc_security_group_ingress_rule: { in: rule("web", port, { cidr_ipv4 }) },
});

function between(before: Inventory, after: Inventory): ConnectivityDiff {
  return diff(new NetworkAnalysis(before), new NetworkAnalysis(after));
}

function diffOf(before: StackJson, after: StackJson): ConnectivityDiff {
  return between(inventoryOf({ net: before }), inventoryOf({ net: after }));
}

function formatChange(change: ConnectivityChange): string {
  const { kind, from, to: target, sources, by } = change;
  const { ports, clientPorts } = formatPorts(change);
  const part = sources.isEmpty ? "" : ` (${formatAddresses(sources)})`;
  const fromPorts = clientPorts === undefined ? "" : ` from ${clientPorts}`;
  const reasons = by.map(({ address, change: what }) => `${what} ${address}`).join(", ");
  const short = (text: string) => text.replaceAll(/net\/(aws_instance\.)?/g, "");
  return short(`${kind}: ${from}${part} → ${target} ${ports}${fromPorts}: ${reasons}`);
}

const changesOf = (before: StackJson, after: StackJson) => diffOf(before, after).changes.map(formatChange);

describe("a connectivity diff", () => {
  it("is empty if nothing changes", () => {
    expect(diffOf(stack(opened(5432)), stack(opened(5432)))).toEqual({ changes: [], gaps: [] });
  });

  it("lists connections that became possible or ceased, with the changed rules", () => {
    expect(changesOf(stack(opened(5432)), stack(opened(3306)))).toEqual([
      "possible: web → db tcp 3306: changed aws_vpc_security_group_egress_rule.out, changed aws_vpc_security_group_ingress_rule.in",
      "ceased: web → db tcp 5432: changed aws_vpc_security_group_egress_rule.out, changed aws_vpc_security_group_ingress_rule.in",
    ]);
    expect(changesOf(stack(), stack(opened(5432)))).toEqual([
      "possible: web → db tcp 5432: added aws_vpc_security_group_egress_rule.out, added aws_vpc_security_group_ingress_rule.in",
    ]);
  });

  it("lists the cause that now blocks a connection", () => {
    const closed = stack({ ...opened(5432), aws_vpc_security_group_ingress_rule: {} });
    const [change, ...others] = diffOf(stack(opened(5432)), closed).changes;
    expect(others).toEqual([]);
    expect(change?.causes).toMatchObject([
      { code: "ENI_SG_RULES_MISMATCH", address: "net/aws_security_group.db" },
    ]);
  });

  it("lists exactly the affected addresses of the internet", () => {
    expect(changesOf(stack(inbound("203.0.113.0/25")), stack(inbound("203.0.113.0/24")))).toEqual([
      "possible: internet (203.0.113.128/25) → web tcp 443: changed aws_vpc_security_group_ingress_rule.in",
    ]);
    expect(changesOf(stack(inbound("203.0.113.0/24")), stack(inbound("203.0.113.0/25")))).toEqual([
      "ceased: internet (203.0.113.128/25) → web tcp 443: changed aws_vpc_security_group_ingress_rule.in",
    ]);
  });

  it("lists exactly the affected client ports", () => {
    const answered = (from_port: number) =>
      stack({
        ...inbound("0.0.0.0/0"),
        aws_network_acl: {
          a: {
            vpc_id: "${aws_vpc.main.id}",
            subnet_ids: ["${aws_subnet.a.id}"],
            ingress: [{ rule_no: 1, action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0" }],
            egress: [
              {
                rule_no: 1,
                action: "allow",
                protocol: "tcp",
                cidr_block: "0.0.0.0/0",
                from_port,
                to_port: 65_535,
              },
            ],
          },
        },
      });
    expect(changesOf(answered(32_768), answered(1024))).toEqual([
      "possible: internet → web tcp 443 from 1024-32767: changed aws_network_acl.a#egress[0]",
    ]);
  });

  it("matches endpoints by name, regardless of their addresses", () => {
    const moved = stack({
      ...opened(5432),
      aws_vpc: { main: { cidr_block: "10.9.0.0/16" } },
      aws_subnet: {
        a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.9.1.0/24" },
        b: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.9.2.0/24" },
      },
    });
    expect(changesOf(stack(opened(5432)), moved)).toEqual([]);
  });

  it("ignores an added or removed subnet of an endpoint, but not a subnet that lost a connection", () => {
    const service = (...subnets: string[]) => ({
      ...opened(5432),
      aws_instance: { db: server("b", "db") },
      aws_ecs_service: {
        web: {
          network_configuration: [
            {
              subnets: subnets.map((name) => `\${aws_subnet.${name}.id}`),
              security_groups: ["${aws_security_group.web.id}"],
            },
          ],
        },
      },
    });
    expect(changesOf(stack(service("a")), stack(service("a", "b")))).toEqual([]);
    expect(changesOf(stack(service("a", "b")), stack(service("a")))).toEqual([]);
    const shut = {
      aws_network_acl: {
        a: {
          vpc_id: "${aws_vpc.main.id}",
          subnet_ids: ["${aws_subnet.a.id}"],
          ingress: [{ rule_no: 1, action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0" }],
        },
      },
    };
    const [lost, ...others] = diffOf(
      stack(service("a", "b")),
      stack({ ...service("a", "b"), ...shut }),
    ).changes;
    expect(others).toEqual([]);
    expect(lost).toMatchObject({
      kind: "ceased",
      from: "net/aws_ecs_service.web",
      to: "net/aws_instance.db",
    });
  });

  it("lists connections of an interface whose security group changed", () => {
    const twoCards = (group: string) =>
      stack({
        ...opened(5432),
        aws_network_interface: {
          second: {
            subnet_id: "${aws_subnet.b.id}",
            security_groups: [`\${aws_security_group.${group}.id}`],
            attachment: [{ instance: "${aws_instance.web.id}", device_index: 1 }],
          },
        },
      });
    const lost = changesOf(twoCards("web"), twoCards("db")).filter((text) => text.startsWith("ceased: "));
    expect(lost).toEqual([
      "ceased: aws_network_interface.second → db tcp 5432: changed aws_network_interface.second",
    ]);
  });

  it("lists exactly the affected addresses of a private external network", () => {
    const office = (destination_cidr_block: string) =>
      stack({
        aws_vpn_gateway: { main: { vpc_id: "${aws_vpc.main.id}" } },
        aws_customer_gateway: { office: { ip_address: "198.51.100.7", type: "ipsec.1" } },
        aws_vpn_connection: {
          office: {
            vpn_gateway_id: "${aws_vpn_gateway.main.id}",
            customer_gateway_id: "${aws_customer_gateway.office.id}",
            static_routes_only: true,
          },
        },
        aws_vpn_connection_route: {
          office: { vpn_connection_id: "${aws_vpn_connection.office.id}", destination_cidr_block },
        },
        aws_route_table: {
          main: { vpc_id: "${aws_vpc.main.id}", propagating_vgws: ["${aws_vpn_gateway.main.id}"] },
        },
        aws_route_table_association: {
          a: { route_table_id: "${aws_route_table.main.id}", subnet_id: "${aws_subnet.a.id}" },
        },
        aws_vpc_security_group_ingress_rule: { in: rule("web", 22, { cidr_ipv4: "192.168.0.0/16" }) },
      });
    expect(changesOf(office("192.168.1.0/24"), office("192.168.0.0/23"))).toEqual([
      "possible: aws_vpn_connection.office (192.168.0.0/24) → web tcp 22: changed aws_vpn_connection_route.office",
    ]);
  });

  it("lists an added, removed or changed endpoint if no rule changed", () => {
    const alone = stack({ ...opened(5432), aws_instance: { db: server("b", "db") } });
    const regrouped = stack({
      ...opened(5432),
      aws_instance: { web: server("a", "db"), db: server("b", "db") },
    });
    expect(changesOf(alone, stack(opened(5432)))).toEqual(["possible: web → db tcp 5432: added web"]);
    expect(changesOf(stack(opened(5432)), alone)).toEqual(["ceased: web → db tcp 5432: removed web"]);
    expect(changesOf(regrouped, stack(opened(5432)))).toEqual(["possible: web → db tcp 5432: changed web"]);
  });

  it("lists the resource that adds an endpoint's address", () => {
    const before = stack({ ...inbound("0.0.0.0/0"), aws_instance: { web: server("a", "web") } });
    const after = { ...before, aws_eip: { web: { instance: "${aws_instance.web.id}" } } };
    expect(changesOf(before, after)).toEqual(["possible: internet → web tcp 443: added aws_eip.web"]);
  });

  it("lists the resource that changes a subnet's route table", () => {
    const outward = stack({
      ...inbound("0.0.0.0/0"),
      aws_vpc_security_group_egress_rule: { out: rule("web", 443, { cidr_ipv4: "0.0.0.0/0" }) },
    });
    expect(changesOf({ ...outward, aws_route_table_association: {} }, outward)).toEqual([
      "possible: internet → web tcp 443: added aws_route_table_association.a",
      "possible: web → internet tcp 443: added aws_route_table_association.a",
    ]);
  });

  it("lists connections that became unknown, with the reason, or known again", () => {
    const unknown = NOT_EVALUATED;
    const open = stack(inbound("0.0.0.0/0"));
    const unknownIngress = stack({
      ...inbound("0.0.0.0/0"),
      aws_security_group: {
        web: { vpc_id: "${aws_vpc.main.id}", ingress: unknown },
        db: { vpc_id: "${aws_vpc.main.id}" },
      },
    });
    const lost = diffOf(open, unknownIngress).changes.filter(({ from }) => from === "internet");
    expect(lost.map(({ kind }) => kind)).toEqual(["unknown"]);
    expect(lost[0]?.packets.transport().format()).toBe("all but tcp 443");
    expect(lost[0]?.causes).toMatchObject([{ code: "NOT_KNOWN", address: "net/aws_security_group.web" }]);
    const found = diffOf(unknownIngress, open).changes.filter(({ from }) => from === "internet");
    expect(found.map(({ kind }) => kind)).toEqual(["settled"]);
  });

  it("lists resources that can no longer be read", async () => {
    const net = { resource: stack(), module: { more: { source: "terraform-aws-modules/vpc/aws" } } };
    const found = between(inventoryOf({ net: stack() }), await inventoryOfStacks({ net }));
    const why = "its source terraform-aws-modules/vpc/aws is not a local folder";
    expect(found.gaps).toContainEqual({ address: "net/module.more", why });
  });
});

describe("the connectivity diff of the faulty and the corrected lint fixtures", () => {
  const folder = join(import.meta.dirname, "../../../fixtures/reach/lint");

  it.each(readdirSync(folder))("is symmetric: %s", async (name) => {
    const [broken, mended] = await Promise.all(
      ["broken", "mended"].map((kind) => readInventory(join(folder, name, kind))),
    );
    const there = between(broken!, mended!).changes;
    const back = between(mended!, broken!).changes;
    const endpointsAndPorts = (changes: readonly ConnectivityChange[], kind: ConnectivityChange["kind"]) =>
      changes
        .filter((change) => change.kind === kind)
        .map((change) => [change.from, change.to, formatPorts(change)]);
    expect(endpointsAndPorts(there, "possible")).toEqual(endpointsAndPorts(back, "ceased"));
    expect(endpointsAndPorts(there, "ceased")).toEqual(endpointsAndPorts(back, "possible"));
    expect(between(broken!, broken!).changes).toEqual([]);
  });
});

import type { SecurityGroupRule } from "../../../../tools/reach/network/network-model.ts";
import { TransportSet } from "../../../../tools/reach/packets/transport-set.ts";
import {
  NOT_EVALUATED,
  NOT_EVALUATED_WHY,
  UNCOUNTED_WHY,
  type WrittenMap,
  withUncounted,
} from "../support/stacks.ts";
import { topologyOf, VPC } from "../support/topology.ts";

const vpc_id = "${aws_vpc.main.id}";
const WEB = "net/aws_security_group.web";
const base = { aws_vpc: VPC, aws_security_group: { web: { name: "web", vpc_id } } };
const DEFAULT = "net/aws_vpc.main#default-security-group";

/** Formats the peer of a rule. */
function peer({ peer }: SecurityGroupRule): string {
  return peer.kind === "addresses" ? peer.text : peer.kind === "group" ? peer.group : `unknown: ${peer.why}`;
}
function web(json: Parameters<typeof topologyOf>[0]) {
  return topologyOf(json).securityGroups.get(WEB)!;
}

describe("a security group", () => {
  it("without rules has none: the provider removes AWS's default egress rule", () => {
    expect(web(base)).toEqual({
      address: WEB,
      name: "web",
      vpc: "net/aws_vpc.main",
      ingress: [],
      egress: [],
    });
  });

  it("has one rule for each peer of an inline rule", () => {
    const ingress = [
      {
        protocol: "tcp",
        from_port: 443,
        to_port: 444,
        cidr_blocks: ["10.0.0.0/8", "192.0.2.7/32"],
        ipv6_cidr_blocks: ["::/0"],
        prefix_list_ids: ["${data.aws_ec2_managed_prefix_list.cdn.id}"],
        security_groups: ["${aws_security_group.app.id}", "123456789012/sg-1"],
        self: true,
      },
    ];
    const group = web({
      ...base,
      data: {
        aws_ec2_managed_prefix_list: { cdn: { name: "com.amazonaws.global.cloudfront.origin-facing" } },
      },
      aws_security_group: { web: { vpc_id, ingress }, app: { vpc_id } },
    });
    expect(group.ingress.map(peer)).toEqual([
      "10.0.0.0/8",
      "192.0.2.7/32",
      "::/0",
      "cloudfront.origin-facing",
      "net/aws_security_group.app",
      "unknown: the security group 123456789012/sg-1 is not in these files",
      WEB,
    ]);
    expect(
      group.ingress.every(({ transport }) => transport.equals(TransportSet.named("tcp", 443, 444))),
    ).toBe(true);
    expect(group.ingress[0]).toMatchObject({ origin: `${WEB}#ingress[0]` });
  });

  it("has the rules of aws_security_group_rule, and of ingress and egress rule resources", () => {
    const security_group_id = "${aws_security_group.web.id}";
    const group = web({
      ...base,
      aws_security_group_rule: {
        in: {
          type: "ingress",
          security_group_id,
          protocol: "tcp",
          from_port: 80,
          to_port: 80,
          cidr_blocks: ["0.0.0.0/0"],
        },
        out: { type: "egress", security_group_id, protocol: "-1", from_port: 0, to_port: 0, self: true },
        from: {
          type: "ingress",
          security_group_id,
          protocol: "udp",
          from_port: 53,
          to_port: 53,
          source_security_group_id: "${aws_vpc.main.default_security_group_id}",
        },
      },
      aws_vpc_security_group_ingress_rule: {
        six: { security_group_id, ip_protocol: "icmpv6", from_port: -1, to_port: -1, cidr_ipv6: "::/0" },
      },
      aws_vpc_security_group_egress_rule: {
        web: { security_group_id, ip_protocol: "-1", referenced_security_group_id: security_group_id },
      },
    });
    expect(group.ingress.map((rule) => [rule.origin, peer(rule)])).toEqual([
      ["net/aws_security_group_rule.from", DEFAULT],
      ["net/aws_security_group_rule.in", "0.0.0.0/0"],
      ["net/aws_vpc_security_group_ingress_rule.six", "::/0"],
    ]);
    expect(group.ingress[2]!.transport.equals(TransportSet.named("icmpv6"))).toBe(true);
    expect(group.egress.map(peer)).toEqual([WEB, WEB]);
    expect(group.egress.every(({ transport }) => transport.equals(TransportSet.all))).toBe(true);
  });

  it("has a rule once if a state lists it both inline and as a resource", () => {
    const rule = { from_port: 80, to_port: 80, cidr_blocks: ["0.0.0.0/0"] };
    const group = web({
      aws_vpc: VPC,
      aws_security_group: { web: { vpc_id, ingress: [{ ...rule, protocol: "tcp" }] } },
      aws_security_group_rule: {
        in: { ...rule, type: "ingress", protocol: "6", security_group_id: "${aws_security_group.web.id}" },
      },
    });
    expect(group.ingress.map(({ origin }) => origin)).toEqual(["net/aws_security_group_rule.in"]);
  });

  it("supports ICMP types and codes, and protocols without ports", () => {
    const group = web({
      aws_vpc: VPC,
      aws_security_group: {
        web: {
          vpc_id,
          ingress: [
            { protocol: "icmp", from_port: 8, to_port: 0, self: true },
            { protocol: "icmp", from_port: 3, to_port: -1, self: true },
            { protocol: "47", from_port: 0, to_port: 0, self: true },
          ],
        },
      },
    });
    const [echo, away, gre] = group.ingress.map(({ transport }) => transport);
    expect([echo!.has(1, 8 * 256), echo!.has(1, 8 * 256 + 1), echo!.has(1, 0)]).toEqual([true, false, false]);
    expect([away!.has(1, 3 * 256 + 4), away!.has(1, 4 * 256)]).toEqual([true, false]);
    expect([gre!.has(47, 5), gre!.has(6, 5)]).toEqual([true, false]);
  });

  it("has one rule for all addresses of a customer-managed prefix list", () => {
    const group = web({
      aws_vpc: VPC,
      aws_ec2_managed_prefix_list: {
        offices: { name: "offices", entry: [{ cidr: "192.0.2.0/24" }, { cidr: "198.51.100.0/24" }] },
      },
      aws_security_group: {
        web: {
          vpc_id,
          ingress: [
            {
              protocol: "-1",
              from_port: 0,
              to_port: 0,
              prefix_list_ids: ["${aws_ec2_managed_prefix_list.offices.id}"],
            },
          ],
        },
      },
    });
    expect(group.ingress).toHaveLength(1);
    expect(group.ingress[0]!.peer).toMatchObject({
      text: "offices",
      addresses: { intervals: { length: 2 } },
    });
  });
});

describe("unknown facts about a security group", () => {
  const rule = { ip_protocol: "tcp", from_port: 80, to_port: 80 };
  it("leave the peer unknown if its CIDR block, prefix list or group is not in the files", () => {
    const security_group_id = "${aws_security_group.web.id}";
    const group = web({
      ...base,
      aws_vpc_security_group_ingress_rule: {
        a: { ...rule, security_group_id, cidr_ipv4: NOT_EVALUATED },
        b: { ...rule, security_group_id, prefix_list_id: "pl-1" },
        c: { ...rule, security_group_id, referenced_security_group_id: "sg-1" },
      },
    });
    expect(group.ingress.map(peer)).toEqual([
      `unknown: ${NOT_EVALUATED_WHY}`,
      "unknown: the prefix list pl-1 is not in these files",
      "unknown: the security group sg-1 is not in these files",
    ]);
    expect(group.unknown).toBeUndefined();
  });

  it("leave the peer unknown, for all ports of the protocol, if the ports are unknown", () => {
    const security_group_id = "${aws_security_group.web.id}";
    const ports = { from_port: NOT_EVALUATED, to_port: NOT_EVALUATED };
    const rules = {
      a: { ...rule, ...ports, security_group_id, cidr_ipv4: "10.0.0.0/8" },
      b: { security_group_id, ip_protocol: NOT_EVALUATED, cidr_ipv4: "10.0.0.0/8" },
    };
    const group = web({ ...base, aws_vpc_security_group_ingress_rule: rules });
    expect(group.ingress.map((each) => [peer(each), each.transport.format()])).toEqual([
      [`unknown: ${NOT_EVALUATED_WHY}`, "tcp"],
      [`unknown: ${NOT_EVALUATED_WHY}`, "all"],
    ]);
    expect([group.egress, group.unknown]).toEqual([[], undefined]);
  });

  it("leave the group's rules incomplete if a rule's group or count is unknown", () => {
    const of = (name: string, values: WrittenMap) =>
      web({ ...base, aws_vpc_security_group_ingress_rule: { [name]: { ...rule, ...values } } }).unknown;
    expect(of("b", { security_group_id: NOT_EVALUATED })).toContain("may be one of its rules");
    expect(web(withUncounted(base, "aws_security_group_rule.x")).unknown).toContain(UNCOUNTED_WHY);
  });

  it("leave a group that a data source reads incomplete", () => {
    const topology = topologyOf({ data: { aws_security_group: { other: { id: "sg-1", name: "other" } } } });
    expect(topology.securityGroups.get("net/data.aws_security_group.other")!.unknown).toContain(
      "created outside these files",
    );
  });
});

describe("the default security group", () => {
  it("allows inbound traffic from itself and all outbound traffic unless it is adopted", () => {
    const topology = topologyOf({ aws_vpc: VPC });
    const group = topology.securityGroups.get(DEFAULT)!;
    expect([group.ingress.map(peer), group.egress.map(peer)]).toEqual([[DEFAULT], ["0.0.0.0/0", "::/0"]]);
  });

  it("has only the rules of the resource that adopts it", () => {
    const topology = topologyOf({ aws_vpc: VPC, aws_default_security_group: { none: { vpc_id } } });
    const address = "net/aws_default_security_group.none";
    expect(topology.securityGroups.get(address)).toEqual({
      address,
      name: "default",
      vpc: "net/aws_vpc.main",
      ingress: [],
      egress: [],
    });
    expect(topology.securityGroups.has(DEFAULT)).toBe(false);
  });
});

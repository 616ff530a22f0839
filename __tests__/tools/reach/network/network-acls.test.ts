import { parseAddresses } from "../../../../tools/reach/packets/addresses.ts";
import { TransportSet } from "../../../../tools/reach/packets/transport-set.ts";
import {
  NOT_EVALUATED,
  NOT_EVALUATED_WHY,
  UNCOUNTED_WHY,
  type WrittenMap,
  withUncounted,
} from "../support/stacks.ts";
import { SUBNET, topologyOf, VPC } from "../support/topology.ts";

const vpc_id = "${aws_vpc.main.id}";
const base = { aws_vpc: VPC, aws_subnet: SUBNET };
const acl = (json: Parameters<typeof topologyOf>[0]) => topologyOf(json).subnets.get("net/aws_subnet.a")!.acl;
const own = (values: Record<string, unknown> = {}) => ({
  ...base,
  aws_network_acl: {
    own: { vpc_id, subnet_ids: ["${aws_subnet.a.id}"], ...(values as Record<string, string>) },
  },
});

describe("a subnet's network ACL", () => {
  it("is the VPC's default ACL, which allows everything unless it is adopted", () => {
    const { address, ingress, egress } = acl(base);
    expect(address).toBe("net/aws_vpc.main#default-network-acl");
    for (const entries of [ingress, egress]) {
      expect(entries.map(({ number, action }) => [number, action])).toEqual([
        [100, "allow"],
        [101, "allow"],
      ]);
      expect(entries.every(({ transport }) => transport.equals(TransportSet.all))).toBe(true);
    }
  });

  it("has no entries if the resource that adopts the default ACL has none", () => {
    const adopted = { main: { default_network_acl_id: "${aws_vpc.main.default_network_acl_id}" } };
    expect(acl({ ...base, aws_default_network_acl: adopted })).toEqual({
      address: "net/aws_default_network_acl.main",
      ingress: [],
      egress: [],
    });
  });

  it("is the ACL that lists the subnet or is associated with it", () => {
    expect(acl(own()).address).toBe("net/aws_network_acl.own");
    const associated = {
      ...base,
      aws_network_acl: { own: { vpc_id } },
      aws_network_acl_association: {
        a: { subnet_id: "${aws_subnet.a.id}", network_acl_id: "${aws_network_acl.own.id}" },
      },
    };
    expect(acl(associated).address).toBe("net/aws_network_acl.own");
  });

  it("is unknown if an ACL may list any subnet", () => {
    const { address, unknown } = acl({
      ...base,
      aws_network_acl: { own: { vpc_id, subnet_ids: NOT_EVALUATED } },
    });
    expect([address, unknown]).toEqual([
      "net/aws_vpc.main#default-network-acl",
      expect.stringContaining(`net/aws_network_acl.own: ${NOT_EVALUATED_WHY}`),
    ]);
  });
});

describe("network ACL entries", () => {
  it("are read inline and from aws_network_acl_rule, by direction, in the order of their numbers", () => {
    const found = acl({
      ...own({
        ingress: [
          {
            rule_no: 200,
            action: "allow",
            protocol: "tcp",
            from_port: 443,
            to_port: 443,
            cidr_block: "0.0.0.0/0",
          },
          { rule_no: 100, action: "deny", protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_block: "::/0" },
        ],
      }),
      aws_network_acl_rule: {
        mid: {
          network_acl_id: "${aws_network_acl.own.id}",
          rule_number: 150,
          rule_action: "allow",
          protocol: "17",
          from_port: 53,
          to_port: 54,
          cidr_block: "10.0.0.0/8",
        },
        out: {
          network_acl_id: "${aws_network_acl.own.id}",
          egress: true,
          rule_number: 1,
          rule_action: "allow",
          protocol: "all",
          cidr_block: "10.0.0.0/8",
        },
      },
    });
    expect(found.ingress.map(({ number, action, origin }) => [number, action, origin])).toEqual([
      [100, "deny", "net/aws_network_acl.own#ingress[1]"],
      [150, "allow", "net/aws_network_acl_rule.mid"],
      [200, "allow", "net/aws_network_acl.own#ingress[0]"],
    ]);
    expect(found.ingress[0]!.peer.equals(parseAddresses("::/0")!)).toBe(true);
    expect(found.ingress[1]!.transport.equals(TransportSet.named("udp", 53, 54))).toBe(true);
    expect(found.egress.map(({ origin }) => origin)).toEqual(["net/aws_network_acl_rule.out"]);
    expect(found.unknown).toBeUndefined();
  });

  it("for ICMP have a type and a code", () => {
    const rule = { action: "allow", from_port: 0, to_port: 0, cidr_block: "0.0.0.0/0" };
    const { ingress } = acl(
      own({
        ingress: [
          { ...rule, rule_no: 1, protocol: "icmp", icmp_type: 8, icmp_code: -1 },
          { ...rule, rule_no: 2, protocol: "icmp", icmp_type: -1, icmp_code: -1 },
          { ...rule, rule_no: 3, protocol: "1" },
        ],
      }),
    );
    const messages = ingress.map(({ transport }) => [
      transport.has(1, 8 * 256 + 3),
      transport.has(1, 0),
      transport.has(1, 1),
    ]);
    expect(messages).toEqual([
      [true, false, false],
      [true, true, true],
      [false, true, false],
    ]);
  });

  it("that are unknown leave the ACL incomplete", () => {
    const rule: WrittenMap = {
      network_acl_id: "${aws_network_acl.own.id}",
      rule_number: 1,
      rule_action: "allow",
      protocol: "6",
      from_port: 1,
      to_port: 2,
      cidr_block: "10.0.0.0/8",
    };
    const unknownOf = (change: WrittenMap) =>
      acl({ ...own(), aws_network_acl_rule: { r: { ...rule, ...change } } }).unknown;
    expect(unknownOf({})).toBeUndefined();
    for (const name of [
      "network_acl_id",
      "rule_number",
      "rule_action",
      "protocol",
      "to_port",
      "cidr_block",
      "egress",
    ]) {
      expect(unknownOf({ [name]: NOT_EVALUATED }), name).toContain("net/aws_network_acl_rule.r");
    }
    expect(acl(withUncounted(own(), "aws_network_acl_rule.x")).unknown).toContain(UNCOUNTED_WHY);
    expect(acl(own({ ingress: NOT_EVALUATED })).unknown).toBe(NOT_EVALUATED_WHY);
  });
});

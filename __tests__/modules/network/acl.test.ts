import { NetworkAclRule } from "@cdktf/provider-aws/lib/network-acl-rule/index.js";
import { icmp, tcp, udp } from "../../../language/flows.ts";
import { networkSchema } from "../../../language/network.ts";
import { Acls } from "../../../modules/network/acl.ts";
import type { AclRulePlan } from "../../../modules/network/acl-plan.ts";
import { Vpc } from "../../../modules/network/vpc.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

const RULE: AclRulePlan = {
  id: "rule",
  tier: "private",
  direction: "ingress",
  cidr: "10.0.0.0/19",
  ports: tcp(8000, 8010),
  number: 4711,
};

function synthesize(...rules: readonly AclRulePlan[]) {
  const network = networkSchema.parse({
    cidr: "10.0.0.0/16",
    zones: ["us-east-1a", "us-east-1b"],
    tiers: { private: { access: "private" }, database: { access: "isolated" } },
  });
  return synthesizeConstruct((stack) => {
    const vpc = new Vpc(stack, "main", { name: "shop-main", network, fixedAddresses: [] });
    new Acls(stack, "acls", { name: "shop-main", vpc, tiers: ["private", "database"], rules });
  });
}

describe("network ACLs", () => {
  it("are one per tier, associated with its subnets only", () => {
    const { json } = synthesize();
    expect(resourcesOfType(json, "aws_network_acl")).toEqual(
      ["database", "private"].map((tier) => ({
        vpc_id: expect.stringMatching(/^\$\{aws_vpc\..+\.id\}$/),
        subnet_ids: [
          expect.stringContaining(`subnet-${tier}-us-east-1a`),
          expect.stringContaining(`subnet-${tier}-us-east-1b`),
        ],
        tags: { Name: `shop-main-${tier}` },
      })),
    );
    expect(resourcesOfType(json, "aws_network_acl_rule")).toEqual([]);
  });

  it("have allow entries with direction, CIDR block and port range", () => {
    const rule = {
      network_acl_id: expect.stringMatching(/^\$\{aws_network_acl\.acls_acl-private_\w+\.id\}$/),
      rule_action: "allow",
      protocol: "tcp",
      from_port: 8000,
      to_port: 8010,
      cidr_block: "10.0.0.0/19",
    };
    const { json } = synthesize(RULE, { ...RULE, id: "out", direction: "egress", number: 4712 });
    const rules = resourcesOfType(json, "aws_network_acl_rule");
    expect(rules.sort((one, other) => Number(one.rule_number) - Number(other.rule_number))).toEqual([
      { ...rule, egress: false, rule_number: 4711 },
      { ...rule, egress: true, rule_number: 4712 },
    ]);
  });

  it("support UDP and IPv6 CIDR blocks", () => {
    const { json } = synthesize({ ...RULE, ports: udp(53), cidr: "2001:db8::/32" });
    const [rule] = resourcesOfType(json, "aws_network_acl_rule");
    expect(rule).toMatchObject({
      protocol: "udp",
      from_port: 53,
      to_port: 53,
      ipv6_cidr_block: "2001:db8::/32",
    });
    expect(rule).not.toHaveProperty("cidr_block");
  });

  it("allow every type of ICMP", () => {
    const { text, json } = synthesize({ ...RULE, ports: icmp() });
    expect(text).toHaveResourceWithProperties(NetworkAclRule, {
      protocol: "icmp",
      icmp_type: -1,
      icmp_code: -1,
    });
    expect(resourcesOfType(json, "aws_network_acl_rule")[0]).not.toHaveProperty("from_port");
  });
});

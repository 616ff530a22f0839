import { DataAwsEc2ManagedPrefixList } from "@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list/index.js";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { icmp, tcp } from "../../../language/flows.ts";
import { Firewall } from "../../../modules/network/firewall.ts";
import type { FirewallRulePlan } from "../../../modules/network/firewall-plan.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

const GROUPS = [
  { id: "app", network: "main", name: "shop-app" },
  { id: "db", network: "main", name: "shop-db" },
];
const RULE: FirewallRulePlan = {
  id: "from-app-tcp-5432-5433",
  group: "db",
  direction: "ingress",
  peer: { kind: "group", group: "app" },
  ports: tcp(5432, 5433),
  flows: ["app -> db", "worker -> db"],
};

function synthesize(...rules: readonly Partial<FirewallRulePlan>[]) {
  return synthesizeConstruct((stack) => {
    new Firewall(stack, "firewall", {
      plan: { groups: GROUPS, rules: rules.map((rule) => ({ ...RULE, ...rule })) },
      vpcIds: { main: "vpc-main", other: "vpc-other" },
      prefixListId: (network, service) => `pl-${network}-${service}`,
    });
  });
}

/** Synthesizes a firewall and returns its only ingress rule. */
function ingress(rule: Partial<FirewallRulePlan>) {
  const [only, ...others] = resourcesOfType(synthesize(rule).json, "aws_vpc_security_group_ingress_rule");
  expect(others).toEqual([]);
  return only!;
}

describe("the firewall", () => {
  it("has a security group for each endpoint, in its network's VPC", () => {
    const { text, json } = synthesize();
    const groups = resourcesOfType(json, "aws_security_group");
    expect(groups.map(({ name, vpc_id }) => [name, vpc_id])).toEqual([
      ["shop-app", "vpc-main"],
      ["shop-db", "vpc-main"],
    ]);
    expect(text).toHaveResourceWithProperties(SecurityGroup, {
      name: "shop-db",
      description: "Traffic of db: its rules come from the declared flows",
      vpc_id: "vpc-main",
      tags: { Name: "shop-db" },
    });
  });

  it("admits another security group on the flow's ports, with the flows as description", () => {
    const { text, json } = synthesize(RULE);
    expect(text).toHaveResourceWithProperties(VpcSecurityGroupIngressRule, {
      security_group_id: expect.stringMatching(/^\$\{aws_security_group\.firewall_group-db_\w+\.id\}$/),
      referenced_security_group_id: expect.stringMatching(
        /^\$\{aws_security_group\.firewall_group-app_\w+\.id\}$/,
      ),
      ip_protocol: "tcp",
      from_port: 5432,
      to_port: 5433,
      description: "app to db, worker to db",
      tags: { Name: "db-from-app-tcp-5432-5433" },
    });
    expect(resourcesOfType(json, "aws_vpc_security_group_egress_rule")).toEqual([]);
  });

  it("has an egress rule for direction egress", () => {
    const { text, json } = synthesize({ direction: "egress" });
    expect(text).toHaveResource(VpcSecurityGroupEgressRule);
    expect(resourcesOfType(json, "aws_vpc_security_group_ingress_rule")).toEqual([]);
  });

  it("admits IPv4 and IPv6 CIDR blocks, each by its own argument", () => {
    const v4 = ingress({ peer: { kind: "cidr", cidr: "198.51.100.0/24" } });
    expect(v4).toMatchObject({ cidr_ipv4: "198.51.100.0/24" });
    expect(v4).not.toHaveProperty("cidr_ipv6");
    expect(v4).not.toHaveProperty("referenced_security_group_id");
    expect(ingress({ peer: { kind: "cidr", cidr: "2001:db8::/32" } })).toMatchObject({
      cidr_ipv6: "2001:db8::/32",
    });
  });

  it("admits CloudFront by AWS's managed prefix list, looked up once", () => {
    const peer = { kind: "cloudfront" } as const;
    const { text, json } = synthesize({ id: "one", peer }, { id: "two", peer });
    expect(text).toHaveDataSourceWithProperties(DataAwsEc2ManagedPrefixList, {
      name: "com.amazonaws.global.cloudfront.origin-facing",
    });
    expect(text).toHaveResourceWithProperties(VpcSecurityGroupIngressRule, {
      prefix_list_id: expect.stringMatching(/^\$\{data\.aws_ec2_managed_prefix_list\..+\.id\}$/),
    });
    expect(Object.keys(json.data!.aws_ec2_managed_prefix_list!)).toHaveLength(1);
  });

  it("references a gateway endpoint by its network's prefix list", () => {
    const peer = { kind: "gateway-endpoint", network: "main", service: "s3" } as const;
    expect(ingress({ peer })).toMatchObject({ prefix_list_id: "pl-main-s3" });
  });

  it("admits every type of ICMP", () => {
    expect(ingress({ ports: icmp() })).toMatchObject({ ip_protocol: "icmp", from_port: -1, to_port: -1 });
  });
});

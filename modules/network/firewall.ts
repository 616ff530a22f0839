import { DataAwsEc2ManagedPrefixList } from "@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list/index.js";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { Construct } from "constructs";
import { CLOUDFRONT_ORIGIN_FACING, regionalServiceName } from "../../aws/prefix-lists.ts";
import { required } from "../../language/required.ts";
import type { FirewallPeer, FirewallPlan, FirewallRulePlan, SecurityGroupPlan } from "./firewall-plan.ts";
import { GRE_NUMBER, type HopPorts } from "./flow-hop.ts";
import { ruleDescription } from "./rule-description.ts";

/** Inputs of {@link Firewall}. */
export interface FirewallProps {
  /** The groups and rules of every network in the stack's region. */
  readonly plan: FirewallPlan;
  /** VPC IDs by network. */
  readonly vpcIds: Readonly<Record<string, string>>;
  /** Returns the prefix list ID of a gateway endpoint. */
  readonly prefixListId: (network: string, service: string) => string;
}

/** All security groups of a platform, with one rule per direction of each hop. */
export class Firewall extends Construct {
  /** Security group IDs by endpoint. */
  readonly groupIds: Readonly<Record<string, string>>;
  readonly #props: FirewallProps;
  #cloudfront: DataAwsEc2ManagedPrefixList | undefined;

  constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    this.#props = props;
    this.groupIds = Object.fromEntries(
      props.plan.groups.map((group) => [group.id, this.#createGroup(group)]),
    );
    // Rules are children of a construct named after the group: `db/from-app-tcp-5432`.
    const scopes = new Map(props.plan.groups.map(({ id }) => [id, new Construct(this, id)]));
    for (const rule of props.plan.rules) this.#createRule(required(scopes, rule.group), rule);
  }

  #createGroup(group: SecurityGroupPlan): string {
    return new SecurityGroup(this, `group-${group.id}`, {
      name: group.name,
      description: `Traffic of ${group.id}: its rules come from the declared flows`,
      vpcId: required(this.#props.vpcIds, group.network),
      tags: { Name: group.name },
    }).id;
  }

  #createRule(scope: Construct, rule: FirewallRulePlan): void {
    const settings = {
      securityGroupId: required(this.groupIds, rule.group),
      description: ruleDescription(rule.flows),
      ...portSettings(rule.ports),
      ...this.#peerSettings(rule.peer),
      tags: { Name: `${rule.group}-${rule.id}` },
    };
    if (rule.direction === "ingress") new VpcSecurityGroupIngressRule(scope, rule.id, settings);
    else new VpcSecurityGroupEgressRule(scope, rule.id, settings);
  }

  #peerSettings(peer: FirewallPeer): {
    referencedSecurityGroupId?: string;
    cidrIpv4?: string;
    cidrIpv6?: string;
    prefixListId?: string;
  } {
    switch (peer.kind) {
      case "group":
        return { referencedSecurityGroupId: required(this.groupIds, peer.group) };
      case "cidr":
        return peer.cidr.includes(":") ? { cidrIpv6: peer.cidr } : { cidrIpv4: peer.cidr };
      case "cloudfront":
        return { prefixListId: this.#cloudfrontPrefixListId() };
      case "gateway-endpoint":
        return { prefixListId: this.#props.prefixListId(peer.network, peer.service) };
    }
  }

  #cloudfrontPrefixListId(): string {
    this.#cloudfront ??= new DataAwsEc2ManagedPrefixList(this, "cloudfront-prefix-list", {
      name: regionalServiceName("global", CLOUDFRONT_ORIGIN_FACING),
    });
    return this.#cloudfront.id;
  }
}

/** All ICMP types; GRE by protocol number, since only named protocols have ports. */
function portSettings({ protocol, from, to }: HopPorts) {
  if (protocol === "gre") return { ipProtocol: GRE_NUMBER };
  if (protocol === "icmp") return { ipProtocol: protocol, fromPort: -1, toPort: -1 };
  return { ipProtocol: protocol, fromPort: from, toPort: to };
}

import { NetworkAcl } from "@cdktf/provider-aws/lib/network-acl/index.js";
import { NetworkAclRule } from "@cdktf/provider-aws/lib/network-acl-rule/index.js";
import { Construct } from "constructs";
import { required } from "../../language/required.ts";
import type { AclRulePlan } from "./acl-plan.ts";
import { GRE_NUMBER, type HopPorts } from "./flow-hop.ts";
import type { Vpc } from "./vpc.ts";

/** Inputs of the network ACLs of one VPC. */
export interface AclsProps {
  /** Prefix of the ACLs' `Name` tags: `cybershield-prod`. */
  readonly name: string;
  /** The VPC with the tiers' subnets. */
  readonly vpc: Vpc;
  /** Tier names; each gets an ACL for all its subnets. */
  readonly tiers: readonly string[];
  /** The rules of all tiers. */
  readonly rules: readonly AclRulePlan[];
}

/** Network ACLs, one per tier. AWS's final default rule denies everything else. */
export class Acls extends Construct {
  constructor(scope: Construct, id: string, props: AclsProps) {
    super(scope, id);
    const aclIds = new Map(
      props.tiers.map((tier) => {
        const acl = new NetworkAcl(this, `acl-${tier}`, {
          vpcId: props.vpc.vpcId,
          subnetIds: props.vpc.subnetsOf(tier).map((subnet) => subnet.subnetId),
          tags: { Name: `${props.name}-${tier}` },
        });
        return [tier, acl.id];
      }),
    );
    for (const rule of props.rules) {
      new NetworkAclRule(this, rule.id, {
        networkAclId: required(aclIds, rule.tier),
        egress: rule.direction === "egress",
        ruleNumber: rule.number,
        ruleAction: "allow",
        ...(rule.cidr.includes(":") ? { ipv6CidrBlock: rule.cidr } : { cidrBlock: rule.cidr }),
        ...portSettings(rule.ports),
      });
    }
  }
}

/** All ICMP types; GRE by protocol number, without ports. */
function portSettings({ protocol, from, to }: HopPorts) {
  if (protocol === "gre") return { protocol: GRE_NUMBER };
  if (protocol === "icmp") return { protocol, icmpType: -1, icmpCode: -1 };
  return { protocol, fromPort: from, toPort: to };
}

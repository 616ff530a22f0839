import { withDefaultTwin } from "../../../../../aws/resource-types.ts";
import { VPC_QUOTAS } from "../../../../../aws/vpc-quotas.ts";
import {
  nestedBlocksOf,
  numberAttribute,
  stringAttribute,
  stringListAttribute,
} from "../../computed-values/attribute-reader.ts";
import {
  apiErrorIf,
  findInRegion,
  hasUnknownAttribute,
  idOrName,
  isChangedResource,
  isCreate,
  resourcesInRegion,
} from "../../constraints/support/constraint-helpers.ts";
import { operationName } from "../../operation-name.ts";
import type { CallContext, Constraint, SimulatedResource } from "../../simulator-types.ts";
import type { ObjectValue } from "../../terraform-value.ts";
import type { ServiceResources } from "../service-resources.ts";
import { awsPrefixLists } from "./aws-prefix-lists.ts";

/** The direction of a security group rule. */
type RuleDirection = "ingress" | "egress";

/** One security group rule as AWS counts it: one peer, one port range. */
interface SimulatedGroupRule {
  readonly groupId: string;
  readonly direction: RuleDirection;
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  /** A CIDR block, a prefix list or a security group. */
  readonly peer: string;
}

const RULE_TYPE_DIRECTIONS: Readonly<Record<string, RuleDirection>> = {
  aws_vpc_security_group_ingress_rule: "ingress",
  aws_vpc_security_group_egress_rule: "egress",
};

/** The peer attributes of a rule resource; exactly one is set. */
const PEERS = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"] as const;

const PROTOCOL_NAMES: Readonly<Record<string, string>> = { "1": "icmp", "6": "tcp", "17": "udp", all: "-1" };

function createRule(
  groupId: string,
  direction: RuleDirection,
  values: ObjectValue,
  protocol: string | undefined,
  peer: string,
): SimulatedGroupRule {
  const name = (protocol ?? "-1").toLowerCase();
  const protocolName = PROTOCOL_NAMES[name] ?? name;
  const allPorts = protocolName === "-1";
  return {
    groupId,
    direction,
    protocol: protocolName,
    fromPort: allPorts ? -1 : (numberAttribute(values, "from_port") ?? -1),
    toPort: allPorts ? -1 : (numberAttribute(values, "to_port") ?? -1),
    peer,
  };
}

/**
 * The rules of a rule resource, or of a group with inline rules; empty while the peer is unknown.
 */
function securityGroupRulesOf(type: string, id: string, values: ObjectValue): readonly SimulatedGroupRule[] {
  const groupId = stringAttribute(values, "security_group_id");
  const direction = RULE_TYPE_DIRECTIONS[type];
  if (direction !== undefined && groupId !== undefined) {
    const peer = PEERS.map((name) => stringAttribute(values, name)).find((text) => text !== undefined);
    return peer === undefined || hasUnknownAttribute(values, ...PEERS)
      ? []
      : [createRule(groupId, direction, values, stringAttribute(values, "ip_protocol"), peer)];
  }
  if (type === "aws_security_group_rule" && groupId !== undefined) {
    const peers = [
      ...["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"].flatMap((name) =>
        stringListAttribute(values, name),
      ),
      stringAttribute(values, "source_security_group_id"),
    ];
    const direction = stringAttribute(values, "type");
    if (direction !== "ingress" && direction !== "egress") return [];
    return peers
      .filter((peer) => peer !== undefined)
      .map((peer) => createRule(groupId, direction, values, stringAttribute(values, "protocol"), peer));
  }
  if (!withDefaultTwin("aws_security_group").includes(type)) return [];
  return (["ingress", "egress"] as const).flatMap((direction) =>
    nestedBlocksOf(values, direction).flatMap((block) =>
      ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups"].flatMap((name) =>
        stringListAttribute(block, name).map((peer) =>
          createRule(id, direction, block, stringAttribute(block, "protocol"), peer),
        ),
      ),
    ),
  );
}

/** All security group rules in the region. */
function allSecurityGroupRules(
  context: CallContext,
): readonly (SimulatedGroupRule & { readonly source: SimulatedResource })[] {
  const types = [
    ...withDefaultTwin("aws_security_group"),
    "aws_security_group_rule",
    ...Object.keys(RULE_TYPE_DIRECTIONS),
  ];
  return resourcesInRegion(context, ...types).flatMap((source) =>
    securityGroupRulesOf(source.type, source.id, source.values).map((rule) => ({ ...rule, source })),
  );
}

/** The number of rules that a rule counts as: for a prefix list, its maximum number of entries. */
function ruleQuotaWeight(context: CallContext, { peer }: SimulatedGroupRule): number {
  if (!peer.startsWith("pl-")) return 1;
  const customerList = findInRegion(context, peer, "aws_ec2_managed_prefix_list");
  const awsList = awsPrefixLists(context.region).find((list) => list.id === peer);
  return numberAttribute(customerList?.values, "max_entries") ?? awsList?.maxEntries ?? 1;
}

const isSameRule = (a: SimulatedGroupRule, b: SimulatedGroupRule) =>
  a.groupId === b.groupId &&
  a.direction === b.direction &&
  a.protocol === b.protocol &&
  a.fromPort === b.fromPort &&
  a.toPort === b.toPort &&
  a.peer === b.peer;

function describeRule({ peer, protocol, fromPort: from, toPort: to }: SimulatedGroupRule): string {
  const ports = protocol === "-1" ? "ALL" : `${protocol.toUpperCase()}, from port: ${from}, to port: ${to}`;
  return `peer: ${peer}, ${ports}, ALLOW`;
}

/** A security group has no duplicate rules. */
const securityGroupRuleDuplicate: Constraint = {
  name: "security-group-rule-duplicate",
  documentation:
    "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html",
  errorCodes: ["InvalidPermission.Duplicate"],
  types: [
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_security_group_rule",
  ],
  check(change, context) {
    if (
      !isCreate(change) ||
      hasUnknownAttribute(change.after, "ip_protocol", "protocol", "from_port", "to_port")
    )
      return [];
    const existing = allSecurityGroupRules(context);
    return securityGroupRulesOf(change.type, "", change.after)
      .filter((rule) => existing.some((other) => isSameRule(rule, other)))
      .flatMap((rule) =>
        apiErrorIf(
          true,
          rule.direction === "ingress"
            ? operationName("aws_vpc_security_group_ingress_rule", "create")
            : operationName("aws_vpc_security_group_egress_rule", "create"),
          "InvalidPermission.Duplicate",
          `the specified rule "${describeRule(rule)}" already exists`,
        ),
      );
  },
};

const isIpv6 = ({ peer }: SimulatedGroupRule) => peer.includes(":");

/**
 * True if `rule`'s group exceeds the quota per direction and address family. Peers that are
 * security groups count as IPv4.
 */
function exceedsRuleQuota(
  rule: SimulatedGroupRule,
  all: readonly SimulatedGroupRule[],
  context: CallContext,
): boolean {
  const countedRules = all.filter(
    (other) =>
      other.groupId === rule.groupId && other.direction === rule.direction && isIpv6(other) === isIpv6(rule),
  );
  return (
    countedRules.reduce((sum, other) => sum + ruleQuotaWeight(context, other), 0) >
    VPC_QUOTAS.rulesPerSecurityGroup
  );
}

/**
 * A security group has at most 60 rules per direction; a prefix list counts as its maximum number
 * of entries.
 */
const securityGroupRuleQuota: Constraint = {
  name: "security-group-rule-quota",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
  errorCodes: ["RulesPerSecurityGroupLimitExceeded"],
  types: [
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
    "aws_security_group_rule",
    "aws_security_group",
  ],
  check(change, context) {
    if (change.after === null) return [];
    const added = securityGroupRulesOf(change.type, idOrName(change.after), change.after);
    const all = [
      ...allSecurityGroupRules(context).filter(({ source }) => !isChangedResource(change, source)),
      ...added,
    ];
    const first = added.find((rule) => exceedsRuleQuota(rule, all, context));
    const operation =
      first?.direction === "egress"
        ? operationName("aws_vpc_security_group_egress_rule", "create")
        : operationName("aws_vpc_security_group_ingress_rule", "create");
    return apiErrorIf(
      first !== undefined,
      operation,
      "RulesPerSecurityGroupLimitExceeded",
      "The maximum number of rules per security group has been reached.",
    );
  },
};

/** Security group rules. */
export const ec2NetworkSecurityGroupRuleResources: ServiceResources = {
  constraints: [securityGroupRuleDuplicate, securityGroupRuleQuota],
};

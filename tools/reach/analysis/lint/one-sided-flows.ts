import type { NetworkModel, SecurityGroup, SecurityGroupRule } from "../../network/network-model.ts";
import { EVERY_ADDRESS, NO_ADDRESS } from "../../packets/addresses.ts";
import type { NetworkAnalysis } from "../network-analysis.ts";
import { shortName } from "../paths/filter-step.ts";
import type { TrafficDirection } from "../paths/security-group-filter.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import type { GroupedInterface } from "./grouped-interfaces.ts";
import { groupedInterfaces } from "./grouped-interfaces.ts";
import { directionWord, formatPeer } from "./words.ts";

/**
 * Finds rules whose other side has no matching rule, so that nothing gets through. All groups of
 * the peer's interfaces count.
 */
export const oneSidedFlows: LintRule = {
  code: "ONE_SIDED_FLOW",
  checks: "security group rules without a matching rule on the other side",
  documentation: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html#security-group-basics",
  ],
  find(analysis) {
    const ofRouters = groupsOfRouters(analysis.model);
    const groups = [...analysis.model.securityGroups.values()];
    return groups
      .filter(({ address }) => !ofRouters.has(address))
      .flatMap((group) => [...oneSided(analysis, group, "egress"), ...oneSided(analysis, group, "ingress")]);
  },
};

/**
 * The groups of routers, whose rules are about packets that keep the addresses of both ends: the
 * ends' own rules name each other.
 */
function groupsOfRouters({ vpnGateways, endpoints }: NetworkModel): ReadonlySet<string> {
  const routers = [...vpnGateways.values()].flatMap(({ tunnels }) => tunnels.map(({ router }) => router));
  const interfaces = routers.flatMap((router) => endpoints.get(router)?.interfaces ?? []);
  return new Set(interfaces.flatMap(({ groups }) => groups));
}

function oneSided(
  analysis: NetworkAnalysis,
  group: SecurityGroup,
  direction: TrafficDirection,
): RuleFinding[] {
  const near = withGroup(analysis, group.address);
  return group[direction].flatMap((rule) => {
    const far = farEnd(analysis, rule);
    if (far.length === 0) return [];
    const hasMatch = near.some((one) =>
      far.some((other) => isMatched(analysis.model, one, other, rule, direction)),
    );
    return hasMatch ? [] : [finding(group, rule, direction)];
  });
}

/**
 * The interfaces with a group; if there are none, a hypothetical one with only this group, at any
 * address.
 */
function withGroup({ model }: NetworkAnalysis, group: string): readonly GroupedInterface[] {
  const found = groupedInterfaces(model).filter(({ groups }) => groups.includes(group));
  if (found.length > 0) return found;
  return [{ address: group, addresses: EVERY_ADDRESS, isExact: false, groups: [group], mayHaveMore: false }];
}

/**
 * The interfaces that a rule references. A rule for addresses counts only if the owner of each
 * address is certain.
 */
function farEnd(analysis: NetworkAnalysis, { peer }: SecurityGroupRule): readonly GroupedInterface[] {
  if (peer.kind === "unknown") return [];
  if (peer.kind === "group") return withGroup(analysis, peer.group);
  const found = groupedInterfaces(analysis.model).filter(
    ({ isExact, addresses }) => isExact && addresses.overlaps(peer.addresses),
  );
  const all = found.reduce((sum, { addresses }) => sum.union(addresses), NO_ADDRESS);
  return all.covers(peer.addresses) ? found : [];
}

/** Reports that the peer's own rules may admit some of what this rule opens. */
function isMatched(
  model: NetworkModel,
  near: GroupedInterface,
  far: GroupedInterface,
  rule: SecurityGroupRule,
  direction: TrafficDirection,
): boolean {
  if (far.mayHaveMore || far.groups.length === 0) return true;
  return far.groups.some((address) => {
    const group = model.securityGroups.get(address);
    if (group === undefined || group.unknown !== undefined) return true;
    return group[direction === "egress" ? "ingress" : "egress"].some(
      (other) => other.transport.overlaps(rule.transport) && mayReference(other, near),
    );
  });
}

function mayReference({ peer }: SecurityGroupRule, one: GroupedInterface): boolean {
  if (peer.kind === "unknown") return true;
  if (peer.kind === "group") return one.mayHaveMore || one.groups.includes(peer.group);
  return peer.addresses.overlaps(one.addresses);
}

function finding(group: SecurityGroup, rule: SecurityGroupRule, direction: TrafficDirection): RuleFinding {
  const [name, peer, transport] = [shortName(group.address), formatPeer(rule), rule.transport.format()];
  const other = direction === "egress" ? "ingress" : "egress";
  const text =
    direction === "egress"
      ? `allows ${name} to send ${transport} to ${peer}, which allows none of it in`
      : `allows ${transport} from ${peer} to ${name}, but ${peer} may send none of it`;
  const fix = `add an ${directionWord(other)} rule to ${peer} for ${transport} ${direction === "egress" ? "from" : "to"} ${name}`;
  return { severity: "error", address: rule.origin, text, fix: `${fix}, or remove this rule` };
}

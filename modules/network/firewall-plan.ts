import { instanceConnectName, resolverEndpointName } from "../../language/endpoints.ts";
import type { Platform } from "../../language/platform.ts";
import { defined, required } from "../../language/required.ts";
import { resourceName } from "../names.ts";
import { connectionSecurityGroups } from "./connection-security-groups-plan.ts";
import type { FlowHop, HopEndpoint, HopPorts } from "./flow-hop.ts";
import { interfaceEndpointsName, natInstanceName, natNetwork, planHops } from "./hops.ts";
import { nextHopTo } from "./inter-network-routes-plan.ts";
import { tierCidrs } from "./subnet-plan.ts";

/** The far side of a security group rule. */
export type FirewallPeer =
  | { readonly kind: "group"; readonly group: string }
  | { readonly kind: "cidr"; readonly cidr: string }
  | { readonly kind: "cloudfront" }
  | { readonly kind: "gateway-endpoint"; readonly network: string; readonly service: string };

/** A security group of one endpoint. */
export interface SecurityGroupPlan {
  /** The endpoint's name, also the construct ID. */
  readonly id: string;
  /** The network whose VPC holds the group. */
  readonly network: string;
  /** The group's name in AWS. */
  readonly name: string;
}

/** A security group rule: one direction of one hop. */
export interface FirewallRulePlan {
  /** The {@link SecurityGroupPlan.id} of its security group. */
  readonly group: string;
  /** The construct ID within the group: `from-app-tcp-5432`. */
  readonly id: string;
  /** The direction as seen from the group's interfaces. */
  readonly direction: "ingress" | "egress";
  /** The other side: source of an ingress rule, destination of an egress rule. */
  readonly peer: FirewallPeer;
  /** Protocol and destination ports. */
  readonly ports: HopPorts;
  /** The flows that need this rule, each as `app -> db`. */
  readonly flows: readonly string[];
}

/** All security groups and rules of a platform. */
export interface FirewallPlan {
  /** A group for each endpoint with network interfaces. */
  readonly groups: readonly SecurityGroupPlan[];
  /** The rules of all groups; an ID is unique in its group. */
  readonly rules: readonly FirewallRulePlan[];
}

/**
 * Plans the security groups and rules for the declared flows; nothing else is open.
 *
 * @param networks networks to plan for; far ends of flows may be in others. @default all
 *
 * Invariant: the order of flows changes no rule ID, rule IDs are unique in a group, and each hop
 * yields one egress rule on its source and one ingress rule on its target, for the ends inside
 * these networks.
 */
export function planFirewall(
  platform: Platform,
  networks: readonly string[] = Object.keys(platform.networks),
): FirewallPlan {
  const groups = planGroups(platform).filter(({ network }) => networks.includes(network));
  const ids = new Set(groups.map(({ id }) => id));
  const rules = planHops(platform).flatMap((hop) => hopRules(platform, hop));
  return { groups, rules: mergeRules(rules.filter(({ group }) => ids.has(group))) };
}

function planGroups(platform: Platform): SecurityGroupPlan[] {
  const groups = new Map<string, SecurityGroupPlan>();
  const add = (id: string, network: string) =>
    groups.set(id, { id, network, name: resourceName(platform, id) });
  const networks = Object.keys(platform.networks);
  const only = networks.length === 1 ? networks[0] : undefined;
  const placed = {
    ...platform.edge.loadBalancers,
    ...platform.workloads,
    ...platform.stores,
    ...platform.interfaces,
  };
  for (const [id, item] of Object.entries(placed)) {
    const network = "tier" in item ? (item.network ?? only) : undefined;
    if (network !== undefined) add(id, network);
  }
  for (const [network, settings] of Object.entries(platform.networks)) {
    const { endpoints, nat, instanceConnect, resolverEndpoint } = settings;
    if (endpoints.interface.length > 0) add(interfaceEndpointsName(network), network);
    if (nat.kind === "instance") add(natInstanceName(network), network);
    if (instanceConnect !== undefined) add(instanceConnectName(network), network);
    if (resolverEndpoint !== undefined) add(resolverEndpointName(network), network);
  }
  for (const { id, network } of connectionSecurityGroups(platform)) add(id, network);
  return [...groups.values()];
}

function hopRules(platform: Platform, hop: FlowHop): FirewallRulePlan[] {
  return [hop, ...natHops(platform, hop), ...routerLegs(platform, hop)].flatMap((leg) =>
    leg.ports.flatMap((ports) => [
      ...directionRules(platform, leg, ports, "egress"),
      ...directionRules(platform, leg, ports, "ingress"),
    ]),
  );
}

/**
 * The hops of a NAT instance. The source's own rule names the final destination, since NAT keeps
 * the destination address; the instance admits the source and may call the destination.
 */
function natHops(platform: Platform, hop: FlowHop): FlowHop[] {
  const network = natNetwork(platform, hop);
  if (network === undefined || required(platform.networks, network).nat.kind !== "instance") return [];
  const nat: HopEndpoint = { name: natInstanceName(network), kind: "workload", network };
  const { network: _network, ...source } = hop.from;
  return [
    { ...hop, from: { ...source, group: hop.from.name, cidrs: [] }, to: nat },
    { ...hop, from: nat },
  ];
}

/**
 * The hop through the router of a VPN, which keeps both addresses: it admits the sources in its own
 * network, and may call the targets there. The ends' own rules name the far side's addresses.
 */
function routerLegs(platform: Platform, hop: FlowHop): FlowHop[] {
  return [hop.from, hop.to].flatMap((own) => {
    const other = own === hop.from ? hop.to : hop.from;
    const next = nextHopTo(platform, own, other);
    if (next?.kind !== "vpn-router" || own.network === undefined) return [];
    const router: HopEndpoint = { name: next.connection, kind: "vpn-router", network: own.network };
    const { network: _network, ...rest } = own;
    const end = { ...rest, group: own.name, cidrs: [] };
    return [own === hop.from ? { ...hop, from: end, to: router } : { ...hop, from: router, to: end }];
  });
}

function directionRules(
  platform: Platform,
  hop: FlowHop,
  ports: HopPorts,
  direction: FirewallRulePlan["direction"],
): FirewallRulePlan[] {
  const own = direction === "egress" ? hop.from : hop.to;
  const other = direction === "egress" ? hop.to : hop.from;
  if (!hasSecurityGroup(own)) return [];
  return firewallPeers(platform, own, other).map((peer) => ({
    group: own.name,
    id: ruleId(other, peer, ports, direction),
    direction,
    peer,
    ports,
    flows: [hop.flow],
  }));
}

function hasSecurityGroup(end: HopEndpoint): boolean {
  return end.network !== undefined && end.kind !== "gateway-endpoint";
}

function firewallPeers(platform: Platform, own: HopEndpoint, other: HopEndpoint): FirewallPeer[] {
  if (other.kind === "cloudfront") return [{ kind: "cloudfront" }];
  if (other.kind === "gateway-endpoint") {
    const network = defined(other.network, "the network of a gateway endpoint");
    return [{ kind: "gateway-endpoint", network, service: defined(other.service, "its service") }];
  }
  if (other.group !== undefined) return [{ kind: "group", group: other.group }];
  if (other.network === undefined) return (other.cidrs ?? []).map((cidr) => ({ kind: "cidr", cidr }));
  if (other.network === own.network) return [{ kind: "group", group: other.name }];
  const network = required(platform.networks, other.network);
  return tierCidrs(network, defined(other.tier, `the tier of ${other.name}`)).map((cidr) => ({
    kind: "cidr",
    cidr,
  }));
}

/**
 * The ID of a rule for a CIDR block is made of the block, not of who is in it: AWS has one rule for
 * a block and port, whichever ends in it need it.
 */
function ruleId(
  other: HopEndpoint,
  peer: FirewallPeer,
  ports: HopPorts,
  direction: FirewallRulePlan["direction"],
): string {
  const word = direction === "egress" ? "to" : "from";
  const name = peer.kind === "cidr" && other.kind !== "internet" ? peer.cidr.replace("/", "-") : other.name;
  return `${word}-${name}-${formatPortsId(ports)}`;
}

/** Ports as part of an ID: `tcp-443`, `udp-1000-2000`, `icmp`, `gre`. */
export function formatPortsId({ protocol, from, to }: HopPorts): string {
  if (protocol === "icmp" || protocol === "gre") return protocol;
  return from === to ? `${protocol}-${from}` : `${protocol}-${from}-${to}`;
}

/** Merges the rules of flows that share a hop. */
function mergeRules(rules: readonly FirewallRulePlan[]): FirewallRulePlan[] {
  const merged = new Map<string, FirewallRulePlan>();
  for (const rule of rules) {
    const key = `${rule.group}/${rule.id}`;
    const seen = merged.get(key);
    if (seen === undefined) merged.set(key, rule);
    else merged.set(key, { ...seen, flows: [...new Set([...seen.flows, ...rule.flows])] });
  }
  return [...merged.values()];
}

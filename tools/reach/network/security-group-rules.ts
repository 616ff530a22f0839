import { TransportSet } from "../packets/transport-set.ts";
import { Unknown, type Value } from "../terraform/value.ts";
import type { SecurityGroupPeer, SecurityGroupRule } from "./network-model.ts";
import type { PrefixLists } from "./prefix-lists.ts";
import { ruleTransport } from "./rule-transport.ts";
import { describeValue, type TopologyContext } from "./topology-context.ts";
import { unionOfBlocks } from "./vpcs.ts";

/** A security group rule as configured, inline or as a separate resource. */
export interface ConfiguredRule {
  readonly rule: Readonly<Record<string, Value>>;
  readonly direction: "ingress" | "egress";
  readonly origin: string;
}

/**
 * Expands a configured rule into one rule per peer. If its ports are unknown, the rule may cover
 * any port of its protocol, for any peer.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export function expandRule(
  context: TopologyContext,
  lists: PrefixLists,
  group: string,
  { rule, origin }: ConfiguredRule,
): readonly SecurityGroupRule[] {
  const transport = transportOfRule(context, rule);
  if (transport instanceof Unknown) {
    return [
      { peer: { kind: "unknown", why: transport.why }, transport: widestTransport(context, rule), origin },
    ];
  }
  return peersOf(context, lists, group, rule).map((peer) => ({ peer, transport, origin }));
}

function transportOfRule(
  context: TopologyContext,
  rule: Readonly<Record<string, Value>>,
): TransportSet | Unknown {
  const protocol = context.text(rule.ip_protocol ?? rule.protocol);
  if (protocol === undefined) return new Unknown("it has no protocol");
  if (protocol instanceof Unknown) return protocol;
  return ruleTransport(protocol, context.number(rule.from_port), context.number(rule.to_port));
}

/** All traffic that a rule may cover, given its protocol. */
function widestTransport(context: TopologyContext, rule: Readonly<Record<string, Value>>): TransportSet {
  const protocol = context.knownText(rule.ip_protocol ?? rule.protocol);
  const all = protocol === undefined ? undefined : ruleTransport(protocol, undefined, undefined);
  return all instanceof TransportSet ? all : TransportSet.all;
}

function peersOf(
  context: TopologyContext,
  lists: PrefixLists,
  group: string,
  rule: Readonly<Record<string, Value>>,
): readonly SecurityGroupPeer[] {
  const all = (one: readonly string[], many: readonly string[]) => [
    ...one.flatMap((name) => rule[name] || []),
    ...many.flatMap((name) => context.list(rule[name])),
  ];
  const self = context.flag(rule.self, false);
  const blocks = all(["cidr_ipv4", "cidr_ipv6"], ["cidr_blocks", "ipv6_cidr_blocks"]);
  const groups = all(["referenced_security_group_id", "source_security_group_id"], ["security_groups"]);
  return [
    ...blocks.map((value) => blockPeer(context, value)),
    ...all(["prefix_list_id"], ["prefix_list_ids"]).map((value) => listPeer(lists, value)),
    ...groups.map((value) => groupPeer(context, value)),
    ...(self === true ? [{ kind: "group", group } as const] : []),
    ...(self instanceof Unknown ? [{ kind: "unknown", why: self.why } as const] : []),
  ];
}

function blockPeer(context: TopologyContext, value: Value): SecurityGroupPeer {
  const block = context.cidrBlock(value);
  if (block === undefined || block instanceof Unknown) {
    return { kind: "unknown", why: block?.why ?? "its CIDR block is unknown" };
  }
  return { kind: "addresses", addresses: block.addresses, text: block.text };
}

function listPeer(lists: PrefixLists, value: Value): SecurityGroupPeer {
  const list = lists.forValue(value);
  if (list instanceof Unknown) return { kind: "unknown", why: list.why };
  return { kind: "addresses", addresses: unionOfBlocks(list.blocks), text: list.name };
}

/**
 * The peer of a rule that references a group; another account's group is written `<account>/<id>`.
 */
function groupPeer(context: TopologyContext, value: Value): SecurityGroupPeer {
  const own = typeof value === "string" ? value.replace(/^\d{12}\//, "") : value;
  const group = context.keys.group(own);
  if (group !== undefined) return { kind: "group", group };
  return { kind: "unknown", why: `the security group ${describeValue(value)} is not in these files` };
}

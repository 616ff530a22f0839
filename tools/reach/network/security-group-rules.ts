import { TransportSet } from "../packets/transport-set.ts";
import {
  type Attributes,
  attributeList,
  attributeText,
  describeValue,
  readFlag,
  readNumber,
  readText,
} from "../terraform/attributes.ts";
import { Unknown, type Value } from "../terraform/value.ts";
import { readCidrBlock, unionOfBlocks } from "./cidr-blocks.ts";
import type { ModelContext } from "./model-context.ts";
import type { SecurityGroupPeer, SecurityGroupRule } from "./network-model.ts";
import { prefixListsOf } from "./prefix-lists.ts";
import { ruleTransport } from "./rule-transport.ts";

/** A security group rule as configured, inline or as a separate resource. */
export interface ConfiguredRule {
  /** The attributes of the rule block or rule resource. */
  readonly rule: Attributes;
  /** The direction of the traffic that it allows. */
  readonly direction: "ingress" | "egress";
  /** The resource that creates it, with the rule's position if it holds several. */
  readonly origin: string;
}

/**
 * Expands a configured rule into one rule per peer. If its ports are unknown, the rule may cover
 * any port of its protocol, for any peer.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export function expandRule(
  context: ModelContext,
  group: string,
  { rule, origin }: ConfiguredRule,
): readonly SecurityGroupRule[] {
  const transport = transportOfRule(rule);
  if (transport instanceof Unknown) {
    return [{ peer: { kind: "unknown", why: transport.why }, transport: widestTransport(rule), origin }];
  }
  return peersOf(context, group, rule).map((peer) => ({ peer, transport, origin }));
}

function transportOfRule(rule: Attributes): TransportSet | Unknown {
  const protocol = readText(rule.ip_protocol ?? rule.protocol);
  if (protocol === undefined) return new Unknown("it has no protocol");
  if (protocol instanceof Unknown) return protocol;
  return ruleTransport(protocol, readNumber(rule.from_port), readNumber(rule.to_port));
}

/** All traffic that a rule may cover, given its protocol. */
function widestTransport(rule: Attributes): TransportSet {
  const protocol = attributeText(rule.ip_protocol ?? rule.protocol);
  const all = protocol === undefined ? undefined : ruleTransport(protocol, undefined, undefined);
  return all instanceof TransportSet ? all : TransportSet.all;
}

function peersOf(context: ModelContext, group: string, rule: Attributes): readonly SecurityGroupPeer[] {
  const all = (one: readonly string[], many: readonly string[]) => [
    ...one.flatMap((name) => rule[name] || []),
    ...many.flatMap((name) => attributeList(rule[name])),
  ];
  const self = readFlag(rule.self, false);
  const blocks = all(["cidr_ipv4", "cidr_ipv6"], ["cidr_blocks", "ipv6_cidr_blocks"]);
  const groups = all(["referenced_security_group_id", "source_security_group_id"], ["security_groups"]);
  return [
    ...blocks.map((value) => blockPeer(context, value)),
    ...all(["prefix_list_id"], ["prefix_list_ids"]).map((value) => listPeer(context, value)),
    ...groups.map((value) => groupPeer(context, value)),
    ...(self === true ? [{ kind: "group", group } as const] : []),
    ...(self instanceof Unknown ? [{ kind: "unknown", why: self.why } as const] : []),
  ];
}

function blockPeer(context: ModelContext, value: Value): SecurityGroupPeer {
  const block = readCidrBlock(context, value);
  if (block === undefined || block instanceof Unknown) {
    return { kind: "unknown", why: block?.why ?? "its CIDR block is unknown" };
  }
  return { kind: "addresses", addresses: block.addresses, text: block.text };
}

function listPeer(context: ModelContext, value: Value): SecurityGroupPeer {
  const list = prefixListsOf(context).forValue(value);
  if (list instanceof Unknown) return { kind: "unknown", why: list.why };
  return { kind: "addresses", addresses: unionOfBlocks(list.blocks), text: list.name };
}

/**
 * The peer of a rule that references a group; another account's group is written `<account>/<id>`.
 */
function groupPeer(context: ModelContext, value: Value): SecurityGroupPeer {
  const own = typeof value === "string" ? value.replace(/^\d{12}\//, "") : value;
  const group = context.resolver.group(own);
  if (group !== undefined) return { kind: "group", group };
  return { kind: "unknown", why: `the security group ${describeValue(value)} is not in these files` };
}

import { Unknown, type Value } from "../input/value.ts";
import { Services } from "../packets/services.ts";
import type { GroupRule, RulePeer } from "./fabric.ts";
import type { PrefixLists } from "./prefix-lists.ts";
import { ruleServices } from "./rule-services.ts";
import { describe, type Survey } from "./survey.ts";
import { union } from "./vpcs.ts";

/** A rule of a security group as it is written, inline or by itself. */
export interface WrittenRule {
  readonly rule: Readonly<Record<string, Value>>;
  readonly direction: "ingress" | "egress";
  readonly origin: string;
}

/**
 * The rules, one for each peer, that a written rule makes. Where its ports are not known, it may be of all that its
 * protocol has, for anybody.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export function readRules(
  survey: Survey,
  lists: PrefixLists,
  group: string,
  { rule, origin }: WrittenRule,
): readonly GroupRule[] {
  const services = servicesOf(survey, rule);
  if (services instanceof Unknown) {
    return [{ peer: { kind: "unknown", why: services.why }, services: mostOf(survey, rule), origin }];
  }
  return peersOf(survey, lists, group, rule).map((peer) => ({ peer, services, origin }));
}

function servicesOf(survey: Survey, rule: Readonly<Record<string, Value>>): Services | Unknown {
  const protocol = survey.text(rule.ip_protocol ?? rule.protocol);
  if (protocol === undefined) return new Unknown("it has no protocol");
  if (protocol instanceof Unknown) return protocol;
  return ruleServices(protocol, survey.number(rule.from_port), survey.number(rule.to_port));
}

/** All that a rule may be of by its protocol. */
function mostOf(survey: Survey, rule: Readonly<Record<string, Value>>): Services {
  const protocol = survey.word(rule.ip_protocol ?? rule.protocol);
  const all = protocol === undefined ? undefined : ruleServices(protocol, undefined, undefined);
  return all instanceof Services ? all : Services.all;
}

function peersOf(
  survey: Survey,
  lists: PrefixLists,
  group: string,
  rule: Readonly<Record<string, Value>>,
): readonly RulePeer[] {
  const all = (one: readonly string[], many: readonly string[]) => [
    ...one.flatMap((name) => rule[name] || []),
    ...many.flatMap((name) => survey.list(rule[name])),
  ];
  const self = survey.flag(rule.self, false);
  const blocks = all(["cidr_ipv4", "cidr_ipv6"], ["cidr_blocks", "ipv6_cidr_blocks"]);
  const groups = all(["referenced_security_group_id", "source_security_group_id"], ["security_groups"]);
  return [
    ...blocks.map((value) => blockPeer(survey, value)),
    ...all(["prefix_list_id"], ["prefix_list_ids"]).map((value) => listPeer(lists, value)),
    ...groups.map((value) => groupPeer(survey, value)),
    ...(self === true ? [{ kind: "group", group } as const] : []),
    ...(self instanceof Unknown ? [{ kind: "unknown", why: self.why } as const] : []),
  ];
}

function blockPeer(survey: Survey, value: Value): RulePeer {
  const block = survey.block(value);
  if (block === undefined || block instanceof Unknown) {
    return { kind: "unknown", why: block?.why ?? "its block is not known" };
  }
  return { kind: "addresses", addresses: block.addresses, text: block.text };
}

function listPeer(lists: PrefixLists, value: Value): RulePeer {
  const list = lists.of(value);
  if (list instanceof Unknown) return { kind: "unknown", why: list.why };
  return { kind: "addresses", addresses: union(list.blocks), text: list.name };
}

/** Another account's group is written `<account>/<id>`. */
function groupPeer(survey: Survey, value: Value): RulePeer {
  const own = typeof value === "string" ? value.replace(/^\d{12}\//, "") : value;
  const group = survey.keys.group(own);
  if (group !== undefined) return { kind: "group", group };
  return { kind: "unknown", why: `the security group ${describe(value)} is not in these files` };
}

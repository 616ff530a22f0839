import type { StackState, StateResource } from "./states.ts";

/** One way that the deployed security groups leave open. */
export interface FirewallRow {
  readonly from: string;
  readonly to: string;
  /** `tcp 443`, `icmp`. */
  readonly ports: string;
  /** The flows that asked for it, from the rule's description. */
  readonly flows: string;
}

const INGRESS = "aws_vpc_security_group_ingress_rule";
const EGRESS = "aws_vpc_security_group_egress_rule";

/**
 * Who can reach whom, from the rules in the deployed states: a way inside stands only where the source's
 * egress rule and the target's ingress rule both do.
 */
export function firewallTable(states: readonly StackState[]): FirewallRow[] {
  const resources = states.flatMap((state) => state.resources);
  const names = groupNames(resources);
  const rules = resources
    .filter(({ type }) => type === INGRESS || type === EGRESS)
    .map((rule) => readRule(rule, names));
  const way = ({ from, to, ports }: Rule) => `${from}|${to}|${ports}`;
  const leaving = new Set(rules.filter((rule) => rule.type === EGRESS).map(way));
  const open = rules.filter((rule) => {
    if (!rule.peerIsGroup) return true;
    return rule.type === INGRESS && leaving.has(way(rule));
  });
  return open
    .map(({ from, to, ports, flows }) => ({ from, to, ports, flows }))
    .sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to) || compare(a.ports, b.ports));
}

interface Rule extends FirewallRow {
  readonly type: string;
  readonly peerIsGroup: boolean;
}

function readRule({ type, attributes }: StateResource, names: ReadonlyMap<string, string>): Rule {
  const own = names.get(text(attributes.security_group_id)) ?? text(attributes.security_group_id);
  const group = text(attributes.referenced_security_group_id);
  const outside =
    text(attributes.cidr_ipv4) || text(attributes.cidr_ipv6) || names.get(text(attributes.prefix_list_id));
  const peer = group === "" ? (outside ?? text(attributes.prefix_list_id)) : (names.get(group) ?? group);
  return {
    type,
    peerIsGroup: group !== "",
    from: type === INGRESS ? peer : own,
    to: type === INGRESS ? own : peer,
    ports: portsOf(attributes),
    flows: text(attributes.description),
  };
}

/** Security groups and prefix lists by id. */
function groupNames(resources: readonly StateResource[]): ReadonlyMap<string, string> {
  const named = resources.flatMap(({ type, attributes }): [string, string][] => {
    if (type === "aws_security_group") return [[text(attributes.id), text(attributes.name)]];
    if (type === "aws_ec2_managed_prefix_list")
      return [
        [text(attributes.id), text(attributes.name).split(".").slice(3).join(".") || text(attributes.name)],
      ];
    if (type === "aws_vpc_endpoint" && text(attributes.prefix_list_id) !== "") {
      return [[text(attributes.prefix_list_id), text(attributes.service_name).split(".").at(-1) ?? ""]];
    }
    return [];
  });
  return new Map(named);
}

function portsOf({ ip_protocol, from_port, to_port }: StateResource["attributes"]): string {
  if (ip_protocol === "-1") return "all";
  if (ip_protocol === "icmp") return "icmp";
  const range = from_port === to_port ? String(from_port) : `${String(from_port)}-${String(to_port)}`;
  return `${String(ip_protocol)} ${range}`;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

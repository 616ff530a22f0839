import { awsPrefixLists } from "../../answers/lookups/published.ts";
import { blocksOf, numberOf, textOf, textsOf } from "../../answers/read.ts";
import type { CallContext, CloudResource } from "../../contracts.ts";
import type { ObjectValue } from "../../value.ts";
import { here, isOpen, named } from "./rule.ts";

/** Which way a rule lets packets: into the thing or out of it. */
export type Direction = "ingress" | "egress";

/** One rule of a security group as AWS counts it: one other side, one port range. */
export interface GroupRule {
  readonly group: string;
  readonly direction: Direction;
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** A CIDR, a prefix list or a security group. */
  readonly peer: string;
}

const VERSIONED: Readonly<Record<string, Direction>> = {
  aws_vpc_security_group_ingress_rule: "ingress",
  aws_vpc_security_group_egress_rule: "egress",
};

/** The other side of a rule of one resource: one of these. */
const PEERS = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"] as const;

const PROTOCOLS: Readonly<Record<string, string>> = { "1": "icmp", "6": "tcp", "17": "udp", all: "-1" };

function rule(
  group: string,
  direction: Direction,
  values: ObjectValue,
  protocol: string | undefined,
  peer: string,
): GroupRule {
  const name = (protocol ?? "-1").toLowerCase();
  const plain = PROTOCOLS[name] ?? name;
  const all = plain === "-1";
  return {
    group,
    direction,
    protocol: plain,
    from: all ? -1 : (numberOf(values, "from_port") ?? -1),
    to: all ? -1 : (numberOf(values, "to_port") ?? -1),
    peer,
  };
}

/** The rules that a rule resource or a group with rules of its own stands for; none while its peer is unknown. */
export function groupRules(type: string, id: string, values: ObjectValue): readonly GroupRule[] {
  const group = textOf(values, "security_group_id");
  const direction = VERSIONED[type];
  if (direction !== undefined && group !== undefined) {
    const peer = PEERS.map((name) => textOf(values, name)).find((text) => text !== undefined);
    return peer === undefined || isOpen(values, ...PEERS)
      ? []
      : [rule(group, direction, values, textOf(values, "ip_protocol"), peer)];
  }
  if (type === "aws_security_group_rule" && group !== undefined) {
    const peers = [
      ...["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"].flatMap((name) => textsOf(values, name)),
      textOf(values, "source_security_group_id"),
    ];
    const way = textOf(values, "type");
    if (way !== "ingress" && way !== "egress") return [];
    return peers
      .filter((peer) => peer !== undefined)
      .map((peer) => rule(group, way, values, textOf(values, "protocol"), peer));
  }
  if (type !== "aws_security_group" && type !== "aws_default_security_group") return [];
  return (["ingress", "egress"] as const).flatMap((way) =>
    blocksOf(values, way).flatMap((block) =>
      ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups"].flatMap((name) =>
        textsOf(block, name).map((peer) => rule(id, way, block, textOf(block, "protocol"), peer)),
      ),
    ),
  );
}

/** Every rule that stands in the region. */
export function allRules(context: CallContext): readonly (GroupRule & { readonly source: CloudResource })[] {
  const types = [
    "aws_security_group",
    "aws_default_security_group",
    "aws_security_group_rule",
    ...Object.keys(VERSIONED),
  ];
  return here(context, ...types).flatMap((source) =>
    groupRules(source.type, source.id, source.values).map((one) => ({ ...one, source })),
  );
}

/** How many rules a rule counts for: a prefix list as many as the entries it may have. */
export function weight(context: CallContext, { peer }: GroupRule): number {
  if (!peer.startsWith("pl-")) return 1;
  const own = named(context, peer, "aws_ec2_managed_prefix_list");
  const published = awsPrefixLists(context.region).find((list) => list.id === peer);
  return numberOf(own?.values, "max_entries") ?? published?.maxEntries ?? 1;
}

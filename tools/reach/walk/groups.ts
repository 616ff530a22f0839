import type { Fabric, GroupRule, SecurityGroup } from "../model/fabric.ts";
import { PacketSet } from "../packets/packet-set.ts";
import { EVERYTHING, type Judged } from "./judged.ts";
import type { Side } from "./side.ts";
import type { Step } from "./step.ts";

/** Which way a rule looks. */
export type Direction = "ingress" | "egress";
/** Both ways. */
export const BOTH_WAYS: readonly Direction[] = ["ingress", "egress"];

/** The far side of a connection, as security groups see it. */
export interface Peer {
  /** The groups that references to groups may find it by; none where its own address is not seen. */
  readonly groups: readonly string[];
  /** Whether it may have interfaces of groups that are not known. */
  readonly mayHaveAnyGroup: boolean;
}

/** What lets a rule's reference to a group find the far side. */
export function peerOf(side: Side, isSeen: boolean): Peer {
  if (!isSeen) return { groups: [], mayHaveAnyGroup: false };
  return {
    groups: side.groups ?? [],
    mayHaveAnyGroup: side.unknownGroups !== undefined || side.isAnything,
  };
}

/** Judges by security groups: the union of all rules of all groups. It keeps what it has worked out. */
export class GroupJudge {
  readonly #groups: Fabric["groups"];
  readonly #known = new Map<string, Judged>();

  constructor(fabric: Pick<Fabric, "groups">) {
    this.#groups = fabric.groups;
  }

  /** The step at a side's own groups; undefined where nothing filters. */
  step(side: Side, direction: Direction, peer: Peer, asked: PacketSet): Step | undefined {
    if (side.groups === undefined && side.unknownGroups === undefined) return undefined;
    const groups = (side.groups ?? []).map((address) => this.#groups.get(address)!);
    const names = groups.map((group) => group.name).join(", ");
    const word = direction === "egress" ? "outbound" : "inbound";
    const judged = this.#judge(side, groups, direction, peer);
    return {
      address: groups.map((group) => group.address).join(", ") || side.name,
      text: `security group ${names || "not known"}, ${word}`,
      judged,
      by: () => rulesThat(groups, direction, peer, asked),
      doubt: () => doubtOf(side, groups, direction, peer, asked),
      code: "ENI_SG_RULES_MISMATCH",
      remedy: `add an ${word} rule to ${names || "a security group"}`,
    };
  }

  #judge(side: Side, groups: readonly SecurityGroup[], direction: Direction, peer: Peer): Judged {
    const key = [
      groups.map((group) => group.address).join(),
      direction,
      peer.groups.join(),
      peer.mayHaveAnyGroup,
      side.unknownGroups !== undefined,
    ].join("|");
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const judged = judge(groups, direction, peer, side.unknownGroups !== undefined);
    this.#known.set(key, judged);
    return judged;
  }
}

function judge(
  groups: readonly SecurityGroup[],
  direction: Direction,
  peer: Peer,
  isUnknown: boolean,
): Judged {
  const rules = groups.flatMap((group) => group[direction]);
  const found = rules.map((rule) => ({ rule, match: matches(rule, peer) }));
  const boxes = (match: Match) =>
    PacketSet.unionOf(found.filter((each) => each.match === match).map(({ rule }) => boxOf(rule, direction)));
  const passes = boxes("yes");
  const mayPassAnything = isUnknown || groups.some((group) => group.unknown !== undefined);
  const unknown = mayPassAnything ? PacketSet.all : boxes("maybe");
  if (passes === PacketSet.all) return EVERYTHING;
  return { passes, unknown: unknown.subtract(passes) };
}

type Match = "yes" | "no" | "maybe";

/** Whether a rule speaks of the far side; a rule of addresses does by its box. */
function matches({ peer: rule }: GroupRule, peer: Peer): Match {
  if (rule.kind === "addresses") return "yes";
  if (rule.kind === "unknown") return "maybe";
  if (peer.groups.includes(rule.group)) return "yes";
  return peer.mayHaveAnyGroup ? "maybe" : "no";
}

function boxOf({ peer, services }: GroupRule, direction: Direction): PacketSet {
  if (peer.kind !== "addresses") return PacketSet.of({ services });
  return PacketSet.of(
    direction === "egress"
      ? { services, destinations: peer.addresses }
      : { services, sources: peer.addresses },
  );
}

function rulesThat(
  groups: readonly SecurityGroup[],
  direction: Direction,
  peer: Peer,
  asked: PacketSet,
): string[] {
  const rules = groups
    .flatMap((group) => group[direction])
    .filter((rule) => matches(rule, peer) !== "no" && boxOf(rule, direction).overlaps(asked));
  return [...new Set(rules.map((rule) => rule.origin))];
}

/** Of whom, and of which rules, too little is known. */
function doubtOf(
  { unknownGroups }: Side,
  groups: readonly SecurityGroup[],
  direction: Direction,
  peer: Peer,
  asked: PacketSet,
): string {
  const rules = groups
    .flatMap((group) => group[direction])
    .filter((rule) => matches(rule, peer) === "maybe" && boxOf(rule, direction).overlaps(asked))
    .map((rule) => `${rule.origin}: ${rule.peer.kind === "unknown" ? rule.peer.why : "who has the group"}`);
  const own = unknownGroups === undefined ? [] : [`which groups it has: ${unknownGroups}`];
  return [...new Set([...own, ...groups.flatMap(({ unknown }) => unknown ?? []), ...rules])].join("; ");
}

import type { NetworkModel, SecurityGroup, SecurityGroupRule } from "../../network/network-model.ts";
import { PacketSet } from "../../packets/packet-set.ts";
import { ALLOW_ALL, type FilterResult } from "./filter-result.ts";
import type { FilterStep } from "./filter-step.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";

/** Which way a rule looks. */
export type TrafficDirection = "ingress" | "egress";
/** Both ways. */
export const BOTH_DIRECTIONS: readonly TrafficDirection[] = ["ingress", "egress"];

/** The far side of a connection, as security groups see it. */
export interface FarSide {
  /** The groups that references to groups may find it by; none where its own address is not seen. */
  readonly groups: readonly string[];
  /** Whether it may have interfaces of groups that are not known. */
  readonly mayHaveAnyGroup: boolean;
}

/** What lets a rule's reference to a group find the far side. */
export function farSideOf(trafficEndpoint: TrafficEndpoint, isSeen: boolean): FarSide {
  if (!isSeen) return { groups: [], mayHaveAnyGroup: false };
  return {
    groups: trafficEndpoint.groups ?? [],
    mayHaveAnyGroup: trafficEndpoint.unknownGroups !== undefined || trafficEndpoint.isWildcard,
  };
}

/** Judges by security groups: the union of all rules of all groups. It keeps what it has worked out. */
export class SecurityGroupFilter {
  readonly #groups: NetworkModel["securityGroups"];
  readonly #known = new Map<string, FilterResult>();

  constructor(model: Pick<NetworkModel, "securityGroups">) {
    this.#groups = model.securityGroups;
  }

  /** The step at a side's own groups; undefined where nothing filters. */
  step(
    trafficEndpoint: TrafficEndpoint,
    direction: TrafficDirection,
    peer: FarSide,
    requested: PacketSet,
  ): FilterStep | undefined {
    if (trafficEndpoint.groups === undefined && trafficEndpoint.unknownGroups === undefined) return undefined;
    const groups = (trafficEndpoint.groups ?? []).map((address) => this.#groups.get(address)!);
    const names = groups.map((group) => group.name).join(", ");
    const word = direction === "egress" ? "outbound" : "inbound";
    const result = this.#evaluate(trafficEndpoint, groups, direction, peer);
    return {
      address: groups.map((group) => group.address).join(", ") || trafficEndpoint.name,
      text: `security group ${names || "not known"}, ${word}`,
      result,
      rules: () => rulesThat(groups, direction, peer, requested),
      unknownReason: () => unknownReasonOf(trafficEndpoint, groups, direction, peer, requested),
      code: "ENI_SG_RULES_MISMATCH",
      remedy: `add an ${word} rule to ${names || "a security group"}`,
    };
  }

  #evaluate(
    trafficEndpoint: TrafficEndpoint,
    groups: readonly SecurityGroup[],
    direction: TrafficDirection,
    peer: FarSide,
  ): FilterResult {
    const key = [
      groups.map((group) => group.address).join(),
      direction,
      peer.groups.join(),
      peer.mayHaveAnyGroup,
      trafficEndpoint.unknownGroups !== undefined,
    ].join("|");
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const result = evaluateRules(groups, direction, peer, trafficEndpoint.unknownGroups !== undefined);
    this.#known.set(key, result);
    return result;
  }
}

function evaluateRules(
  groups: readonly SecurityGroup[],
  direction: TrafficDirection,
  peer: FarSide,
  isUnknown: boolean,
): FilterResult {
  const rules = groups.flatMap((group) => group[direction]);
  const found = rules.map((rule) => ({ rule, match: matches(rule, peer) }));
  const boxes = (match: Match) =>
    PacketSet.unionOf(found.filter((each) => each.match === match).map(({ rule }) => boxOf(rule, direction)));
  const allowed = boxes("yes");
  const mayPassAnything = isUnknown || groups.some((group) => group.unknown !== undefined);
  const unknown = mayPassAnything ? PacketSet.all : boxes("maybe");
  if (allowed === PacketSet.all) return ALLOW_ALL;
  return { allowed, unknown: unknown.subtract(allowed) };
}

type Match = "yes" | "no" | "maybe";

/** Whether a rule speaks of the far side; a rule of addresses does by its box. */
function matches({ peer: rule }: SecurityGroupRule, peer: FarSide): Match {
  if (rule.kind === "addresses") return "yes";
  if (rule.kind === "unknown") return "maybe";
  if (peer.groups.includes(rule.group)) return "yes";
  return peer.mayHaveAnyGroup ? "maybe" : "no";
}

function boxOf({ peer, transport }: SecurityGroupRule, direction: TrafficDirection): PacketSet {
  if (peer.kind !== "addresses") return PacketSet.of({ transport });
  return PacketSet.of(
    direction === "egress"
      ? { transport, destinations: peer.addresses }
      : { transport, sources: peer.addresses },
  );
}

function rulesThat(
  groups: readonly SecurityGroup[],
  direction: TrafficDirection,
  peer: FarSide,
  requested: PacketSet,
): string[] {
  const rules = groups
    .flatMap((group) => group[direction])
    .filter((rule) => matches(rule, peer) !== "no" && boxOf(rule, direction).overlaps(requested));
  return [...new Set(rules.map((rule) => rule.origin))];
}

/** Of whom, and of which rules, too little is known. */
function unknownReasonOf(
  { unknownGroups }: TrafficEndpoint,
  groups: readonly SecurityGroup[],
  direction: TrafficDirection,
  peer: FarSide,
  requested: PacketSet,
): string {
  const rules = groups
    .flatMap((group) => group[direction])
    .filter((rule) => matches(rule, peer) === "maybe" && boxOf(rule, direction).overlaps(requested))
    .map((rule) => `${rule.origin}: ${rule.peer.kind === "unknown" ? rule.peer.why : "who has the group"}`);
  const own = unknownGroups === undefined ? [] : [`which groups it has: ${unknownGroups}`];
  return [...new Set([...own, ...groups.flatMap(({ unknown }) => unknown ?? []), ...rules])].join("; ");
}

import { required } from "../../../../language/required.ts";
import type { NetworkModel, SecurityGroup, SecurityGroupRule } from "../../network/network-model.ts";
import { PacketSet } from "../../packets/packet-set.ts";
import { ALLOW_ALL, type FilterResult } from "./filter-result.ts";
import type { FilterStep } from "./filter-step.ts";
import type { TrafficEndpoint } from "./traffic-endpoint.ts";

/** The direction of a rule. */
export type TrafficDirection = "ingress" | "egress";
/** Both directions. */
export const BOTH_DIRECTIONS: readonly TrafficDirection[] = ["ingress", "egress"];

/** The peer of a connection, as security groups see it. */
export interface FarSide {
  /** The groups by which rules recognize it; none where its own address is not visible. */
  readonly groups: readonly string[];
  /** True if it may have unknown groups. */
  readonly mayHaveAnyGroup: boolean;
}

/** Returns the peer's groups as far as rules can recognize them. */
export function farSideOf(trafficEndpoint: TrafficEndpoint, isSeen: boolean): FarSide {
  if (!isSeen) return { groups: [], mayHaveAnyGroup: false };
  return {
    groups: trafficEndpoint.groups ?? [],
    mayHaveAnyGroup: trafficEndpoint.unknownGroups !== undefined || trafficEndpoint.isWildcard,
  };
}

/** Evaluates security groups: the union of the rules of all groups. Results are memoized. */
export class SecurityGroupFilter {
  readonly #groups: NetworkModel["securityGroups"];
  readonly #known = new Map<string, FilterResult>();

  constructor(model: Pick<NetworkModel, "securityGroups">) {
    this.#groups = model.securityGroups;
  }

  /** Returns the step for an endpoint's own groups; undefined if nothing filters. */
  step(
    trafficEndpoint: TrafficEndpoint,
    direction: TrafficDirection,
    peer: FarSide,
    requested: PacketSet,
  ): FilterStep | undefined {
    if (trafficEndpoint.groups === undefined && trafficEndpoint.unknownGroups === undefined) return undefined;
    const groups = (trafficEndpoint.groups ?? []).map((address) => required(this.#groups, address));
    const names = groups.map((group) => group.name).join(", ");
    const word = direction === "egress" ? "outbound" : "inbound";
    const result = this.#evaluate(trafficEndpoint, groups, direction, peer);
    return {
      address: groups.map((group) => group.address).join(", ") || trafficEndpoint.name,
      text: `security group ${names || "unknown"}, ${word}`,
      result,
      rules: () => matchingRules(groups, direction, peer, requested),
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

/**
 * Reports whether a rule matches the peer. A rule for addresses always does: its packet set
 * restricts it.
 */
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

function matchingRules(
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

/** The reasons why the result is unknown: of the endpoint, its groups and their rules. */
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
    .map(
      (rule) =>
        `${rule.origin}: ${rule.peer.kind === "unknown" ? rule.peer.why : "unknown whether the peer has the group"}`,
    );
  const own = unknownGroups === undefined ? [] : [`unknown security groups: ${unknownGroups}`];
  return [...new Set([...own, ...groups.flatMap(({ unknown }) => unknown ?? []), ...rules])].join("; ");
}

import type { NetworkAcl, NetworkAclEntry, Subnet } from "../../network/network-model.ts";
import { PacketSet } from "../../packets/packet-set.ts";
import { TransportSet } from "../../packets/transport-set.ts";
import { type FilterResult, UNKNOWN_FOR_ALL } from "./filter-result.ts";
import { type FilterStep, shortName } from "./filter-step.ts";
import type { TrafficDirection } from "./security-group-filter.ts";

/** Traffic without replies, for which a network ACL needs no entry for return traffic. */
const NO_REPLY = PacketSet.of({ transport: TransportSet.withoutReplies });

/** Evaluates network ACLs. Results are memoized. */
export class NetworkAclFilter {
  readonly #known = new Map<string, FilterResult>();

  /** Returns the step for connections that cross a subnet boundary in a direction. */
  step(subnet: Subnet, direction: TrafficDirection, requested: PacketSet): FilterStep {
    const word = direction === "egress" ? "outbound" : "inbound";
    return {
      address: subnet.acl.address,
      text: `network ACL of ${shortName(subnet.address)}, ${word}`,
      result: this.#packets(subnet.acl, direction),
      rules: () => deciders(subnet.acl[direction], direction, requested),
      unknownReason: () => subnet.acl.unknown ?? "",
      code: "SUBNET_ACL_RESTRICTION",
      remedy: `add an ${word} rule`,
    };
  }

  /**
   * Returns the step for return traffic, which crosses the boundary in the other direction and
   * matches entries of its own.
   */
  replyStep(subnet: Subnet, returnDirection: TrafficDirection, requested: PacketSet): FilterStep {
    const word = returnDirection === "egress" ? "outbound" : "inbound";
    return {
      address: subnet.acl.address,
      text: `network ACL of ${shortName(subnet.address)}, return traffic ${word}`,
      result: this.#requestsWithReplies(subnet.acl, returnDirection),
      rules: () => deciders(subnet.acl[returnDirection], returnDirection, requested.reversed()),
      unknownReason: () => subnet.acl.unknown ?? "",
      code: "SUBNET_ACL_RESTRICTION",
      remedy: `add an ${word} rule for the return traffic's ports`,
      returnDirection,
    };
  }

  #packets(acl: NetworkAcl, direction: TrafficDirection): FilterResult {
    return this.#memoized(`${acl.address} ${direction}`, () => evaluateEntries(acl, direction));
  }

  /** The requests whose return traffic the entries allow; traffic without replies always passes. */
  #requestsWithReplies(acl: NetworkAcl, returnDirection: TrafficDirection): FilterResult {
    return this.#memoized(`${acl.address} ${returnDirection} replies`, () => {
      const { allowed, unknown } = this.#packets(acl, returnDirection);
      const requests = allowed === PacketSet.all ? allowed : allowed.reversed().union(NO_REPLY);
      return { allowed: requests, unknown: unknown.reversed().subtract(requests) };
    });
  }

  #memoized(key: string, work: () => FilterResult): FilterResult {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const result = work();
    this.#known.set(key, result);
    return result;
  }
}

/**
 * Evaluates the entries in order: the first match decides, and packets without a match are denied.
 */
function evaluateEntries(acl: NetworkAcl, direction: TrafficDirection): FilterResult {
  if (acl.unknown !== undefined) return UNKNOWN_FOR_ALL;
  let left = PacketSet.all;
  const allowed: PacketSet[] = [];
  for (const entry of acl[direction]) {
    const box = boxOf(entry, direction);
    if (entry.action === "allow") allowed.push(box.intersect(left));
    left = left.subtract(box);
  }
  return { allowed: PacketSet.unionOf(allowed), unknown: PacketSet.none };
}

function boxOf({ peer, transport }: NetworkAclEntry, direction: TrafficDirection): PacketSet {
  return PacketSet.of(
    direction === "egress" ? { transport, destinations: peer } : { transport, sources: peer },
  );
}

function deciders(
  entries: readonly NetworkAclEntry[],
  direction: TrafficDirection,
  requested: PacketSet,
): string[] {
  const found: string[] = [];
  let left = requested;
  for (const entry of entries) {
    const box = boxOf(entry, direction);
    if (!box.overlaps(left)) continue;
    found.push(entry.origin);
    left = left.subtract(box);
    if (left.isEmpty) break;
  }
  return found;
}

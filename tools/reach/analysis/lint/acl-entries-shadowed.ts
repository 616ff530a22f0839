import { required } from "../../../../language/required.ts";
import type { NetworkAcl, NetworkAclEntry, NetworkModel } from "../../network/network-model.ts";
import { formatAddresses } from "../../packets/addresses.ts";
import { PacketSet } from "../../packets/packet-set.ts";
import type { TrafficDirection } from "../paths/security-group-filter.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { directionWord, formatList } from "./words.ts";

/**
 * Finds network ACL entries that no packet reaches, because entries with lower numbers match all of
 * it. If those have the opposite action, it is an error.
 */
export const aclEntriesShadowed: LintRule = {
  code: "ACL_ENTRY_SHADOWED",
  checks: "network ACL entries that no packet reaches",
  documentation: ["https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html"],
  find({ model }) {
    return completeAcls(model).flatMap((acl) => [...shadowed(acl, "ingress"), ...shadowed(acl, "egress")]);
  },
};

/** Returns the network ACLs of all subnets whose entries are all known, without duplicates. */
export function completeAcls(model: NetworkModel): NetworkAcl[] {
  const acls = new Map([...model.subnets.values()].map(({ acl }) => [acl.address, acl]));
  return [...acls.values()].filter(({ unknown }) => unknown === undefined);
}

function shadowed(acl: NetworkAcl, direction: TrafficDirection): RuleFinding[] {
  let left = PacketSet.all;
  return acl[direction].flatMap((entry, index) => {
    const box = boxOf(entry);
    const isReached = box.overlaps(left);
    left = left.subtract(box);
    if (isReached) return [];
    const before = acl[direction].slice(0, index).filter((other) => boxOf(other).overlaps(box));
    return [finding(acl, direction, entry, before)];
  });
}

/** The peer is the source here, in either direction. */
function boxOf({ peer, transport }: NetworkAclEntry): PacketSet {
  return PacketSet.of({ sources: peer, transport });
}

function finding(
  acl: NetworkAcl,
  direction: TrafficDirection,
  entry: NetworkAclEntry,
  before: readonly NetworkAclEntry[],
): RuleFinding {
  const covering = before.find((other) => boxOf(other).covers(boxOf(entry)));
  const deciding = covering === undefined ? before : [covering];
  const isContrary = deciding.some(({ action }) => action !== entry.action);
  const name = `${directionWord(direction)} entry ${entry.number} (${format(entry)})`;
  const others = formatList(deciding.map((other) => `${other.number} (${format(other)})`));
  return {
    severity: isContrary ? "error" : "warning",
    address: entry.origin,
    text: `${name} is never reached: ${others} ${deciding.length === 1 ? "matches" : "match"} all of it first`,
    fix: isContrary
      ? `give it a number below ${required(deciding, 0).number}, or remove it`
      : `remove it from ${acl.address}`,
  };
}

function format({ action, transport, peer }: NetworkAclEntry): string {
  return `${action} ${transport.format()} ${formatAddresses(peer)}`;
}

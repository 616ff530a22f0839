import type { NetworkAcl, NetworkAclEntry, NetworkModel } from "../../network/network-model.ts";
import { formatAddresses } from "../../packets/addresses.ts";
import { PacketSet } from "../../packets/packet-set.ts";
import type { TrafficDirection } from "../paths/security-group-filter.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { directionWord, formatList } from "./words.ts";

/**
 * An entry of a network ACL that no packet gets to, for entries with lower numbers decide all of what it speaks
 * of. Where these do the opposite of what it says, that is an error.
 */
export const aclEntriesShadowed: LintRule = {
  code: "ACL_ENTRY_SHADOWED",
  checks: "network ACL entries that no packet gets to",
  documentation: ["https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html"],
  find({ model }) {
    return completeAcls(model).flatMap((acl) => [...shadowed(acl, "ingress"), ...shadowed(acl, "egress")]);
  },
};

/** The network ACLs of all subnets, each once, where their entries are all known. */
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

/** The far side is the source here, whichever way the entry looks. */
function boxOf({ peer, transport }: NetworkAclEntry): PacketSet {
  return PacketSet.of({ sources: peer, transport });
}

function finding(
  acl: NetworkAcl,
  direction: TrafficDirection,
  entry: NetworkAclEntry,
  before: readonly NetworkAclEntry[],
): RuleFinding {
  const whole = before.find((other) => boxOf(other).covers(boxOf(entry)));
  const deciding = whole === undefined ? before : [whole];
  const isContrary = deciding.some(({ action }) => action !== entry.action);
  const name = `${directionWord(direction)} entry ${entry.number} (${format(entry)})`;
  const others = formatList(deciding.map((other) => `${other.number} (${format(other)})`));
  return {
    severity: isContrary ? "error" : "warning",
    address: entry.origin,
    text: `${name} is never reached: ${others} ${deciding.length === 1 ? "decides" : "decide"} all of it before`,
    fix: isContrary
      ? `give it a number below ${deciding[0]!.number}, or remove it`
      : `remove it from ${acl.address}`,
  };
}

function format({ action, transport, peer }: NetworkAclEntry): string {
  return `${action} ${transport.format()} ${formatAddresses(peer)}`;
}

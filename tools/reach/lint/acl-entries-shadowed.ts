import type { Acl, AclEntry, Fabric } from "../model/fabric.ts";
import { sayAddresses } from "../packets/addresses.ts";
import { PacketSet } from "../packets/packet-set.ts";
import type { Direction } from "../walk/groups.ts";
import type { Found, LintRule } from "./finding.ts";
import { sayList, wordOf } from "./words.ts";

/**
 * An entry of a network ACL that no packet gets to, for entries with lower numbers decide all of what it speaks
 * of. Where these do the opposite of what it says, that is an error.
 */
export const aclEntriesShadowed: LintRule = {
  code: "ACL_ENTRY_SHADOWED",
  about: "network ACL entries that no packet gets to",
  says: ["https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html"],
  find({ fabric }) {
    return aclsOf(fabric).flatMap((acl) => [...shadowed(acl, "ingress"), ...shadowed(acl, "egress")]);
  },
};

/** The network ACLs of all subnets, each once, where their entries are all known. */
export function aclsOf(fabric: Fabric): Acl[] {
  const acls = new Map([...fabric.subnets.values()].map(({ acl }) => [acl.address, acl]));
  return [...acls.values()].filter(({ unknown }) => unknown === undefined);
}

function shadowed(acl: Acl, direction: Direction): Found[] {
  let left = PacketSet.all;
  return acl[direction].flatMap((entry, index) => {
    const box = boxOf(entry);
    const isReached = box.overlaps(left);
    left = left.subtract(box);
    if (isReached) return [];
    const before = acl[direction].slice(0, index).filter((other) => boxOf(other).overlaps(box));
    return [found(acl, direction, entry, before)];
  });
}

/** The far side is the source here, whichever way the entry looks. */
function boxOf({ peer, services }: AclEntry): PacketSet {
  return PacketSet.of({ sources: peer, services });
}

function found(acl: Acl, direction: Direction, entry: AclEntry, before: readonly AclEntry[]): Found {
  const whole = before.find((other) => boxOf(other).covers(boxOf(entry)));
  const deciding = whole === undefined ? before : [whole];
  const isContrary = deciding.some(({ action }) => action !== entry.action);
  const name = `${wordOf(direction)} entry ${entry.number} (${say(entry)})`;
  const others = sayList(deciding.map((other) => `${other.number} (${say(other)})`));
  return {
    severity: isContrary ? "error" : "warning",
    address: entry.origin,
    text: `${name} is never reached: ${others} ${deciding.length === 1 ? "decides" : "decide"} all of it before`,
    fix: isContrary
      ? `give it a number below ${deciding[0]!.number}, or remove it`
      : `remove it from ${acl.address}`,
  };
}

function say({ action, services, peer }: AclEntry): string {
  return `${action} ${services.say()} ${sayAddresses(peer)}`;
}

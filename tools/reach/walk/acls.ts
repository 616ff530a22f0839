import type { Acl, AclEntry, Subnet } from "../model/fabric.ts";
import { PacketSet } from "../packets/packet-set.ts";
import { Services } from "../packets/services.ts";
import type { Direction } from "./groups.ts";
import { type Judged, UNKNOWABLE } from "./judged.ts";
import { type Step, shortName } from "./step.ts";

/** Nothing answers these: a network ACL need not let an answer through. */
const UNANSWERED = PacketSet.of({ services: Services.unanswered });

/** Judges by network ACLs. It keeps what it has worked out. */
export class AclJudge {
  readonly #known = new Map<string, Judged>();

  /** The step at a subnet's border for connections that cross it one way. */
  step(subnet: Subnet, direction: Direction, asked: PacketSet): Step {
    const word = direction === "egress" ? "outbound" : "inbound";
    return {
      address: subnet.acl.address,
      text: `network ACL of ${shortName(subnet.address)}, ${word}`,
      judged: this.#packets(subnet.acl, direction),
      by: () => deciders(subnet.acl[direction], direction, asked),
      doubt: () => subnet.acl.unknown ?? "",
      code: "SUBNET_ACL_RESTRICTION",
      remedy: `add an ${word} rule`,
    };
  }

  /** The step for the answers, which cross the border the other way and are judged by rules of their own. */
  answers(subnet: Subnet, direction: Direction, asked: PacketSet): Step {
    const word = direction === "egress" ? "outbound" : "inbound";
    return {
      address: subnet.acl.address,
      text: `network ACL of ${shortName(subnet.address)}, answers ${word}`,
      judged: this.#answers(subnet.acl, direction),
      by: () => deciders(subnet.acl[direction], direction, asked.reversed()),
      doubt: () => subnet.acl.unknown ?? "",
      code: "SUBNET_ACL_RESTRICTION",
      remedy: `add an ${word} rule for the answers' ports`,
      answers: direction,
    };
  }

  #packets(acl: Acl, direction: Direction): Judged {
    return this.#kept(`${acl.address} ${direction}`, () => judge(acl, direction));
  }

  #answers(acl: Acl, direction: Direction): Judged {
    return this.#kept(`${acl.address} ${direction} answers`, () => {
      const { passes, unknown } = this.#packets(acl, direction);
      const back = passes === PacketSet.all ? passes : passes.reversed().union(UNANSWERED);
      return { passes: back, unknown: unknown.reversed().subtract(back) };
    });
  }

  #kept(key: string, work: () => Judged): Judged {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const judged = work();
    this.#known.set(key, judged);
    return judged;
  }
}

/** The first entry that fits decides; what fits none is denied. */
function judge(acl: Acl, direction: Direction): Judged {
  if (acl.unknown !== undefined) return UNKNOWABLE;
  let left = PacketSet.all;
  const allowed: PacketSet[] = [];
  for (const entry of acl[direction]) {
    const box = boxOf(entry, direction);
    if (entry.action === "allow") allowed.push(box.intersect(left));
    left = left.subtract(box);
  }
  return { passes: PacketSet.unionOf(allowed), unknown: PacketSet.none };
}

function boxOf({ peer, services }: AclEntry, direction: Direction): PacketSet {
  return PacketSet.of(
    direction === "egress" ? { services, destinations: peer } : { services, sources: peer },
  );
}

function deciders(entries: readonly AclEntry[], direction: Direction, asked: PacketSet): string[] {
  const found: string[] = [];
  let left = asked;
  for (const entry of entries) {
    const box = boxOf(entry, direction);
    if (!box.overlaps(left)) continue;
    found.push(entry.origin);
    left = left.subtract(box);
    if (left.isEmpty) break;
  }
  return found;
}

import type { Addresses } from "../packets/addresses.ts";
import { PacketSet } from "../packets/packet-set.ts";
import { dependable } from "./client-ports.ts";
import { both, EVERYTHING, type Judged, NOTHING, refusesAll, within } from "./judged.ts";
import type { Side } from "./side.ts";
import type { Step } from "./step.ts";

/** A stretch of a way on which packets keep their addresses. */
export interface Leg {
  readonly from: Side;
  readonly to: Side;
  /** The connections that are to get through. */
  readonly asked: PacketSet;
  readonly steps: readonly Step[];
}

/** A way that routes give some connections, and all that decides about them on it; legs part at each NAT. */
export interface Way {
  readonly destinations: Addresses;
  readonly legs: readonly Leg[];
}

const judgedLegs = new WeakMap<Leg, Judged>();

/** What gets through a leg. */
function judgeLeg(leg: Leg): Judged {
  let judged = judgedLegs.get(leg);
  if (judged === undefined) {
    judged = judge(leg);
    judgedLegs.set(leg, judged);
  }
  return judged;
}

function judge({ asked, steps }: Leg): Judged {
  let judged = within(EVERYTHING, asked);
  for (const step of steps) {
    judged = both(judged, step.judged);
    if (refusesAll(judged)) return NOTHING;
  }
  return judged;
}

/** What gets through a whole way, as the first leg's packets: a NAT keeps destination and service. */
export function judgeWay({ legs }: Way): Judged {
  const [first, ...rest] = legs;
  if (first === undefined) throw new RangeError("a way without a leg");
  return rest.reduce<Judged>((sum, leg) => both(sum, onlyFarSide(leg)), judgeLeg(first));
}

/** Where only some of the addresses or ports get through that the one between may have, nothing is sure. */
function onlyFarSide(leg: Leg): Judged {
  const { passes, unknown } = judgeLeg(leg);
  const isSure = leg.from.isExact || passes.sources().covers(leg.asked.sources());
  const sure = isSure ? farSide(dependable(passes, leg)) : PacketSet.none;
  return { passes: sure, unknown: farSide(passes.union(unknown)).subtract(sure) };
}

/** The same destinations and services from anywhere. */
function farSide(packets: PacketSet): PacketSet {
  return PacketSet.unionOf(
    [...packets.boxes()].map(({ destinations, services }) => PacketSet.of({ destinations, services })),
  );
}

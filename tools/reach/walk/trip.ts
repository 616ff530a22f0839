import type { Subnet } from "../model/fabric.ts";
import { areStandIns } from "../model/places.ts";
import { type Addresses, sayAddresses } from "../packets/addresses.ts";
import { Services } from "../packets/services.ts";
import type { Direction } from "./groups.ts";
import type { Crossing, Path } from "./path.ts";
import type { Side } from "./side.ts";
import type { Code } from "./step.ts";

/** Packets on their way: whose address they carry now, and what they met so far. */
export interface Trip {
  readonly carrier: Side;
  readonly to: Side;
  readonly destinations: Addresses;
  readonly crossings: readonly Crossing[];
  /** Whether they answer what has come from there: gateways that keep state let them in. */
  readonly isAnswer: boolean;
}

/** More than any real network has in a row: routes that lead in a circle end here. */
const MOST_CROSSINGS = 60;

/** Whether a trip goes round in a circle. */
export function isCircle({ crossings }: Trip): boolean {
  return crossings.length > MOST_CROSSINGS;
}

/** Whether a side is met over the internet: it, or a service of AWS's with public addresses. */
export function isPublic({ outside }: Side): boolean {
  return outside?.kind === "internet" || outside?.kind === "cdn" || outside?.kind === "aws-service";
}

/** Whether a side is only what a question names: a gateway endpoint, or addresses that nothing has. */
export function isNamedAlone({ outside }: Side): boolean {
  return outside?.kind === "gateway-endpoint" || outside?.kind === "nowhere";
}

/** A trip that has met one thing more. */
export function add(trip: Trip, crossing: Crossing): Trip {
  return { ...trip, crossings: [...trip.crossings, crossing] };
}

/** Out of a subnet. */
export function leave(trip: Trip, subnet: Subnet): Trip {
  return add(trip, { kind: "leave", subnet });
}

/** Into a subnet. */
export function enter(trip: Trip, subnet: Subnet): Trip {
  return add(trip, { kind: "enter", subnet });
}

/** From one subnet into another, unless they are one. */
export function cross(trip: Trip, from: Subnet, to: Subnet): Trip {
  return from === to ? trip : enter(trip, to);
}

/** By something that lets all pass. */
export function pass(
  trip: Trip,
  address: string,
  text: string,
  groupsSeenBy: readonly Direction[] = [],
): Trip {
  return add(trip, { kind: "pass", address, text, groupsSeenBy });
}

/** On, with another's address. */
export function translate(trip: Trip, side: Side, address: string, services = Services.all): Trip {
  return { ...add(trip, { kind: "translate", side, address, services }), carrier: side };
}

/** The end of a trip: there. */
export function arrive({ destinations, crossings }: Trip): Path {
  return { destinations, crossings, end: "arrives" };
}

/** The end of a trip: no further, because of what is at an address. */
export function stop(trip: Trip, address: string, code: Code, text: string, remedy: string): Path {
  return end(add(trip, { kind: "stop", address, code, text, remedy }), "stops");
}

/** The end of what is known about a trip. */
export function doubt(trip: Trip, address: string, text: string): Path {
  return end(add(trip, { kind: "doubt", address, text }), "doubts");
}

/** The far end's own network ACL would decide too: who mends one cause should know of the next. */
function end(trip: Trip, how: "stops" | "doubts"): Path {
  const { subnet } = trip.to;
  const isThere = trip.crossings.some((crossing) => crossing.kind === "enter" && crossing.subnet === subnet);
  const { destinations, crossings } = subnet === undefined || isThere ? trip : enter(trip, subnet);
  return { destinations, crossings, end: how };
}

/** Blocks of a side; its name where it has more than a line can say, or only AWS knows its addresses. */
export function sayPart(side: Side, addresses: Addresses): string {
  return addresses.intervals.length > 2 || areStandIns(addresses) ? side.name : sayAddresses(addresses);
}

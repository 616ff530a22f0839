import type { Platform, PlatformSpec } from "../../spec/platform.ts";
import { environmentsOf, resolve } from "../../spec/resolve.ts";
import type { Inventory } from "./input/inventory.ts";
import { isMap } from "./input/value.ts";
import type { Fabric, Outside } from "./model/fabric.ts";
import type { ToldBlocks } from "./model/transit-gateways.ts";
import { type Addresses, NO_ADDRESS, parseAddresses } from "./packets/addresses.ts";
import { platformEnd } from "./verbs/obligations.ts";

/** A network outside that a platform names: `roboshop-lab/office`. */
export interface NamedOutside {
  readonly name: string;
  readonly addresses: Addresses;
  /** The same, as the spec writes them. */
  readonly blocks: readonly string[];
  /** The resource that it is behind; undefined: whatever has its addresses, or the internet. */
  readonly behind: string | undefined;
}

/** The platforms of some specs whose stacks are among these. @throws SpecError when such a spec is bad. */
export function platformsAmong(specs: readonly PlatformSpec[], stacks: ReadonlySet<string>): Platform[] {
  return specs.flatMap((spec) =>
    environmentsOf(spec)
      .filter((environment) => stacks.has(`${spec.name}-${environment}-network`))
      .map((environment) => resolve(spec, environment)),
  );
}

/** The networks outside that platforms name. */
export function namedOutsidesOf(platforms: readonly Platform[], inventory: Inventory): NamedOutside[] {
  return platforms.flatMap((platform) => {
    const lines = linesOf(platform, inventory);
    return Object.entries(platform.outside).map(([name, { cidrs, via }]) => ({
      name: platformEnd(platform, name),
      addresses: unionOf(cidrs.map((cidr) => parseAddresses(cidr) ?? NO_ADDRESS)),
      blocks: cidrs,
      behind: lines.get(via),
    }));
  });
}

/** The output in which a platform's connect stack publishes what networks outside are behind, by connection. */
const LINES = "line_ids";

function linesOf(platform: Platform, inventory: Inventory): ReadonlyMap<string, string> {
  const stack = `${platform.name}-${platform.environment}-connect`;
  const output = inventory.outputs.find((each) => each.stack === stack && each.name === LINES);
  const ids = output !== undefined && isMap(output.value) ? Object.entries(output.value) : [];
  return new Map(
    ids.flatMap(([connection, id]) => {
      const line = inventory.identify(id)?.resource.address;
      return line === undefined ? [] : [[connection, line] as const];
    }),
  );
}

/**
 * What BGP is taken to tell: a platform that says which blocks are behind a line says also that they are told, and that
 * they are behind no other.
 */
export function toldBy(named: readonly NamedOutside[]): ToldBlocks {
  const told = new Map<string, string[]>();
  for (const { behind, blocks } of named) {
    if (behind !== undefined) told.set(behind, [...(told.get(behind) ?? []), ...blocks]);
  }
  return told;
}

/**
 * A network in which the named outside networks stand for themselves: the internet, or what else is behind the same
 * line, has the rest.
 */
export function withNamedOutsides(fabric: Fabric, named: readonly NamedOutside[]): Fabric {
  const outsides = new Map(fabric.outsides);
  for (const { name, addresses, behind } of named) {
    const line = behind === undefined ? undefined : outsides.get(behind);
    for (const whole of line === undefined ? inOrder(outsides) : [line]) {
      const part = whole === line ? addresses : whole.addresses.intersect(addresses);
      if (!part.isEmpty) divide(outsides, whole, name, part);
    }
  }
  return { ...fabric, outsides };
}

/** Takes a part of a network out of it, under its own name; one that has nothing else is no more. */
function divide(outsides: Map<string, Outside>, whole: Outside, name: string, part: Addresses): void {
  const rest = whole.addresses.subtract(part);
  if (rest.isEmpty) outsides.delete(whole.name);
  else outsides.set(whole.name, { ...whole, addresses: rest });
  const { isUncharted: _, unknown: __, ...known } = whole;
  const own = outsides.get(name)?.addresses ?? NO_ADDRESS;
  outsides.set(name, { ...known, name, addresses: own.union(part) });
}

/** Narrower networks before the internet, which has all that nobody else has. */
function inOrder(outsides: ReadonlyMap<string, Outside>): Outside[] {
  return [...outsides.values()].sort((a, b) => Number(a.kind === "internet") - Number(b.kind === "internet"));
}

function unionOf(parts: readonly Addresses[]): Addresses {
  return parts.reduce((sum, part) => sum.union(part), NO_ADDRESS);
}

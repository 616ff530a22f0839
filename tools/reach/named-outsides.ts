import type { Platform, PlatformSpec } from "../../spec/platform.ts";
import { environmentsOf, resolve } from "../../spec/resolve.ts";
import type { Fabric, Outside } from "./model/fabric.ts";
import { type Addresses, NO_ADDRESS, parseAddresses } from "./packets/addresses.ts";
import { platformEnd } from "./verbs/obligations.ts";

/** Networks outside that somebody has a name for, and their addresses: `roboshop-lab/office`. */
export type NamedOutsides = ReadonlyMap<string, Addresses>;

/** The platforms of some specs whose stacks are among these. @throws SpecError when such a spec is bad. */
export function platformsAmong(specs: readonly PlatformSpec[], stacks: ReadonlySet<string>): Platform[] {
  return specs.flatMap((spec) =>
    environmentsOf(spec)
      .filter((environment) => stacks.has(`${spec.name}-${environment}-network`))
      .map((environment) => resolve(spec, environment)),
  );
}

/** The networks outside that platforms name. */
export function namedOutsidesOf(platforms: readonly Platform[]): NamedOutsides {
  return new Map(platforms.flatMap(outsidesOf));
}

function outsidesOf(platform: Platform): [string, Addresses][] {
  return Object.entries(platform.outside).map(([name, { cidrs }]) => [
    platformEnd(platform, name),
    unionOf(cidrs.map((cidr) => parseAddresses(cidr) ?? NO_ADDRESS)),
  ]);
}

/** A network in which the named outside networks stand for themselves: the internet has the rest. */
export function withNamedOutsides(fabric: Fabric, named: NamedOutsides): Fabric {
  const outsides = new Map(fabric.outsides);
  for (const [name, addresses] of named) {
    for (const whole of inOrder(outsides)) {
      const part = whole.addresses.intersect(addresses);
      if (part.isEmpty) continue;
      outsides.set(whole.name, { ...whole, addresses: whole.addresses.subtract(part) });
      outsides.set(name, {
        ...whole,
        name,
        addresses: (outsides.get(name)?.addresses ?? NO_ADDRESS).union(part),
      });
    }
  }
  return { ...fabric, outsides };
}

/** Narrower networks before the internet, which has all that nobody else has. */
function inOrder(outsides: ReadonlyMap<string, Outside>): Outside[] {
  return [...outsides.values()].sort((a, b) => Number(a.kind === "internet") - Number(b.kind === "internet"));
}

function unionOf(parts: readonly Addresses[]): Addresses {
  return parts.reduce((sum, part) => sum.union(part), NO_ADDRESS);
}

import { isDeepStrictEqual } from "node:util";
import type { Inventory } from "../input/inventory.ts";
import { isList, isMap, Reference, type Value } from "../input/value.ts";
import type { Fabric, RulePeer, Target } from "../model/fabric.ts";
import { sayAddresses } from "../packets/addresses.ts";
import type { Services } from "../packets/services.ts";

/** What a rule, an entry or a route does, in words: the same words, the same effect. */
interface Effect {
  /** The group, network ACL or route table that it is of. */
  readonly within: string;
  readonly says: string;
  /** On which services, of a security group's rule. */
  readonly services: Services | undefined;
}

/** What a change did to a resource or to a rule in it. */
export interface Reason {
  readonly address: string;
  /** `same`: it was there before as it is now, and takes part. */
  readonly change: "added" | "removed" | "changed" | "same";
}

/** The rules, entries and routes of a network, by what makes them. */
export class RuleBook {
  readonly #inventory: Inventory;
  readonly #effects = new Map<string, Effect[]>();
  readonly #said = new Set<string>();
  readonly #within = new Set<string>();

  constructor(inventory: Inventory, fabric: Fabric) {
    this.#inventory = inventory;
    for (const [origin, effect] of effectsOf(fabric)) {
      this.#effects.set(origin, [...(this.#effects.get(origin) ?? []), effect]);
      this.#said.add(effect.says);
      this.#within.add(effect.within);
    }
  }

  /** Whether another network lacks something that a rule, an entry, a route or a resource here does. */
  isNewTo(other: RuleBook, origin: string, services: Services): boolean {
    const effects = this.#effects.get(origin);
    if (effects === undefined) return !this.#isAlike(other, origin);
    return effects.some((effect) => {
      if (effect.services?.overlaps(services) === false) return false;
      // A table that no subnet has takes no part in a network, and still is what it is.
      return other.#within.has(effect.within) ? !other.#said.has(effect.says) : !this.#isAlike(other, origin);
    });
  }

  /** Whether there is a resource at an address, or at that of a rule in it. */
  has(origin: string): boolean {
    return this.#inventory.at(resourceOf(origin)) !== undefined;
  }

  /** Resources that another network lacks, or has otherwise, and that speak of one of some resources. */
  newAbout(other: RuleBook, addresses: readonly string[]): string[] {
    return this.#inventory.resources
      .filter(({ address, mode }) => mode === "managed" && !this.#isAlike(other, address))
      .filter(({ values }) => Object.values(values).some((value) => speaksOf(value, addresses)))
      .map(({ address }) => address);
  }

  #isAlike(other: RuleBook, origin: string): boolean {
    const [here, there] = [this, other].map((book) => book.#inventory.at(resourceOf(origin)));
    return isDeepStrictEqual(here?.values, there?.values);
  }
}

function speaksOf(value: Value, addresses: readonly string[]): boolean {
  if (value instanceof Reference) return addresses.includes(value.address);
  if (isList(value)) return value.some((item) => speaksOf(item, addresses));
  return isMap(value) && Object.values(value).some((item) => speaksOf(item, addresses));
}

function resourceOf(origin: string): string {
  return origin.replace(/#.*$/, "");
}

function* effectsOf(fabric: Fabric): Generator<readonly [origin: string, effect: Effect]> {
  for (const group of fabric.groups.values()) {
    for (const direction of ["ingress", "egress"] as const) {
      for (const { peer, services, origin } of group[direction]) {
        const says = `${group.address} ${direction} ${sayPeer(peer)} ${services.say()}`;
        yield [origin, { within: group.address, says, services }];
      }
    }
  }
  const subnets = [...fabric.subnets.values()];
  for (const acl of new Set(subnets.map((subnet) => subnet.acl))) {
    for (const direction of ["ingress", "egress"] as const) {
      for (const { number, action, peer, services, origin } of acl[direction]) {
        const says = `${acl.address} ${direction} ${number} ${action} ${sayAddresses(peer)} ${services.say()}`;
        // It may be there for answers, whose ports are not those of the service.
        yield [origin, { within: acl.address, says, services: undefined }];
      }
    }
  }
  for (const table of new Set(subnets.map((subnet) => subnet.table))) {
    for (const { text, target, origin } of table.routes) {
      const says = `${table.address} ${text} ${sayTarget(target)}`;
      yield [origin, { within: table.address, says, services: undefined }];
    }
  }
  for (const { tables } of fabric.transitGateways.values()) {
    for (const { address, routes } of tables.values()) {
      for (const { text, attachment, origin } of routes) {
        const says = `${address} ${text} ${attachment}`;
        yield [origin, { within: address, says, services: undefined }];
      }
    }
  }
}

function sayPeer(peer: RulePeer): string {
  if (peer.kind === "addresses") return `${peer.text} ${sayAddresses(peer.addresses)}`;
  return peer.kind === "group" ? peer.group : peer.why;
}

function sayTarget(target: Target): string {
  return "address" in target ? `${target.kind} ${target.address}` : target.kind;
}

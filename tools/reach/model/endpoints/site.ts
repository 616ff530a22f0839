import type { Inventory, Resource } from "../../input/inventory.ts";
import type { Value } from "../../input/value.ts";
import { type Addresses, NO_ADDRESS, parseAddresses } from "../../packets/addresses.ts";
import type { Subnet } from "../fabric.ts";
import type { Ground } from "../ground.ts";
import { Missing } from "../missing.ts";
import { Attachments } from "./attachments.ts";
import { type Listeners, listenersByBalancer } from "./listeners.ts";
import { elementsOf, isGiven, type Listing, listing, textOf, whyUnknown } from "./values.ts";

/** What readers of endpoints and relays look things up in. */
export class Site {
  readonly inventory: Inventory;
  readonly ground: Ground;
  /** What may exist beside what is known. */
  readonly missing: Missing;
  #attachments: Attachments | undefined;
  #listeners: Listeners | undefined;

  constructor(inventory: Inventory, ground: Ground) {
    this.inventory = inventory;
    this.ground = ground;
    this.missing = new Missing(inventory);
  }

  /**
   * The resource of one of some types that a value speaks of, by reference, id or name.
   * @param from who speaks: of equal names, the one of its own stack is meant.
   */
  resource(from: Resource, value: Value | undefined, ...types: readonly string[]): Resource | undefined {
    if (!isGiven(value)) return undefined;
    const found = this.ground.lookup.resource(value, ...types);
    if (found !== undefined) return found;
    for (const type of types) {
      const named = this.inventory.named(type, value, from);
      if (named !== undefined) return named;
    }
    return undefined;
  }

  /** What resources of their own attach to servers and network interfaces. */
  get attachments(): Attachments {
    this.#attachments ??= new Attachments(this);
    return this.#attachments;
  }

  /** The listeners of each load balancer, by the balancer's address. */
  get listeners(): Listeners {
    this.#listeners ??= listenersByBalancer(this);
    return this.#listeners;
  }

  /** The subnets that a list names. */
  subnets(value: Value | undefined): Listing<string> {
    return this.#each(value, (element) => this.ground.lookup.subnet(element));
  }

  /** The security groups that a list names. */
  groups(value: Value | undefined): Listing<string> {
    return this.#each(value, (element) => this.ground.lookup.group(element));
  }

  subnet(address: string): Subnet | undefined {
    return this.ground.subnets.get(address);
  }

  /** The addresses of a text or of a list of texts; undefined when there are none or one is not known. */
  addresses(value: Value | undefined): Addresses | undefined {
    const blocks = elementsOf(value).map((element) => {
      const text = textOf(element);
      return text === undefined ? undefined : parseAddresses(text);
    });
    if (blocks.length === 0 || blocks.includes(undefined)) return undefined;
    return blocks.reduce((sum: Addresses, block) => sum.union(block!), NO_ADDRESS);
  }

  #each(value: Value | undefined, find: (element: Value) => string | undefined): Listing<string> {
    const found: string[] = [];
    let unknown: string | undefined;
    for (const element of elementsOf(value)) {
      const address = find(element);
      if (address !== undefined) found.push(address);
      else unknown ??= whyUnknown(element);
    }
    return listing([...new Set(found)], unknown);
  }
}

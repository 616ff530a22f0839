import { type Addresses, NO_ADDRESS, parseAddresses } from "../../packets/addresses.ts";
import type { Inventory, Resource } from "../../terraform/inventory.ts";
import type { Value } from "../../terraform/value.ts";
import type { Subnet } from "../network-model.ts";
import type { Topology } from "../topology.ts";
import { UnresolvedResources } from "../unresolved-resources.ts";
import { Attachments } from "./attachments.ts";
import {
  attributeElements,
  attributeText,
  isGiven,
  type PartialList,
  partialList,
  whyUnknown,
} from "./attributes.ts";
import { type Listeners, listenersByBalancer } from "./listeners.ts";

/** Resolves values for the readers of endpoints and proxies. */
export class EndpointContext {
  readonly inventory: Inventory;
  readonly topology: Topology;
  /** Resources that may exist besides the known ones. */
  readonly unresolved: UnresolvedResources;
  #attachments: Attachments | undefined;
  #listeners: Listeners | undefined;

  constructor(inventory: Inventory, topology: Topology) {
    this.inventory = inventory;
    this.topology = topology;
    this.unresolved = new UnresolvedResources(inventory);
  }

  /**
   * Resolves a value (reference, ID or name) to a resource of one of the given types.
   * @param from the resource that holds the value: of equal names, the one in its stack wins
   */
  resource(from: Resource, value: Value | undefined, ...types: readonly string[]): Resource | undefined {
    if (!isGiven(value)) return undefined;
    const found = this.topology.resolver.resource(value, ...types);
    if (found !== undefined) return found;
    for (const type of types) {
      const named = this.inventory.identifiedBy(type, value, from);
      if (named !== undefined) return named;
    }
    return undefined;
  }

  /** What separate resources attach to servers and network interfaces. */
  get attachments(): Attachments {
    this.#attachments ??= new Attachments(this);
    return this.#attachments;
  }

  /** The listeners of each load balancer, by the load balancer's address. */
  get listeners(): Listeners {
    this.#listeners ??= listenersByBalancer(this);
    return this.#listeners;
  }

  /** Returns the subnets that a list names. */
  subnets(value: Value | undefined): PartialList<string> {
    return this.#each(value, (element) => this.topology.resolver.subnet(element));
  }

  /** Returns the security groups that a list names. */
  groups(value: Value | undefined): PartialList<string> {
    return this.#each(value, (element) => this.topology.resolver.group(element));
  }

  subnet(address: string): Subnet | undefined {
    return this.topology.subnets.get(address);
  }

  /**
   * Returns the addresses in a string or list of strings; undefined if there are none or one is
   * unknown.
   */
  addresses(value: Value | undefined): Addresses | undefined {
    const blocks = attributeElements(value).map((element) => {
      const text = attributeText(element);
      return text === undefined ? undefined : parseAddresses(text);
    });
    if (blocks.length === 0 || blocks.includes(undefined)) return undefined;
    return blocks.reduce((sum: Addresses, block) => sum.union(block!), NO_ADDRESS);
  }

  #each(value: Value | undefined, find: (element: Value) => string | undefined): PartialList<string> {
    const found: string[] = [];
    let unknown: string | undefined;
    for (const element of attributeElements(value)) {
      const address = find(element);
      if (address !== undefined) found.push(address);
      else unknown ??= whyUnknown(element);
    }
    return partialList([...new Set(found)], unknown);
  }
}

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

/** What readers of endpoints and relays look things up in. */
export class EndpointContext {
  readonly inventory: Inventory;
  readonly topology: Topology;
  /** What may exist beside what is known. */
  readonly unresolved: UnresolvedResources;
  #attachments: Attachments | undefined;
  #listeners: Listeners | undefined;

  constructor(inventory: Inventory, topology: Topology) {
    this.inventory = inventory;
    this.topology = topology;
    this.unresolved = new UnresolvedResources(inventory);
  }

  /**
   * The resource of one of some types that a value speaks of, by reference, id or name.
   * @param from who speaks: of equal names, the one of its own stack is meant.
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
  subnets(value: Value | undefined): PartialList<string> {
    return this.#each(value, (element) => this.topology.resolver.subnet(element));
  }

  /** The security groups that a list names. */
  groups(value: Value | undefined): PartialList<string> {
    return this.#each(value, (element) => this.topology.resolver.group(element));
  }

  subnet(address: string): Subnet | undefined {
    return this.topology.subnets.get(address);
  }

  /** The addresses of a text or of a list of texts; undefined when there are none or one is not known. */
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

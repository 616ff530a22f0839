import type { Addresses } from "../packets/addresses.ts";
import { placeholderAddress } from "../packets/addresses.ts";
import type { Inventory, ModelGap, Resource } from "../terraform/inventory.ts";
import { ReferenceResolver } from "./reference-resolver.ts";
import { type UnresolvedResource, UnresolvedResources } from "./unresolved-resources.ts";

/**
 * CIDR blocks that external networks are known to advertise over BGP, by the address of the
 * connection that they are behind.
 */
export type AdvertisedPrefixes = ReadonlyMap<string, readonly string[]>;

/**
 * The context of one network model, built once a run: the resources of some Terraform files, the
 * resolver of references between them, and what is unknown. Every part of the model is a memoized
 * function of it, such as `readVpcs(context)`, which the model's construction, its analysis and the
 * lint rules share.
 */
export class ModelContext {
  /** The resources of the files, joined over stacks. */
  readonly inventory: Inventory;
  /** The prefixes that external networks advertise, as the platforms declare them. */
  readonly advertised: AdvertisedPrefixes;
  /** Resolves references, IDs and names to resources of the inventory. */
  readonly resolver: ReferenceResolver;
  readonly #gaps: ModelGap[];
  readonly #managed = new Map<string, readonly Resource[]>();
  readonly #existing = new Map<string, readonly Resource[]>();
  readonly #unresolved: UnresolvedResources;

  constructor(inventory: Inventory, advertised: AdvertisedPrefixes = new Map()) {
    this.inventory = inventory;
    this.advertised = advertised;
    this.resolver = new ReferenceResolver(inventory);
    this.#gaps = [...inventory.gaps];
    this.#unresolved = new UnresolvedResources(inventory);
  }

  /** Returns the managed resources of the given types. */
  managed(...types: readonly string[]): readonly Resource[] {
    return types.flatMap((type) => this.#filtered(type, ({ mode }) => mode === "managed", this.#managed));
  }

  /**
   * Returns managed resources of the given types, and those that data sources read from outside
   * these files.
   */
  existing(...types: readonly string[]): readonly Resource[] {
    return types.flatMap((type) =>
      this.#filtered(type, (one) => one.mode === "managed" || this.resolver.isForeign(one), this.#existing),
    );
  }

  #filtered(
    type: string,
    counts: (resource: Resource) => boolean,
    found: Map<string, readonly Resource[]>,
  ): readonly Resource[] {
    const some = found.get(type) ?? this.inventory.ofType(type).filter(counts);
    found.set(type, some);
    return some;
  }

  /** Returns placeholder addresses for a resource whose real ones only AWS knows. */
  placeholderOf(resource: Resource): Addresses {
    return placeholderAddress(this.inventory.resources.indexOf(resource));
  }

  /** The gaps of the files, and those that were found so far. */
  get gaps(): readonly ModelGap[] {
    return this.#gaps;
  }

  /** Records what is unknown. */
  addGap(address: string, why: string): void {
    this.#gaps.push({ address, why });
  }

  /**
   * Returns why unread resources of the given types may exist; undefined if all are known: see
   * {@link UnresolvedResources.why}.
   */
  whyMoreMayExist(...types: readonly string[]): string | undefined {
    return this.#unresolved.why(...types);
  }

  /** Returns managed resources with an unknown number of instances, none of which is known. */
  unresolvedResources(): readonly UnresolvedResource[] {
    return this.#unresolved.resources();
  }
}

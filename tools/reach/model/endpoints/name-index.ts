import type { Inventory, Resource } from "../../input/inventory.ts";

/** Attributes by which AWS lets one resource speak of another. */
const KEYS = ["id", "arn", "name", "family", "dns_name", "identifier", "cluster_identifier", "service_name"];

/** Finds resources by their names, ids and ARNs; each type is indexed when it is first asked for. */
export class NameIndex {
  readonly #inventory: Inventory;
  readonly #byType = new Map<string, ReadonlyMap<string, readonly Resource[]>>();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  /** The resource with a name; of several the one of the asker's stack, then of its region; else none. */
  find(from: Resource, name: string, types: readonly string[]): Resource | undefined {
    const all = types.flatMap((type) => this.#of(type).get(name) ?? []);
    const managed = all.filter(({ mode }) => mode === "managed");
    const candidates = managed.length > 0 ? managed : all;
    const near = candidates.filter(({ stack }) => stack === from.stack);
    const same = candidates.filter(({ region }) => region === from.region);
    return [near, same, candidates].find((some) => some.length === 1)?.[0];
  }

  #of(type: string): ReadonlyMap<string, readonly Resource[]> {
    const known = this.#byType.get(type);
    if (known !== undefined) return known;
    const index = new Map<string, Resource[]>();
    for (const resource of this.#inventory.ofType(type)) {
      const names = new Set(KEYS.map((key) => resource.values[key]));
      for (const name of names) {
        if (typeof name !== "string" || name === "") continue;
        const others = index.get(name);
        if (others === undefined) index.set(name, [resource]);
        else others.push(resource);
      }
    }
    this.#byType.set(type, index);
    return index;
  }
}

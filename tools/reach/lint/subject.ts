import type { Inventory, Resource } from "../input/inventory.ts";
import { Site } from "../model/endpoints/site.ts";
import type { Fabric } from "../model/fabric.ts";
import { readGround } from "../model/read-ground.ts";
import type { Network } from "../network.ts";
import { type Holder, holdersOf } from "./holders.ts";

/** What rules look at: the files, and the network that they make. */
export class Subject {
  readonly inventory: Inventory;
  readonly network: Network;
  #site: Site | undefined;
  #holders: readonly Holder[] | undefined;

  constructor(inventory: Inventory, network: Network) {
    this.inventory = inventory;
    this.network = network;
  }

  get fabric(): Fabric {
    return this.network.fabric;
  }

  /** Finds what values speak of. */
  get site(): Site {
    this.#site ??= new Site(this.inventory, readGround(this.inventory));
    return this.#site;
  }

  /** Everything that has security groups. */
  get holders(): readonly Holder[] {
    this.#holders ??= holdersOf(this.fabric);
    return this.#holders;
  }

  /** Managed resources of some types. */
  managed(...types: readonly string[]): readonly Resource[] {
    return this.inventory.ofType(...types).filter(({ mode }) => mode === "managed");
  }
}

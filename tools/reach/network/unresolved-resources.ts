import { canonicalType } from "../../../aws/resource-types.ts";
import type { Inventory, ModelGap } from "../terraform/inventory.ts";

/** A resource whose number of instances is unknown. */
export interface UnresolvedResource {
  /** The resource's address, without instance keys. */
  readonly address: string;
  /** The resource's type: `aws_subnet`. */
  readonly type: string;
  /** The reason why the number is unknown. */
  readonly why: string;
}

/** Resources, modules and files that are known to exist but are missing from an inventory. */
export class UnresolvedResources {
  readonly #gaps: readonly ModelGap[];

  constructor(inventory: Inventory) {
    this.#gaps = inventory.gaps.filter(({ address }) => inventory.at(address) === undefined);
  }

  /**
   * Returns why unread resources of the given types may exist: a resource with an unknown number of
   * instances, or an unread module or file, which can hold anything. Undefined if all are known.
   */
  why(...types: readonly string[]): string | undefined {
    const gap = this.#gaps.find(({ address }) => {
      const kind = typeOf(address) ?? "module";
      return kind === "module" || types.includes(kind);
    });
    return gap && `${gap.address}: ${gap.why}`;
  }

  /** Managed AWS resources with an unknown number of instances, none of which is known. */
  resources(): readonly UnresolvedResource[] {
    return this.#gaps.flatMap(({ address, why }) => {
      const type = typeOf(address);
      const isManaged = type?.startsWith("aws_") === true && !/[/.]data\.\w+\.[^./]+$/.test(address);
      return isManaged ? [{ address, type, why }] : [];
    });
  }
}

/**
 * The canonical type of a resource address: `aws_eip` of `net/module.nat.aws_eip.this`; undefined
 * if the address is not a resource's.
 */
function typeOf(address: string): string | undefined {
  const type = /(?:^|[/.])(\w+)\.[^./]+$/.exec(address)?.[1];
  return type && canonicalType(type);
}

import type { Inventory, ModelGap } from "../terraform/inventory.ts";

/** A resource whose copies are not counted. */
export interface UnresolvedResource {
  readonly address: string;
  readonly type: string;
  readonly why: string;
}

/** Resources, modules and files that are not in an inventory, though something says that they exist. */
export class UnresolvedResources {
  readonly #gaps: readonly ModelGap[];

  constructor(inventory: Inventory) {
    this.#gaps = inventory.gaps.filter(({ address }) => inventory.at(address) === undefined);
  }

  /**
   * Why more of some types may exist than are known: copies that are not counted, or a module or file that is
   * not read, which can hold anything. Undefined when all are known.
   */
  why(...types: readonly string[]): string | undefined {
    const gap = this.#gaps.find(({ address }) => {
      const kind = typeOf(address) ?? "module";
      return kind === "module" || types.includes(kind);
    });
    return gap && `${gap.address}: ${gap.why}`;
  }

  /** Managed resources of AWS that may have any number of copies, none of which is known. */
  resources(): readonly UnresolvedResource[] {
    return this.#gaps.flatMap(({ address, why }) => {
      const type = typeOf(address);
      const isManaged = type?.startsWith("aws_") === true && !/[/.]data\.\w+\.[^./]+$/.test(address);
      return isManaged ? [{ address, type, why }] : [];
    });
  }
}

/** `aws_eip` of `net/module.nat.aws_eip.this`; undefined for what is no resource. */
function typeOf(address: string): string | undefined {
  return /(?:^|[/.])(\w+)\.[^./]+$/.exec(address)?.[1];
}

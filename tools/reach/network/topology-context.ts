import { Cidr } from "../../../language/cidr.ts";
import { type Addresses, parseAddresses, placeholderAddress } from "../packets/addresses.ts";
import type { Inventory, ModelGap, Resource } from "../terraform/inventory.ts";
import { isList, isMap, Reference, Unknown, type Value } from "../terraform/value.ts";
import { placeholderIpv6Cidr } from "./placeholder-cidrs.ts";
import { ResourceKeys } from "./resource-keys.ts";
import { UnresolvedResources } from "./unresolved-resources.ts";

/** A block of addresses as it is written. */
export interface CidrBlock {
  readonly text: string;
  readonly addresses: Addresses;
  readonly prefixLength: number;
}

/** An attribute's value that is not there. */
type Absent = undefined;

/** Terraform JSON as the model's builders read it, and the gaps that they come upon. */
export class TopologyContext {
  readonly inventory: Inventory;
  readonly keys: ResourceKeys;
  readonly gaps: ModelGap[];
  readonly #managed = new Map<string, readonly Resource[]>();
  readonly #known = new Map<string, readonly Resource[]>();
  readonly #unresolved: UnresolvedResources;
  /** IPv6 blocks that AWS chooses, by the resource that asks for them. */
  readonly #ipv6: ReadonlyMap<string, Cidr>;

  constructor(inventory: Inventory) {
    this.inventory = inventory;
    this.keys = new ResourceKeys(inventory);
    this.gaps = [...inventory.gaps];
    this.#unresolved = new UnresolvedResources(inventory);
    this.#ipv6 = this.#chooseIpv6();
  }

  /** Managed resources of some types. */
  managed(...types: readonly string[]): readonly Resource[] {
    return types.flatMap((type) => this.#filtered(type, ({ mode }) => mode === "managed", this.#managed));
  }

  /** Managed resources of some types, and those that data sources read from elsewhere. */
  existing(...types: readonly string[]): readonly Resource[] {
    return types.flatMap((type) =>
      this.#filtered(type, (one) => one.mode === "managed" || this.keys.isForeign(one), this.#known),
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

  /** Addresses that stand for those of a resource whose own only AWS knows. */
  placeholderOf(resource: Resource): Addresses {
    return placeholderAddress(this.inventory.resources.indexOf(resource));
  }

  /** Names what is not known. */
  addGap(address: string, why: string): void {
    this.gaps.push({ address, why });
  }

  /** A text; absent when it is null or empty, as states write what is not set. */
  text(value: Value | undefined): string | Unknown | Absent {
    if (value === undefined || value === null || value === "") return undefined;
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    if (value instanceof Unknown) return value;
    if (!(value instanceof Reference)) return new Unknown("it is not a text");
    const found = this.inventory.resolve(value);
    const known = found?.resource.values[found.attribute];
    if (typeof known === "string" && known !== "" && value.path.length === 1) return known;
    return new Unknown(`${describeValue(value)} is not in these files, or only known once it is deployed`);
  }

  /** A text that is known; absent otherwise. */
  knownText(value: Value | undefined): string | Absent {
    const text = this.text(value);
    return typeof text === "string" ? text : undefined;
  }

  /** A switch, with its default. */
  flag(value: Value | undefined, otherwise: boolean): boolean | Unknown {
    const text = this.text(value);
    if (text === undefined || text instanceof Unknown) return text ?? otherwise;
    return text === "true" || text === "enable";
  }

  /** A number. */
  number(value: Value | undefined): number | Unknown | Absent {
    const text = this.text(value);
    if (text === undefined || text instanceof Unknown) return text;
    const number = Number(text);
    return Number.isInteger(number) ? number : new Unknown(`${text} is not a whole number`);
  }

  /** The values of a list; one Unknown when the list itself is not known. */
  list(value: Value | undefined): readonly Value[] {
    if (value === undefined || value === null) return [];
    if (isList(value)) return value.filter((item) => item !== null && item !== "");
    if (value instanceof Reference) {
      const found = this.inventory.resolve(value);
      const known = found?.resource.values[found.attribute];
      if (isList(known)) return known;
      return [new Unknown(`${describeValue(value)} is not known`)];
    }
    return [value];
  }

  /** A block of addresses, IPv6 blocks that AWS will choose among them. */
  cidrBlock(value: Value | undefined): CidrBlock | Unknown | Absent {
    const chosen = this.#chosenBlock(value);
    if (chosen !== undefined) return toCidrBlock(chosen);
    const text = this.text(value);
    if (text === undefined || text instanceof Unknown) return text;
    const cidr = Cidr.parse(text) ?? Cidr.withoutHostBits(text);
    return cidr === undefined ? new Unknown(`${text} is not a block of addresses`) : toCidrBlock(cidr);
  }

  /** The IPv6 block that AWS will choose for a VPC or an association of one. */
  chosenIpv6(address: string): Cidr | undefined {
    return this.#ipv6.get(address);
  }

  #chosenBlock(value: Value | undefined): Cidr | undefined {
    if (!(value instanceof Reference)) return undefined;
    const found = this.inventory.resolve(value);
    return found?.attribute === "ipv6_cidr_block" && value.path.length === 1
      ? this.#ipv6.get(found.resource.address)
      : undefined;
  }

  /** Why more of some types may exist than are known; undefined when all are: see {@link UnresolvedResources.why}. */
  whyMoreMayExist(...types: readonly string[]): string | undefined {
    return this.#unresolved.why(...types);
  }

  #chooseIpv6(): Map<string, Cidr> {
    const chosen = new Map<string, Cidr>();
    let index = 0;
    for (const { address, type, values } of this.managed(
      "aws_vpc",
      "aws_default_vpc",
      "aws_vpc_ipv6_cidr_block_association",
    )) {
      const asks =
        type === "aws_vpc_ipv6_cidr_block_association" ||
        this.flag(values.assign_generated_ipv6_cidr_block, false) === true ||
        this.text(values.ipv6_ipam_pool_id) !== undefined;
      const isWritten = typeof values.ipv6_cidr_block === "string" && values.ipv6_cidr_block !== "";
      if (asks && !isWritten) chosen.set(address, placeholderIpv6Cidr(index++));
    }
    const used = new Map<string, number>();
    for (const { address, values } of this.managed("aws_subnet", "aws_default_subnet")) {
      const vpc = this.keys.vpc(values.vpc_id);
      const value = values.ipv6_cidr_block;
      const whole = vpc === undefined ? undefined : this.#ipv6Of(vpc, chosen);
      const isOpen = value instanceof Reference || value instanceof Unknown;
      if (!isOpen || whole === undefined || whole.prefix > 56) continue;
      const place = used.get(vpc!) ?? 0;
      used.set(vpc!, place + 1);
      chosen.set(address, whole.slice(64 - whole.prefix, place));
    }
    return chosen;
  }

  /** The block that a VPC's open subnets are cut from: the VPC's own, else its first association's. */
  #ipv6Of(vpc: string, chosen: ReadonlyMap<string, Cidr>): Cidr | undefined {
    const own = chosen.get(vpc);
    if (own !== undefined) return own;
    const association = this.managed("aws_vpc_ipv6_cidr_block_association").find(
      ({ address, values }) => chosen.has(address) && this.keys.vpc(values.vpc_id) === vpc,
    );
    return association && chosen.get(association.address);
  }
}

/** A block with its addresses. */
export function toCidrBlock(cidr: Cidr): CidrBlock {
  const text = cidr.toString();
  return { text, addresses: parseAddresses(text)!, prefixLength: cidr.prefix };
}

/** The maps of a nested block: one, or a list of them. */
export function nestedMaps(value: Value | undefined): readonly { readonly [key: string]: Value }[] {
  if (isMap(value)) return [value];
  return isList(value) ? value.filter(isMap) : [];
}

/** What a value says, for a message. */
export function describeValue(value: Value | undefined): string {
  if (value instanceof Reference) return `${value.address}.${value.path.join(".")}`;
  if (value instanceof Unknown) return `a value that is not known (${value.why})`;
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

import { Cidr } from "../../../aws/cidr.ts";
import { withDefaultTwin } from "../../../aws/resource-types.ts";
import { type Addresses, parseAddresses, placeholderAddress } from "../packets/addresses.ts";
import type { Inventory, ModelGap, Resource } from "../terraform/inventory.ts";
import { isList, isMap, Reference, Unknown, type Value } from "../terraform/value.ts";
import { placeholderIpv6Cidr } from "./placeholder-cidrs.ts";
import { ResourceKeys } from "./resource-keys.ts";
import { UnresolvedResources } from "./unresolved-resources.ts";

/** A CIDR block as written. */
export interface CidrBlock {
  readonly text: string;
  readonly addresses: Addresses;
  readonly prefixLength: number;
}

/** The value of an attribute that is not set. */
type Absent = undefined;

/** Reads Terraform JSON for the model's builders and collects model gaps. */
export class TopologyContext {
  readonly inventory: Inventory;
  readonly keys: ResourceKeys;
  readonly gaps: ModelGap[];
  readonly #managed = new Map<string, readonly Resource[]>();
  readonly #known = new Map<string, readonly Resource[]>();
  readonly #unresolved: UnresolvedResources;
  /** IPv6 blocks that AWS chooses, by the requesting resource. */
  readonly #ipv6: ReadonlyMap<string, Cidr>;

  constructor(inventory: Inventory) {
    this.inventory = inventory;
    this.keys = new ResourceKeys(inventory);
    this.gaps = [...inventory.gaps];
    this.#unresolved = new UnresolvedResources(inventory);
    this.#ipv6 = this.#chooseIpv6();
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

  /** Returns placeholder addresses for a resource whose real ones only AWS knows. */
  placeholderOf(resource: Resource): Addresses {
    return placeholderAddress(this.inventory.resources.indexOf(resource));
  }

  /** Records what is unknown. */
  addGap(address: string, why: string): void {
    this.gaps.push({ address, why });
  }

  /** Returns a string; absent if null or empty, which is how states write unset attributes. */
  text(value: Value | undefined): string | Unknown | Absent {
    if (value === undefined || value === null || value === "") return undefined;
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    if (value instanceof Unknown) return value;
    if (!(value instanceof Reference)) return new Unknown("it is not a string");
    const found = this.inventory.resolve(value);
    const known = found?.resource.values[found.attribute];
    if (typeof known === "string" && known !== "" && value.path.length === 1) return known;
    return new Unknown(`${describeValue(value)} is not in these files, or known only after deployment`);
  }

  /** Returns a string if it is known; otherwise absent. */
  knownText(value: Value | undefined): string | Absent {
    const text = this.text(value);
    return typeof text === "string" ? text : undefined;
  }

  /** Returns a boolean, with its default. */
  flag(value: Value | undefined, otherwise: boolean): boolean | Unknown {
    const text = this.text(value);
    if (text === undefined || text instanceof Unknown) return text ?? otherwise;
    return text === "true" || text === "enable";
  }

  /** Returns an integer. */
  number(value: Value | undefined): number | Unknown | Absent {
    const text = this.text(value);
    if (text === undefined || text instanceof Unknown) return text;
    const number = Number(text);
    return Number.isInteger(number) ? number : new Unknown(`${text} is not an integer`);
  }

  /** Returns the values of a list; a single Unknown if the list itself is unknown. */
  list(value: Value | undefined): readonly Value[] {
    if (value === undefined || value === null) return [];
    if (isList(value)) return value.filter((item) => item !== null && item !== "");
    if (value instanceof Reference) {
      const found = this.inventory.resolve(value);
      const known = found?.resource.values[found.attribute];
      if (isList(known)) return known;
      return [new Unknown(`${describeValue(value)} is unknown`)];
    }
    return [value];
  }

  /** Returns a CIDR block; IPv6 blocks that AWS will choose resolve to placeholders. */
  cidrBlock(value: Value | undefined): CidrBlock | Unknown | Absent {
    const chosen = this.#chosenBlock(value);
    if (chosen !== undefined) return toCidrBlock(chosen);
    const text = this.text(value);
    if (text === undefined || text instanceof Unknown) return text;
    const cidr = Cidr.withoutHostBits(text);
    return cidr === undefined ? new Unknown(`${text} is not a CIDR block`) : toCidrBlock(cidr);
  }

  /**
   * Returns the placeholder for the IPv6 block that AWS will choose for a VPC or VPC association.
   */
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

  /**
   * Returns why unread resources of the given types may exist; undefined if all are known: see
   * {@link UnresolvedResources.why}.
   */
  whyMoreMayExist(...types: readonly string[]): string | undefined {
    return this.#unresolved.why(...types);
  }

  #chooseIpv6(): Map<string, Cidr> {
    const chosen = new Map<string, Cidr>();
    let index = 0;
    for (const { address, type, values } of this.managed(
      ...withDefaultTwin("aws_vpc"),
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
    for (const { address, values } of this.managed(...withDefaultTwin("aws_subnet"))) {
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

  /**
   * The block from which a VPC's subnets without a written block are cut: the VPC's, or its first
   * association's.
   */
  #ipv6Of(vpc: string, chosen: ReadonlyMap<string, Cidr>): Cidr | undefined {
    const own = chosen.get(vpc);
    if (own !== undefined) return own;
    const association = this.managed("aws_vpc_ipv6_cidr_block_association").find(
      ({ address, values }) => chosen.has(address) && this.keys.vpc(values.vpc_id) === vpc,
    );
    return association && chosen.get(association.address);
  }
}

/** Converts a CIDR to a block with its addresses. */
export function toCidrBlock(cidr: Cidr): CidrBlock {
  const text = cidr.toString();
  return { text, addresses: parseAddresses(text)!, prefixLength: cidr.prefix };
}

/** Returns the maps of a nested block, given as one map or a list. */
export function nestedMaps(value: Value | undefined): readonly { readonly [key: string]: Value }[] {
  if (isMap(value)) return [value];
  return isList(value) ? value.filter(isMap) : [];
}

/** Describes a value in a message. */
export function describeValue(value: Value | undefined): string {
  if (value instanceof Reference) return `${value.address}.${value.path.join(".")}`;
  if (value instanceof Unknown) return `an unknown value (${value.why})`;
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

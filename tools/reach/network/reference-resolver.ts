import { withDefaultTwin } from "../../../aws/resource-types.ts";
import { required } from "../../../language/required.ts";
import { attributeElements, isGiven, whyUnknown } from "../terraform/attributes.ts";
import type { IdentifiedAttribute, Inventory, Resource } from "../terraform/inventory.ts";
import { type PartialList, partialList } from "../terraform/partial-list.ts";
import { isMap, type Value } from "../terraform/value.ts";

const VPCS = withDefaultTwin("aws_vpc");
const SUBNETS = withDefaultTwin("aws_subnet");

/** Resources that AWS creates along with a VPC, and the VPC attribute that names each. */
const DEFAULTS = {
  group: { attribute: "default_security_group_id", made: "default-security-group" },
  table: { attribute: "default_route_table_id", made: "main-route-table" },
  acl: { attribute: "default_network_acl_id", made: "default-network-acl" },
} as const;
type DefaultKind = keyof typeof DEFAULTS;

/**
 * Resolves values to resources, and to the keys that these have in the network model: through
 * attributes that pass a reference on (`aws_vpc_ipv4_cidr_block_association.x.vpc_id`) and data
 * sources that read a resource of these files. Undefined if the resource is in other files, created
 * by hand, or unknown.
 */
export class ReferenceResolver {
  readonly #inventory: Inventory;
  /**
   * The resources that adopt VPCs' default group, table or ACL: `table net/aws_vpc.main` → the
   * resource.
   */
  readonly #adopted = new Map<string, string>();

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.#adopt("group", "aws_default_security_group", (values) => values.vpc_id);
    this.#adopt("table", "aws_default_route_table", (values) => values.default_route_table_id);
    this.#adopt("acl", "aws_default_network_acl", (values) => values.default_network_acl_id);
  }

  #adopt(what: DefaultKind, type: string, named: (values: Resource["values"]) => Value | undefined): void {
    for (const resource of this.#inventory.ofType(type)) {
      const owner = this.attributeOf(named(resource.values))?.resource;
      const vpc =
        owner !== undefined && VPCS.includes(owner.type) ? owner.address : this.vpc(resource.values.vpc_id);
      if (vpc !== undefined) this.#adopted.set(`${what} ${vpc}`, resource.address);
    }
  }

  /**
   * Resolves a value to a resource and attribute, through attributes that pass a reference on and
   * data sources of these files.
   */
  attributeOf(value: Value | undefined): IdentifiedAttribute | undefined {
    let found = this.#inventory.resolve(value);
    for (let step = 0; found !== undefined && step < 16; step++) {
      const { resource, attribute } = found;
      const next =
        resource.mode === "data" && (attribute === "id" || attribute === "arn")
          ? this.#read(resource)
          : this.#inventory.resolve(resource.values[attribute]);
      if (next === undefined || next.resource === resource) return found;
      found = next;
    }
    return found;
  }

  /** True if a data source reads a resource that these files do not create. */
  isForeign(resource: Resource): boolean {
    const read = resource.mode === "data" ? this.#read(resource) : undefined;
    return resource.mode === "data" && (read === undefined || read.resource === resource);
  }

  /** The managed resource that a data source reads: by ID, or the only matching one of its type. */
  #read(data: Resource): IdentifiedAttribute | undefined {
    const named = this.#inventory.resolve(data.values.id ?? data.values.arn);
    if (named !== undefined) return named;
    if (data.values.default === true) return this.#singleMatch("aws_default_vpc", data, () => true);
    const { tags, name } = data.values;
    if (!isMap(tags) && typeof name !== "string") return undefined;
    return this.#singleMatch(data.type, data, ({ values }) => {
      const own = isMap(values.tags) ? values.tags : {};
      const wanted = isMap(tags) ? Object.entries(tags) : [];
      return (name === undefined || name === values.name) && wanted.every(([key, tag]) => own[key] === tag);
    });
  }

  #singleMatch(
    type: string,
    data: Resource,
    fits: (resource: Resource) => boolean,
  ): IdentifiedAttribute | undefined {
    const all = this.#inventory
      .ofType(type)
      .filter((resource) => resource.mode === "managed" && resource.region === data.region && fits(resource));
    return all.length === 1 ? { resource: required(all, 0), attribute: "id" } : undefined;
  }

  /**
   * Resolves a reference or ID to a resource of one of the types (any type if none is given).
   */
  resource(value: Value | undefined, ...types: readonly string[]): Resource | undefined {
    const resource = this.attributeOf(value)?.resource;
    return resource !== undefined && (types.length === 0 || types.includes(resource.type))
      ? resource
      : undefined;
  }

  /**
   * Resolves a reference, ID or name to a resource of one of the types.
   * @param from the resource that holds the value: of equal names, the one in its stack wins
   */
  namedResource(from: Resource, value: Value | undefined, ...types: readonly string[]): Resource | undefined {
    if (!isGiven(value)) return undefined;
    const found = this.resource(value, ...types);
    if (found !== undefined) return found;
    for (const type of types) {
      const named = this.#inventory.identifiedBy(type, value, from);
      if (named !== undefined) return named;
    }
    return undefined;
  }

  /** Resolves the key of a VPC. */
  vpc(value: Value | undefined): string | undefined {
    return this.resource(value, ...VPCS)?.address;
  }

  /** Resolves the key of a subnet. */
  subnet(value: Value | undefined): string | undefined {
    return this.resource(value, ...SUBNETS)?.address;
  }

  /** Resolves the keys of the subnets that a list names. */
  subnets(value: Value | undefined): PartialList<string> {
    return resolveEach(value, (element) => this.subnet(element));
  }

  /**
   * Resolves the key of a security group, also of a default one
   * (`aws_vpc.main.default_security_group_id`).
   */
  group(value: Value | undefined): string | undefined {
    return this.#keyOf("group", value, withDefaultTwin("aws_security_group"));
  }

  /** Resolves the keys of the security groups that a list names. */
  groups(value: Value | undefined): PartialList<string> {
    return resolveEach(value, (element) => this.group(element));
  }

  /**
   * Resolves the key of a route table. `aws_vpc.main.main_route_table_id` is the VPC's default main
   * table unless an association replaces it.
   */
  table(value: Value | undefined): string | undefined {
    return this.#keyOf("table", value, withDefaultTwin("aws_route_table"));
  }

  /** Resolves the key of a network ACL. */
  acl(value: Value | undefined): string | undefined {
    return this.#keyOf("acl", value, withDefaultTwin("aws_network_acl"));
  }

  /**
   * Returns the key of a VPC's default group, table or ACL: the adopting resource, or the VPC's
   * address and the kind.
   */
  defaultOf(what: DefaultKind, vpc: string): string {
    return this.#adopted.get(`${what} ${vpc}`) ?? `${vpc}#${DEFAULTS[what].made}`;
  }

  #keyOf(what: DefaultKind, value: Value | undefined, types: readonly string[]): string | undefined {
    const found = this.attributeOf(value);
    if (found === undefined) return undefined;
    const { resource, attribute } = found;
    if (types.includes(resource.type)) return resource.address;
    const isDefault =
      attribute === DEFAULTS[what].attribute || (what === "table" && attribute === "main_route_table_id");
    return VPCS.includes(resource.type) && isDefault ? this.defaultOf(what, resource.address) : undefined;
  }
}

function resolveEach(
  value: Value | undefined,
  find: (element: Value) => string | undefined,
): PartialList<string> {
  const found: string[] = [];
  let unknown: string | undefined;
  for (const element of attributeElements(value)) {
    const key = find(element);
    if (key !== undefined) found.push(key);
    else unknown ??= whyUnknown(element);
  }
  return partialList([...new Set(found)], unknown);
}

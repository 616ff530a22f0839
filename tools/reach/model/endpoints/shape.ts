import type { Resource } from "../../input/inventory.ts";
import type { Services } from "../../packets/services.ts";
import type { Endpoint, Interface } from "../fabric.ts";
import { type EphemeralPorts, WIDE_PORTS } from "./ephemeral-ports.ts";
import { endpointOf, interfacesOf, type Placing, whyNotPlaced } from "./interfaces.ts";
import type { Site } from "./site.ts";
import { type Attributes, blocksOf, isGiven, type Listing, listing, NOTHING, whyUnknown } from "./values.ts";

/** Reads the endpoint of a resource; undefined: this one has no interface in a VPC. */
export type Reader = (resource: Resource, site: Site) => Endpoint | undefined;

/** Readers by the type of the resource. */
export type Readers = Readonly<Record<string, Reader>>;

/** Where a kind of resource says what its interfaces are; most kinds differ in nothing else. */
export interface Shape {
  readonly kind: string;
  /** The block, or the block within a block, that says it: a resource without it is in no VPC. */
  readonly within?: readonly string[];
  /** The attribute that lists its subnets. */
  readonly subnets?: string;
  /** The attribute that names a group of subnets instead, and the type of such groups. */
  readonly subnetGroup?: readonly [attribute: string, type: string];
  /** The attribute that lists its security groups; absent: AWS makes one of its own. */
  readonly groups?: string;
  /** What it listens on; absent: anything may be sent to it. */
  readonly listens?: (resource: Resource, site: Site) => Services | undefined;
  /** The same of a load balancer, by its listeners. */
  readonly heard?: (resource: Resource) => Pick<Endpoint, "listens" | "unknownListeners">;
  /** Whether it has a public address, by the block that says where it is; absent: never. */
  readonly publicIPv4?: (block: Attributes) => Interface["publicIPv4"];
  /** Whether it has IPv6 addresses, by that block and the whole resource; absent: never. */
  readonly ipv6?: (block: Attributes, values: Attributes) => Placing["ipv6"];
  /** Absent: {@link WIDE_PORTS}. */
  readonly ephemeralPorts?: EphemeralPorts;
}

/** The reader of a shape. */
export function shaped(shape: Shape): Reader {
  return (resource, site) => {
    const block = blockAt(resource.values, shape.within ?? []);
    if (block.found.length === 0 && block.unknown === undefined) return undefined;
    const values = block.found[0] ?? {};
    const subnets =
      block.found.length === 0 ? listing([], block.unknown) : subnetsOf(shape, resource, values, site);
    return endpointOf(resource, {
      kind: shape.kind,
      interfaces: interfacesOf(site, {
        subnets,
        groups: groupsOf(shape, values, site),
        publicIPv4: shape.publicIPv4?.(values) ?? false,
        ipv6: shape.ipv6?.(values, resource.values) ?? false,
      }),
      ...(shape.heard?.(resource) ?? { listens: shape.listens?.(resource, site) }),
      ephemeralPorts: shape.ephemeralPorts ?? WIDE_PORTS,
      unknown: whyNotPlaced(subnets),
    });
  };
}

/** The first block of each name on the way down. */
function blockAt(values: Attributes, path: readonly string[]): Listing<Attributes> {
  return path.reduce(
    (outer: Listing<Attributes>, name) =>
      outer.found[0] === undefined ? outer : blocksOf(outer.found[0], name),
    { found: [values] },
  );
}

function subnetsOf(shape: Shape, resource: Resource, values: Attributes, site: Site): Listing<string> {
  const own = shape.subnets === undefined ? undefined : values[shape.subnets];
  if (isGiven(own) || shape.subnetGroup === undefined) return site.subnets(own);
  return subnetsOfGroup(shape.subnetGroup, resource, values, site);
}

/** The subnets of a group of subnets that an attribute names. */
function subnetsOfGroup(
  [attribute, type]: readonly [attribute: string, type: string],
  resource: Resource,
  values: Attributes,
  site: Site,
): Listing<string> {
  const name = values[attribute];
  if (!isGiven(name)) return NOTHING;
  const group = site.resource(resource, name, type);
  return group === undefined ? listing([], whyUnknown(name)) : site.subnets(group.values.subnet_ids);
}

function groupsOf(shape: Shape, values: Attributes, site: Site): Listing<string> {
  if (shape.groups === undefined) return listing([], "AWS makes a security group for it by itself");
  return site.groups(values[shape.groups]);
}

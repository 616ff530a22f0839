import { type EphemeralPorts, WIDE_PORTS } from "../../../../aws/ephemeral-ports.ts";
import type { TransportSet } from "../../packets/transport-set.ts";
import { type Attributes, attributeBlocks, isGiven, whyUnknown } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { EMPTY_LIST, type PartialList, partialList } from "../../terraform/partial-list.ts";
import type { NetworkEndpoint, NetworkInterface } from "../endpoint-model.ts";
import type { ModelContext } from "../model-context.ts";
import { buildEndpoint, type InterfacePlacement, placeInterfaces, whyUnplaced } from "./interfaces.ts";

/** Reads a resource's endpoint; undefined if it has no interface in a VPC. */
export type EndpointReader = (resource: Resource, context: ModelContext) => NetworkEndpoint | undefined;

/** Endpoint readers by resource type. */
export type EndpointReaders = Readonly<Record<string, EndpointReader>>;

/**
 * The attributes in which a resource type describes its interfaces; most types differ only in
 * these.
 */
export interface EndpointDescriptor {
  /** The kind of endpoint, for messages: `file system`. */
  readonly kind: string;
  /** The path of the nested block with these attributes: a resource without it is in no VPC. */
  readonly block?: readonly string[];
  /** The attribute that lists its subnets. */
  readonly subnets?: string;
  /** The attribute that names a subnet group instead, and the type of that group. */
  readonly subnetGroup?: readonly [attribute: string, type: string];
  /** The attribute that lists its security groups; if absent, AWS creates a group for it. */
  readonly groups?: string;
  /** Returns the transport it listens on; if absent, any traffic may be sent to it. */
  readonly listening?: (resource: Resource, context: ModelContext) => TransportSet | undefined;
  /** Reads a load balancer's listening ports from its listeners. */
  readonly readListening?: (resource: Resource) => Pick<NetworkEndpoint, "listening" | "unknownListening">;
  /** Reports if it has a public address, given its placement block; if absent, never. */
  readonly publicIPv4?: (block: Attributes) => NetworkInterface["publicIPv4"];
  /**
   * Reports if it has IPv6 addresses, given that block and the whole resource; if absent, never.
   */
  readonly ipv6?: (block: Attributes, values: Attributes) => InterfacePlacement["ipv6"];
  /**
   * Source ports of its connections.
   * @default {@link WIDE_PORTS}
   */
  readonly ephemeralPorts?: EphemeralPorts;
}

/** Returns the endpoint reader for a descriptor. */
export function descriptorReader(descriptor: EndpointDescriptor): EndpointReader {
  return (resource, context) => {
    const block = blockAt(resource.values, descriptor.block ?? []);
    if (block.items.length === 0 && block.unknown === undefined) return undefined;
    const values = block.items[0] ?? {};
    const subnets =
      block.items.length === 0
        ? partialList([], block.unknown)
        : subnetsOf(descriptor, resource, values, context);
    return buildEndpoint(resource, {
      kind: descriptor.kind,
      interfaces: placeInterfaces(context, {
        subnets,
        groups: groupsOf(descriptor, values, context),
        publicIPv4: descriptor.publicIPv4?.(values) ?? false,
        ipv6: descriptor.ipv6?.(values, resource.values) ?? false,
      }),
      ...(descriptor.readListening?.(resource) ?? { listening: descriptor.listening?.(resource, context) }),
      ephemeralPorts: descriptor.ephemeralPorts ?? WIDE_PORTS,
      unknown: whyUnplaced(subnets),
    });
  };
}

/** The block at a path: the first of each name. */
function blockAt(values: Attributes, path: readonly string[]): PartialList<Attributes> {
  return path.reduce(
    (outer: PartialList<Attributes>, name) =>
      outer.items[0] === undefined ? outer : attributeBlocks(outer.items[0], name),
    { items: [values] },
  );
}

function subnetsOf(
  descriptor: EndpointDescriptor,
  resource: Resource,
  values: Attributes,
  context: ModelContext,
): PartialList<string> {
  const own = descriptor.subnets === undefined ? undefined : values[descriptor.subnets];
  if (isGiven(own) || descriptor.subnetGroup === undefined) return context.resolver.subnets(own);
  return subnetsOfGroup(descriptor.subnetGroup, resource, values, context);
}

/** The subnets of the subnet group that an attribute names. */
function subnetsOfGroup(
  [attribute, type]: readonly [attribute: string, type: string],
  resource: Resource,
  values: Attributes,
  context: ModelContext,
): PartialList<string> {
  const name = values[attribute];
  if (!isGiven(name)) return EMPTY_LIST;
  const group = context.resolver.namedResource(resource, name, type);
  return group === undefined
    ? partialList([], whyUnknown(name))
    : context.resolver.subnets(group.values.subnet_ids);
}

function groupsOf(
  descriptor: EndpointDescriptor,
  values: Attributes,
  context: ModelContext,
): PartialList<string> {
  if (descriptor.groups === undefined)
    return partialList([], "AWS creates its security group, which is not in these files");
  return context.resolver.groups(values[descriptor.groups]);
}

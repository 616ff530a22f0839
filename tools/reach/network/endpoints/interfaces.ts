import { RESERVED_ADDRESSES } from "../../../../aws/vpc-quotas.ts";
import { compact } from "../../../../language/compact.ts";
import { type Addresses, ANY_IPV4, NO_ADDRESS } from "../../packets/addresses.ts";
import { IntervalSet } from "../../packets/interval-set.ts";
import { attributeFlag } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { EMPTY_LIST, joinLists, type PartialList, partialList } from "../../terraform/partial-list.ts";
import type { NetworkEndpoint, NetworkInterface } from "../endpoint-model.ts";
import type { ModelContext } from "../model-context.ts";
import { readSubnets } from "../subnets.ts";

/** The properties of interfaces that are placed in some subnets. */
export interface InterfacePlacement {
  /** The subnets in which it has an interface. */
  readonly subnets: PartialList<string>;
  /** The interfaces' groups; if empty, see {@link isOpenWithoutGroups}. */
  readonly groups: PartialList<string>;
  /** Groups added to these, or to the default group. */
  readonly attached?: PartialList<string>;
  /**
   * True if an interface without groups is unfiltered; otherwise it has the VPC's default group.
   */
  readonly isOpenWithoutGroups?: boolean;
  /** True if it has a public address; "subnet" if the subnet's setting decides. */
  readonly publicIPv4: NetworkInterface["publicIPv4"] | "subnet";
  /** Its public IPv4 addresses. @default none: unknown before deployment */
  readonly publicAddresses?: Addresses;
  /**
   * True if it has an IPv6 address; "assigned" if the subnet's setting decides, "dual" if it has
   * one in subnets with IPv6.
   */
  readonly ipv6: boolean | "assigned" | "dual";
  /** All of its addresses, of both families, if known. */
  readonly fixedAddresses?: Addresses | undefined;
  /** True if it forwards traffic that is not addressed to it. @default false */
  readonly forwards?: boolean;
}

/**
 * Returns one interface for each subnet, and one more if not all subnets are known. If the IPv4
 * address is known but the IPv6 address is not, the interface is split in two.
 */
export function placeInterfaces(
  context: ModelContext,
  placement: InterfacePlacement,
): readonly NetworkInterface[] {
  const { items: found } = placement.subnets;
  const placed = found.flatMap((subnet) => interfacesIn(context, subnet, placement));
  return whyUnplaced(placement.subnets) === undefined ? placed : [...placed, unplaced(context, placement)];
}

/** The properties of an interface that do not depend on its subnet. */
function unplaced(context: ModelContext, placement: InterfacePlacement): NetworkInterface {
  const { publicIPv4, publicAddresses = NO_ADDRESS, ipv6, forwards = false } = placement;
  return {
    subnet: undefined,
    ...groupsOf(context, undefined, placement),
    publicIPv4: publicIPv4 === "subnet" ? "unknown" : publicIPv4,
    publicAddresses,
    addresses: NO_ADDRESS,
    isExact: false,
    ipv6: ipv6 === true,
    forwards,
  };
}

function interfacesIn(
  context: ModelContext,
  subnet: string,
  placement: InterfacePlacement,
): readonly NetworkInterface[] {
  const { fixedAddresses: exact } = placement;
  const ipv6 =
    hasIPv6(context, subnet, placement.ipv6) || (exact !== undefined && !exact.subtract(ANY_IPV4).isEmpty);
  const common = {
    subnet,
    ...groupsOf(context, subnet, placement),
    publicIPv4: placement.publicIPv4 === "subnet" ? givesPublic(context, subnet) : placement.publicIPv4,
    publicAddresses: placement.publicAddresses ?? NO_ADDRESS,
    forwards: placement.forwards ?? false,
  };
  const free = freeAddresses(context, subnet, ipv6);
  if (exact === undefined) return [{ ...common, addresses: free, isExact: false, ipv6 }];
  const known = { ...common, addresses: exact, isExact: true, ipv6: !exact.subtract(ANY_IPV4).isEmpty };
  const rest = free.subtract(ANY_IPV4);
  if (!ipv6 || known.ipv6 || rest.isEmpty) return [known];
  const other = { ...common, publicIPv4: false, publicAddresses: NO_ADDRESS };
  return [known, { ...other, addresses: rest, isExact: false, ipv6: true }];
}

/**
 * The groups of an interface. Without any, it has its VPC's default group; groups attached later
 * are added to that.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/network_interface_sg_attachment
 */
function groupsOf(
  context: ModelContext,
  subnet: string | undefined,
  placement: InterfacePlacement,
): Pick<NetworkInterface, "groups" | "unknownGroups"> {
  const { items: found, unknown } = joinLists(
    firstGroups(context, subnet, placement),
    placement.attached ?? EMPTY_LIST,
  );
  return { groups: found, ...compact({ unknownGroups: unknown }) };
}

function firstGroups(
  context: ModelContext,
  subnet: string | undefined,
  { groups, isOpenWithoutGroups = false }: InterfacePlacement,
): PartialList<string> {
  if (groups.unknown !== undefined || groups.items.length > 0 || isOpenWithoutGroups) return groups;
  const vpc = subnet === undefined ? undefined : readSubnets(context).get(subnet)?.vpc;
  const group = vpc === undefined ? undefined : context.resolver.defaultOf("group", vpc);
  return group === undefined
    ? partialList<string>([], "the default security group of its VPC is unknown")
    : { items: [group] };
}

/** Addresses in a subnet that an interface may have: all but those that AWS reserves. */
function freeAddresses(context: ModelContext, subnet: string, withIPv6: boolean): Addresses {
  const blocks = readSubnets(context).get(subnet)?.blocks ?? NO_ADDRESS;
  const wanted = withIPv6 ? blocks : blocks.intersect(ANY_IPV4);
  const [first, last] = [BigInt(RESERVED_ADDRESSES.first), BigInt(RESERVED_ADDRESSES.last)];
  return IntervalSet.of(
    ...wanted.intervals.map(([from, to]) =>
      to - from < 16n ? ([from, to] as const) : ([from + first, to - last] as const),
    ),
  );
}

/** True if interfaces in a subnet have an IPv6 address. */
function hasIPv6(context: ModelContext, subnet: string, wanted: InterfacePlacement["ipv6"]): boolean {
  if (typeof wanted === "boolean") return wanted;
  const blocks = readSubnets(context).get(subnet)?.blocks ?? NO_ADDRESS;
  if (wanted === "dual") return !blocks.subtract(ANY_IPV4).isEmpty;
  return subnetFlag(context, subnet, "assign_ipv6_address_on_creation") === true;
}

/** True if a subnet gives a public address to new server interfaces. */
function givesPublic(context: ModelContext, subnet: string): boolean | "unknown" {
  return subnetFlag(context, subnet, "map_public_ip_on_launch");
}

/**
 * A boolean attribute of a subnet. It defaults to false, but to true in a default subnet.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/default_subnet
 */
function subnetFlag(context: ModelContext, subnet: string, name: string): boolean | "unknown" {
  const resource: Resource | undefined = context.inventory.at(subnet);
  if (resource?.mode !== "managed") return attributeFlag(resource?.values[name], undefined) ?? "unknown";
  return attributeFlag(
    resource.values[name],
    resource.type === "aws_default_subnet" && name.startsWith("map_"),
  );
}

/** Builds a resource's endpoint, with the reason why it may have more interfaces. */
export function buildEndpoint(
  resource: Resource,
  parts: Omit<NetworkEndpoint, "address" | "unknown"> & { readonly unknown?: string | undefined },
): NetworkEndpoint {
  const { unknown, ...known } = parts;
  return { address: resource.address, ...known, ...compact({ unknown }) };
}

/** Returns why a placement may lack interfaces: unknown subnets, or none. */
export function whyUnplaced(subnets: PartialList<string>): string | undefined {
  if (subnets.unknown !== undefined) return `not all of its subnets are known: ${subnets.unknown}`;
  if (subnets.items.length > 0) return undefined;
  return "it names no subnet, so AWS places it in the account's default VPC, which is not in these files";
}

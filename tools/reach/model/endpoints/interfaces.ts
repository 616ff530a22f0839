import type { Resource } from "../../input/inventory.ts";
import { type Addresses, ANY_IPV4, NO_ADDRESS } from "../../packets/addresses.ts";
import { IntervalSet } from "../../packets/interval-set.ts";
import type { Endpoint, Interface } from "../fabric.ts";
import type { Site } from "./site.ts";
import { flagOf, joined, type Listing, listing, NOTHING } from "./values.ts";

/** How interfaces come to be in some subnets. */
export interface Placing {
  readonly subnets: Listing<string>;
  /** Its groups; none: see {@link isOpenWithoutGroups}. */
  readonly groups: Listing<string>;
  /** Groups that are added to these, or to the default group. */
  readonly attached?: Listing<string>;
  /** Whether an interface without a group is filtered by nothing; else it has the VPC's default group. */
  readonly isOpenWithoutGroups?: boolean;
  /** Whether it has a public address; "subnet": as the subnet gives them out. */
  readonly publicIPv4: Interface["publicIPv4"] | "subnet";
  readonly publicAddresses?: Addresses;
  /** Whether it has an IPv6 address; "assigned": as the subnet assigns them, "dual": where the subnet has some. */
  readonly ipv6: boolean | "assigned" | "dual";
  /** Its addresses where they are known: all of them, of both families. */
  readonly exact?: Addresses | undefined;
  readonly forwards?: boolean;
}

/**
 * The interfaces of a placing, one for each subnet, and one more where its subnets are not all known. Where the IPv4
 * address is known and the IPv6 address is not, these are two.
 */
export function interfacesOf(site: Site, placing: Placing): readonly Interface[] {
  const { found } = placing.subnets;
  const placed = found.flatMap((subnet) => interfacesIn(site, subnet, placing));
  return whyNotPlaced(placing.subnets) === undefined ? placed : [...placed, unplaced(site, placing)];
}

/** What is known of an interface wherever it stands. */
function unplaced(site: Site, placing: Placing): Interface {
  const { publicIPv4, publicAddresses = NO_ADDRESS, ipv6, forwards = false } = placing;
  return {
    subnet: undefined,
    ...groupsOf(site, undefined, placing),
    publicIPv4: publicIPv4 === "subnet" ? "unknown" : publicIPv4,
    publicAddresses,
    addresses: NO_ADDRESS,
    isExact: false,
    ipv6: ipv6 === true,
    forwards,
  };
}

function interfacesIn(site: Site, subnet: string, placing: Placing): readonly Interface[] {
  const { exact } = placing;
  const ipv6 =
    hasIPv6(site, subnet, placing.ipv6) || (exact !== undefined && !exact.subtract(ANY_IPV4).isEmpty);
  const common = {
    subnet,
    ...groupsOf(site, subnet, placing),
    publicIPv4: placing.publicIPv4 === "subnet" ? givesPublic(site, subnet) : placing.publicIPv4,
    publicAddresses: placing.publicAddresses ?? NO_ADDRESS,
    forwards: placing.forwards ?? false,
  };
  const free = freeAddresses(site, subnet, ipv6);
  if (exact === undefined) return [{ ...common, addresses: free, isExact: false, ipv6 }];
  const known = { ...common, addresses: exact, isExact: true, ipv6: !exact.subtract(ANY_IPV4).isEmpty };
  const rest = free.subtract(ANY_IPV4);
  if (!ipv6 || known.ipv6 || rest.isEmpty) return [known];
  const other = { ...common, publicIPv4: false, publicAddresses: NO_ADDRESS };
  return [known, { ...other, addresses: rest, isExact: false, ipv6: true }];
}

/**
 * An interface without a group has the default group of its VPC; groups that are attached later are added to it.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/network_interface_sg_attachment
 */
function groupsOf(
  site: Site,
  subnet: string | undefined,
  placing: Placing,
): Pick<Interface, "groups" | "unknownGroups"> {
  const { found, unknown } = joined(firstGroups(site, subnet, placing), placing.attached ?? NOTHING);
  return { groups: found, ...(unknown !== undefined && { unknownGroups: unknown }) };
}

function firstGroups(
  site: Site,
  subnet: string | undefined,
  { groups, isOpenWithoutGroups = false }: Placing,
): Listing<string> {
  if (groups.unknown !== undefined || groups.found.length > 0 || isOpenWithoutGroups) return groups;
  const vpc = subnet === undefined ? undefined : site.subnet(subnet)?.vpc;
  const group = vpc === undefined ? undefined : site.ground.defaultGroups.get(vpc);
  return group === undefined
    ? listing<string>([], "the default group of its VPC is not known")
    : { found: [group] };
}

/**
 * The addresses of a subnet that an interface may have: all but the first four and the last.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
function freeAddresses(site: Site, subnet: string, withIPv6: boolean): Addresses {
  const blocks = site.subnet(subnet)?.blocks ?? NO_ADDRESS;
  const wanted = withIPv6 ? blocks : blocks.intersect(ANY_IPV4);
  return IntervalSet.of(
    ...wanted.intervals.map(([from, to]) =>
      to - from < 16n ? ([from, to] as const) : ([from + 4n, to - 1n] as const),
    ),
  );
}

/** Whether interfaces in a subnet have an IPv6 address. */
function hasIPv6(site: Site, subnet: string, wanted: Placing["ipv6"]): boolean {
  if (typeof wanted === "boolean") return wanted;
  const blocks = site.subnet(subnet)?.blocks ?? NO_ADDRESS;
  if (wanted === "dual") return !blocks.subtract(ANY_IPV4).isEmpty;
  return subnetFlag(site, subnet, "assign_ipv6_address_on_creation") === true;
}

/** Whether a subnet gives new interfaces of servers a public address. */
function givesPublic(site: Site, subnet: string): boolean | "unknown" {
  return subnetFlag(site, subnet, "map_public_ip_on_launch");
}

/**
 * A flag of a subnet. Without it, it is off, but on in a default subnet.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/default_subnet
 */
function subnetFlag(site: Site, subnet: string, name: string): boolean | "unknown" {
  const resource: Resource | undefined = site.inventory.at(subnet);
  if (resource?.mode !== "managed") return flagOf(resource?.values[name], undefined) ?? "unknown";
  return flagOf(resource.values[name], resource.type === "aws_default_subnet" && name.startsWith("map_"));
}

/** An endpoint of a resource, with why more of its interfaces may exist. */
export function endpointOf(
  resource: Resource,
  parts: Omit<Endpoint, "address" | "unknown"> & { readonly unknown?: string | undefined },
): Endpoint {
  const { unknown, ...known } = parts;
  return { address: resource.address, ...known, ...(unknown !== undefined && { unknown }) };
}

/** Why the interfaces of a placing may not be all: subnets that are not known, or none. */
export function whyNotPlaced(subnets: Listing<string>): string | undefined {
  if (subnets.unknown !== undefined) return `its subnets are not all known: ${subnets.unknown}`;
  if (subnets.found.length > 0) return undefined;
  return "it names no subnet: AWS puts it into the account's default VPC, which is not in these files";
}

import type { Resource } from "../../input/inventory.ts";
import { type Addresses, NO_ADDRESS } from "../../packets/addresses.ts";
import type { Interface } from "../fabric.ts";
import { LINUX_PORTS } from "./ephemeral-ports.ts";
import { endpointOf, interfacesOf, whyNotPlaced } from "./interfaces.ts";
import type { Reader, Readers } from "./shape.ts";
import type { Site } from "./site.ts";
import { elementsOf, flagOf, isGiven, numberOf } from "./values.ts";

/** The interfaces of a network interface resource; a public address of its own can only be an elastic one. */
export function interfacesOfResource(resource: Resource, site: Site): readonly Interface[] {
  const { address, values } = resource;
  const elastic = site.attachments.elastic(address);
  return interfacesOf(site, {
    subnets: site.subnets(values.subnet_id),
    groups: site.groups(values.security_groups),
    attached: site.attachments.groups(address),
    publicIPv4: site.attachments.publicIPv4(address, false),
    publicAddresses: elastic ?? NO_ADDRESS,
    ipv6: hasIPv6(values) || "assigned",
    exact: exactAddresses(resource, site),
    forwards: flagOf(values.source_dest_check, true) === false,
  });
}

/** Whether an interface or a server asks for IPv6 addresses. */
export function hasIPv6(values: Resource["values"]): boolean {
  return (
    (numberOf(values.ipv6_address_count) ?? 0) > 0 ||
    isGiven(values.ipv6_addresses) ||
    isGiven(values.ipv6_address_list)
  );
}

/** Its addresses when it lists them all; more that AWS chooses make them unknown. */
function exactAddresses({ values }: Resource, site: Site): Addresses | undefined {
  const listed = [values.private_ips, values.private_ip_list, values.private_ip].find(isGiven);
  const ipv4 = site.addresses(listed);
  const chosen = numberOf(values.private_ips_count) ?? 0;
  if (ipv4 === undefined || chosen >= elementsOf(listed).length) return undefined;
  const ipv6 = site.addresses([values.ipv6_addresses, values.ipv6_address_list].find(isGiven));
  return ipv6 === undefined ? ipv4 : ipv4.union(ipv6);
}

/** One that is a server's first is the server's too. */
const networkInterface: Reader = (resource, site) =>
  endpointOf(resource, {
    kind: "network interface",
    interfaces: interfacesOfResource(resource, site),
    listens: undefined,
    ephemeralPorts: LINUX_PORTS,
    unknown: whyNotPlaced(site.subnets(resource.values.subnet_id)),
  });

/** Network interfaces that stand for themselves. */
export const NETWORK_INTERFACES: Readers = { aws_network_interface: networkInterface };

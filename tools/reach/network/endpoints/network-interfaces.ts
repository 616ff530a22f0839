import { LINUX_PORTS } from "../../../../aws/ephemeral-ports.ts";
import { type Addresses, NO_ADDRESS } from "../../packets/addresses.ts";
import { attributeElements, attributeFlag, attributeNumber, isGiven } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { attributeAddresses } from "../cidr-blocks.ts";
import type { NetworkInterface } from "../endpoint-model.ts";
import type { ModelContext } from "../model-context.ts";
import { attachmentsOf } from "./attachments.ts";
import type { EndpointReader, EndpointReaders } from "./endpoint-descriptor.ts";
import { buildEndpoint, placeInterfaces, whyUnplaced } from "./interfaces.ts";

/**
 * Returns the interfaces of a network interface resource. Its only possible public address is an
 * Elastic IP.
 */
export function interfacesOfResource(resource: Resource, context: ModelContext): readonly NetworkInterface[] {
  const { address, values } = resource;
  const elastic = attachmentsOf(context).elastic(address);
  return placeInterfaces(context, {
    subnets: context.resolver.subnets(values.subnet_id),
    groups: context.resolver.groups(values.security_groups),
    attached: attachmentsOf(context).groups(address),
    publicIPv4: attachmentsOf(context).publicIPv4(address, false),
    publicAddresses: elastic ?? NO_ADDRESS,
    ipv6: requestsIPv6(values) || "assigned",
    fixedAddresses: exactAddresses(resource),
    forwards: attributeFlag(values.source_dest_check, true) === false,
  });
}

/** True if an interface or server requests IPv6 addresses. */
export function requestsIPv6(values: Resource["values"]): boolean {
  return (
    (attributeNumber(values.ipv6_address_count) ?? 0) > 0 ||
    isGiven(values.ipv6_addresses) ||
    isGiven(values.ipv6_address_list)
  );
}

/** Its addresses if it lists all of them; unknown if AWS chooses more. */
function exactAddresses({ values }: Resource): Addresses | undefined {
  const listed = [values.private_ips, values.private_ip_list, values.private_ip].find(isGiven);
  const ipv4 = attributeAddresses(listed);
  const chosen = attributeNumber(values.private_ips_count) ?? 0;
  if (ipv4 === undefined || chosen >= attributeElements(listed).length) return undefined;
  const ipv6 = attributeAddresses([values.ipv6_addresses, values.ipv6_address_list].find(isGiven));
  return ipv6 === undefined ? ipv4 : ipv4.union(ipv6);
}

/**
 * A network interface that is not a server's primary one, which belongs to the server's endpoint.
 */
const networkInterface: EndpointReader = (resource, context) =>
  buildEndpoint(resource, {
    kind: "network interface",
    interfaces: interfacesOfResource(resource, context),
    listening: undefined,
    ephemeralPorts: LINUX_PORTS,
    unknown: whyUnplaced(context.resolver.subnets(resource.values.subnet_id)),
  });

/** Network interfaces that are endpoints by themselves. */
export const NETWORK_INTERFACES: EndpointReaders = { aws_network_interface: networkInterface };

import { VPC_IPV6_PREFIX } from "../../../aws/vpc-quotas.ts";
import { Cidr } from "../../../language/cidr.ts";
import { type Addresses, parseAddresses } from "../packets/addresses.ts";

/**
 * Placeholders for CIDR blocks and addresses that AWS chooses at deployment. Each comes from a
 * range that no AWS network can have. So rules for `0.0.0.0/0` and `::/0` match it, local routes
 * and references resolve to it, and no handwritten block does.
 */

/**
 * Part of the documentation prefix 3fff::/20, inside global unicast 2000::/3.
 * https://www.rfc-editor.org/rfc/rfc9637
 */
const IPV6_BLOCKS = Cidr.parseKnown("3fff:fff::/32");
/** Reserved for future use, never routed. https://www.rfc-editor.org/rfc/rfc1112 section 4 */
const SERVICES = Cidr.parseKnown("240.0.0.0/4");

/**
 * Returns the placeholder for the `index`-th Amazon-provided IPv6 block: of the size that AWS
 * assigns.
 */
export function placeholderIpv6Cidr(index: number): Cidr {
  return IPV6_BLOCKS.slice(VPC_IPV6_PREFIX - IPV6_BLOCKS.prefix, index);
}

/** Returns the placeholder for the public IPv4 addresses of the `index`-th AWS service. */
export function placeholderServiceCidr(index: number): Cidr {
  return SERVICES.slice(32 - SERVICES.prefix, index);
}

/** True if any of the addresses is a placeholder, which must not be shown to users. */
export function arePlaceholders(addresses: Addresses): boolean {
  return PLACEHOLDER_CIDRS.covers(addresses);
}

const PLACEHOLDER_CIDRS = parseAddresses(IPV6_BLOCKS.toString())!.union(parseAddresses(SERVICES.toString())!);

import type { Cidr } from "../../../aws/cidr.ts";
import { DOCUMENTATION_IPV6_RANGE, FUTURE_RANGE } from "../../../aws/special-ranges.ts";
import { VPC_IPV6_PREFIX } from "../../../aws/vpc-quotas.ts";
import { type Addresses, addressesOfBlocks } from "../packets/addresses.ts";

/**
 * Placeholders for CIDR blocks and addresses that AWS chooses at deployment. Each comes from a
 * range that no AWS network can have. So rules for `0.0.0.0/0` and `::/0` match it, local routes
 * and references resolve to it, and no handwritten block does.
 */

/** The last /32 of the IPv6 documentation range. */
const IPV6_BLOCKS = DOCUMENTATION_IPV6_RANGE.slice(12, 2 ** 12 - 1);
const SERVICES = FUTURE_RANGE;

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

const PLACEHOLDER_CIDRS = addressesOfBlocks([IPV6_BLOCKS, SERVICES]);

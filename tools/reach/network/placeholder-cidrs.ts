import { Cidr } from "../../../language/cidr.ts";
import { type Addresses, parseAddresses } from "../packets/addresses.ts";

/**
 * Blocks and addresses that AWS chooses when something is deployed. Each is given one of its own, out of a
 * range that no network of AWS can have, so that rules for `0.0.0.0/0` and `::/0` hold it, local routes and
 * references find it, and no block that somebody wrote down by hand does.
 */

/** Out of the documentation prefix 3fff::/20, inside global unicast 2000::/3. https://www.rfc-editor.org/rfc/rfc9637 */
const IPV6_BLOCKS = Cidr.parseKnown("3fff:fff::/32");
/** Reserved for future use, never routed. https://www.rfc-editor.org/rfc/rfc1112 section 4 */
const SERVICES = Cidr.parseKnown("240.0.0.0/4");

/**
 * The block that stands for the `index`-th Amazon-provided IPv6 block: a /56, as AWS gives.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
export function placeholderIpv6Cidr(index: number): Cidr {
  return IPV6_BLOCKS.slice(56 - IPV6_BLOCKS.prefix, index);
}

/** The block that stands for the public IPv4 addresses of the `index`-th service of AWS. */
export function placeholderServiceCidr(index: number): Cidr {
  return SERVICES.slice(32 - SERVICES.prefix, index);
}

/** Whether some addresses stand for others that AWS chooses: nobody should be shown them. */
export function arePlaceholders(addresses: Addresses): boolean {
  return PLACEHOLDER_CIDRS.covers(addresses);
}

const PLACEHOLDER_CIDRS = parseAddresses(IPV6_BLOCKS.toString())!.union(parseAddresses(SERVICES.toString())!);

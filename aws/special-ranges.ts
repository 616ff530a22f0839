import { Cidr } from "./cidr.ts";

/**
 * The private IPv4 ranges.
 * https://www.rfc-editor.org/rfc/rfc1918
 * (not read again)
 */
export const RFC1918_RANGES: readonly Cidr[] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(
  Cidr.parseKnown,
);

/**
 * The IPv4 range that carriers share among customers (CGNAT).
 * https://www.rfc-editor.org/rfc/rfc6598
 * (not read again)
 */
const SHARED_RANGE = Cidr.parseKnown("100.64.0.0/10");

/** The IPv4 ranges that networks use but the internet does not route. */
export const PRIVATE_BLOCKS: readonly Cidr[] = [...RFC1918_RANGES, SHARED_RANGE];

/**
 * The link-local IPv4 range, which holds the inside addresses of VPN and Connect tunnels.
 * https://www.rfc-editor.org/rfc/rfc3927
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayConnectPeer.html
 * (the second read 2026-11-30, in botocore 1.43.107's service models; the RFC not again)
 */
export const LINK_LOCAL_RANGE = Cidr.parseKnown("169.254.0.0/16");

/**
 * Amazon's DNS server, at the same address in every VPC.
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 * (not read again)
 */
export const AMAZON_DNS_ADDRESS = "169.254.169.253";

/**
 * The instance metadata service, at the same address on every instance.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 * (not read again)
 */
export const INSTANCE_METADATA_ADDRESS = "169.254.169.254";

/**
 * The IPv4 range reserved for future use, never routed.
 * https://www.rfc-editor.org/rfc/rfc1112 section 4
 * (not read again)
 */
export const FUTURE_RANGE = Cidr.parseKnown("240.0.0.0/4");

/**
 * The IPv4 range of network benchmarks. AWS uses 198.19.0.0/16 of it for its own services.
 * https://www.rfc-editor.org/rfc/rfc2544
 * (not read again)
 */
export const BENCHMARK_RANGE = Cidr.parseKnown("198.18.0.0/15");

/**
 * The IPv4 ranges that the internet does not route. Documentation ranges are left out: examples use
 * them in place of real ones.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 * (not read again)
 */
export const UNROUTED_IPV4_RANGES: readonly Cidr[] = [
  ...["0.0.0.0/8", "127.0.0.0/8", "192.0.0.0/24", "224.0.0.0/4"].map(Cidr.parseKnown),
  ...PRIVATE_BLOCKS,
  LINK_LOCAL_RANGE,
  BENCHMARK_RANGE,
  FUTURE_RANGE,
];

/**
 * The IPv4 ranges that no VPC should have: hosts, routers and AWS itself give them other meanings,
 * or do not forward them.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 * (not read again)
 */
export const UNUSABLE_VPC_RANGES: readonly Cidr[] = UNROUTED_IPV4_RANGES.filter(
  (range) => range !== BENCHMARK_RANGE && !PRIVATE_BLOCKS.includes(range),
);

/**
 * The IPv6 range that the internet routes. Unique local addresses, fc00::/7, are outside.
 * https://www.iana.org/assignments/ipv6-unicast-address-assignments
 * (not read again)
 */
export const GLOBAL_UNICAST_RANGE = Cidr.parseKnown("2000::/3");

/**
 * The IPv4 ranges for documentation, which no real host has.
 * https://www.rfc-editor.org/rfc/rfc5737
 * (not read again)
 */
export const DOCUMENTATION_IPV4_RANGES: readonly Cidr[] = [
  "203.0.113.0/24",
  "198.51.100.0/24",
  "192.0.2.0/24",
].map(Cidr.parseKnown);

/**
 * The IPv6 range for documentation, inside global unicast.
 * https://www.rfc-editor.org/rfc/rfc9637
 * (not read again)
 */
export const DOCUMENTATION_IPV6_RANGE = Cidr.parseKnown("3fff::/20");

/**
 * The CIDR block of default VPCs.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html (read 2026-11-30)
 */
export const DEFAULT_VPC_BLOCK = Cidr.parseKnown("172.31.0.0/16");

/**
 * Ranges that AWS uses for its own services, so that VPCs cannot add them as secondary CIDR blocks:
 * the first always, the second in VPCs in 172.16.0.0/12, the third in VPCs in 10.0.0.0/15.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions
 * (read 2026-11-30, in AWS's archived sources of the page)
 */
export const RESTRICTED_SECONDARY_RANGES = {
  always: Cidr.parseKnown("198.19.0.0/16"),
  in172: DEFAULT_VPC_BLOCK,
  in10: { of: Cidr.parseKnown("10.0.0.0/15"), range: Cidr.parseKnown("10.0.0.0/16") },
} as const;

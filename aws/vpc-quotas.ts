/**
 * The default quotas of Amazon VPC.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html (read 2026-11-30)
 */
export const VPC_QUOTAS = {
  /** IPv4 CIDR blocks of a VPC, the primary one included. */
  ipv4CidrBlocks: 5,
  /** Elastic IP addresses of an account in a region. */
  elasticAddresses: 5,
  /** Rules of a security group per direction and address family; peers by group count as IPv4. */
  rulesPerSecurityGroup: 60,
  /** Security groups of a network interface. */
  securityGroupsPerInterface: 5,
  /** Entries of a network ACL per direction and address family, AWS's final deny included. */
  entriesPerNetworkAcl: 20,
} as const;

/** Entries of a network ACL per direction and family besides AWS's final deny. */
export const OWN_ENTRIES_PER_NETWORK_ACL = VPC_QUOTAS.entriesPerNetworkAcl - 1;

/**
 * The shortest and the longest prefix of the IPv4 CIDR blocks of VPCs and subnets.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html (read 2026-11-30)
 */
export const VPC_PREFIX = { shortest: 16, longest: 28 } as const;

/**
 * The prefix length of the IPv6 blocks that AWS assigns to VPCs.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html (read 2026-11-30)
 */
export const VPC_IPV6_PREFIX = 56;

/**
 * The addresses that AWS reserves at the start and at the end of a subnet.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html (read 2026-11-30)
 */
export const RESERVED_ADDRESSES = { first: 4, last: 1, total: 5 } as const;

/**
 * The position of the DNS resolver in a VPC's primary CIDR block: its third address.
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 * (read 2026-11-30)
 */
export const RESOLVER_POSITION = 2;

/**
 * The length in characters and the characters of descriptions of security groups and their rules.
 * `<`, `>` and quotes are not among them.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html (read 2026-11-30)
 */
export const SECURITY_GROUP_DESCRIPTION = {
  charactersMax: 255,
  pattern: /^[\w .:/()#,@[\]+=&;{}!$*-]{0,255}$/,
} as const;

/**
 * The prefixes of a client VPN's address range, and the longest prefix of a subnet that it can be
 * associated with.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is-best-practices.html
 * (read 2026-11-30, except for the subnet's prefix)
 */
export const CLIENT_VPN_PREFIX = { shortest: 12, longest: 22, longestOfSubnet: 27 } as const;

/**
 * The longest prefixes of a transit gateway's own CIDR blocks.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRequestOptions.html
 * (read 2026-11-30)
 */
export const TRANSIT_GATEWAY_LONGEST_PREFIX = { ipv4: 24, ipv6: 64 } as const;

/**
 * The prefix of the link-local block inside the tunnels of a transit gateway Connect peer.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTransitGatewayConnectPeer.html
 * (read 2026-11-30, in botocore 1.43.107's service models)
 */
export const CONNECT_PEER_PREFIX = 29;

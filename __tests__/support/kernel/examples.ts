import type {
  TinyAclEntry,
  TinyNetwork,
  TinyRoute,
  TinySecurityGroup,
  TinySecurityGroupRule,
  TinySubnet,
} from "./tiny-network.ts";

/** A rule for all traffic with an IPv4 address. */
export const ANY_TRAFFIC: TinySecurityGroupRule = {
  protocol: "all",
  from: -1,
  to: -1,
  peer: { cidr: "0.0.0.0/0" },
};
/** A rule for all traffic with an IPv6 address. */
export const ANYTHING_IPV6: TinySecurityGroupRule = { ...ANY_TRAFFIC, peer: { cidr: "::/0" } };
const OPEN_ENTRIES = [
  exampleAclEntry(100, "allow", "all"),
  exampleAclEntry(101, "allow", "all", -1, -1, "::/0"),
];
/** A network ACL that allows everything. */
export const OPEN = { ingress: OPEN_ENTRIES, egress: OPEN_ENTRIES };

/** A network ACL entry, by default for every IPv4 address. */
export function exampleAclEntry(
  number: number,
  action: TinyAclEntry["action"],
  protocol: TinyAclEntry["protocol"],
  from = -1,
  to = from,
  cidr = "0.0.0.0/0",
): TinyAclEntry {
  return { number, action, protocol, from, to, cidr };
}

/** A rule of a security group. */
export function rule(
  protocol: TinySecurityGroupRule["protocol"],
  from: number,
  to: number,
  peer: string,
): TinySecurityGroupRule {
  return { protocol, from, to, peer: peer.includes("/") ? { cidr: peer } : { group: peer } };
}

/**
 * `web` with a public address and `app` behind a NAT gateway in VPC `a`, `far` in VPC `b`; a
 * transit gateway connects `app` and `far`, a peering `web` and `far`; `visitor` is on the
 * internet. All security groups and network ACLs allow all traffic.
 */
export const EXAMPLE: TinyNetwork = {
  vpcs: [
    { name: "a", cidrs: ["10.0.0.0/16"], internetGateway: true },
    { name: "b", cidrs: ["10.1.0.0/16"], internetGateway: false },
  ],
  subnets: [
    subnet("a-public", "a", "10.0.0.0/24", [
      { cidr: "0.0.0.0/0", target: "internet-gateway" },
      { cidr: "10.1.0.0/16", target: "peering", name: "a-b" },
    ]),
    subnet("a-private", "a", "10.0.1.0/24", [
      { cidr: "0.0.0.0/0", target: "nat", name: "nat" },
      { cidr: "10.1.0.0/16", target: "transit-gateway" },
    ]),
    subnet("b-private", "b", "10.1.0.0/24", [
      { cidr: "10.0.0.0/24", target: "peering", name: "a-b" },
      { cidr: "10.0.1.0/24", target: "transit-gateway" },
    ]),
    subnet("a-transit", "a", "10.0.2.0/24", []),
    subnet("b-transit", "b", "10.1.2.0/24", []),
  ],
  hosts: [
    {
      name: "web",
      subnet: "a-public",
      addresses: ["10.0.0.10"],
      publicAddress: "54.0.0.10",
      groups: ["web"],
    },
    { name: "app", subnet: "a-private", addresses: ["10.0.1.10"], groups: ["app"] },
    { name: "far", subnet: "b-private", addresses: ["10.1.0.10"], groups: ["far"] },
  ],
  groups: [group("web", "a"), group("app", "a"), group("far", "b")],
  natGateways: [{ name: "nat", subnet: "a-public", addresses: ["10.0.0.99"], publicAddress: "54.0.0.99" }],
  peerings: [{ name: "a-b", requester: "a", accepter: "b" }],
  transitGateway: {
    attachments: [
      { name: "to-a", vpc: "a", subnets: ["a-transit"], table: "hub" },
      { name: "to-b", vpc: "b", subnets: ["b-transit"], table: "hub" },
    ],
    tables: [{ name: "hub", routes: [], propagations: ["to-a", "to-b"] }],
  },
  internetHosts: [{ name: "visitor", addresses: ["198.51.100.7"] }],
};

function subnet(name: string, vpc: string, cidr: string, routes: TinySubnet["routes"]): TinySubnet {
  return { name, vpc, cidrs: [cidr], acl: OPEN, routes };
}

function group(name: string, vpc: string): TinySecurityGroup {
  return { name, vpc, ingress: [ANY_TRAFFIC, ANYTHING_IPV6], egress: [ANY_TRAFFIC, ANYTHING_IPV6] };
}

/** Returns the network with a change merged into the item of a kind and name. */
export function withChanged<K extends "subnets" | "groups" | "hosts" | "vpcs">(
  network: TinyNetwork,
  kind: K,
  name: string,
  change: Partial<TinyNetwork[K][number]>,
): TinyNetwork {
  const parts = network[kind].map((part) => (part.name === name ? { ...part, ...change } : part));
  return { ...network, [kind]: parts };
}

/**
 * {@link EXAMPLE} with IPv6 as well: `web` uses an internet gateway, `app` and `far` egress-only
 * internet gateways. The connections between them are the same.
 */
export const DUAL_STACK: TinyNetwork = {
  ...EXAMPLE,
  vpcs: [
    { ...EXAMPLE.vpcs[0]!, cidrs: ["10.0.0.0/16", "2600:1f00:1::/56"], egressOnlyGateway: true },
    { ...EXAMPLE.vpcs[1]!, cidrs: ["10.1.0.0/16", "2600:1f00:2::/56"], egressOnlyGateway: true },
  ],
  subnets: [
    withIPv6("a-public", "2600:1f00:1::/64", [
      { cidr: "::/0", target: "internet-gateway" },
      { cidr: "2600:1f00:2::/56", target: "peering", name: "a-b" },
    ]),
    withIPv6("a-private", "2600:1f00:1:1::/64", [
      { cidr: "::/0", target: "egress-only-gateway" },
      { cidr: "2600:1f00:2::/56", target: "transit-gateway" },
    ]),
    withIPv6("b-private", "2600:1f00:2::/64", [
      { cidr: "::/0", target: "egress-only-gateway" },
      { cidr: "2600:1f00:1::/64", target: "peering", name: "a-b" },
      { cidr: "2600:1f00:1:1::/64", target: "transit-gateway" },
    ]),
    withIPv6("a-transit", "2600:1f00:1:2::/64", []),
    withIPv6("b-transit", "2600:1f00:2:2::/64", []),
  ],
  hosts: [
    { ...EXAMPLE.hosts[0]!, addresses: ["10.0.0.10", "2600:1f00:1::a"] },
    { ...EXAMPLE.hosts[1]!, addresses: ["10.0.1.10", "2600:1f00:1:1::a"] },
    { ...EXAMPLE.hosts[2]!, addresses: ["10.1.0.10", "2600:1f00:2::a"] },
  ],
  internetHosts: [{ name: "visitor", addresses: ["198.51.100.7", "2a00:1450::7"] }],
};

function withIPv6(name: string, cidr: string, routes: TinySubnet["routes"]): TinySubnet {
  const one = EXAMPLE.subnets.find((other) => other.name === name)!;
  return { ...one, cidrs: [...one.cidrs, cidr], routes: [...one.routes, ...routes] };
}

const hub = EXAMPLE.transitGateway!;
const denyUdp = exampleAclEntry(10, "deny", "udp", 0, 65_535);
const denyUdpFromA = exampleAclEntry(10, "deny", "udp", 0, 65_535, "10.0.0.0/16");

/** {@link EXAMPLE} with the transit gateway attachments in the subnets of `app` and `far`. */
const SHARED_SUBNETS: TinyNetwork = {
  ...EXAMPLE,
  transitGateway: {
    ...hub,
    attachments: [
      { name: "to-a", vpc: "a", subnets: ["a-private"], table: "hub" },
      { name: "to-b", vpc: "b", subnets: ["b-private"], table: "hub" },
    ],
  },
};

/**
 * {@link EXAMPLE} with a VPC `c` whose routes lead to `web` through `b` and its peering, which
 * drops traffic from outside `b`.
 */
const TRANSITIVE_PEERING: TinyNetwork = {
  ...EXAMPLE,
  vpcs: [...EXAMPLE.vpcs, { name: "c", cidrs: ["10.2.0.0/16"], internetGateway: false }],
  subnets: [
    ...EXAMPLE.subnets.map((one): TinySubnet => {
      const over: TinyRoute = { cidr: "10.0.0.0/16", target: "peering", name: "a-b" };
      const back: TinyRoute = { cidr: "10.2.0.0/16", target: "transit-gateway" };
      if (one.name === "b-transit") return { ...one, routes: [over] };
      return one.name === "a-public" ? { ...one, routes: [...one.routes, back] } : one;
    }),
    subnet("c-private", "c", "10.2.0.0/24", [{ cidr: "10.0.0.0/8", target: "transit-gateway" }]),
  ],
  groups: [...EXAMPLE.groups, group("third", "c")],
  hosts: [
    ...EXAMPLE.hosts,
    { name: "third", subnet: "c-private", addresses: ["10.2.0.10"], groups: ["third"] },
  ],
  transitGateway: {
    attachments: [...hub.attachments, { name: "to-c", vpc: "c", subnets: ["c-private"], table: "hub" }],
    tables: [
      {
        name: "hub",
        routes: [{ cidr: "10.0.0.0/24", attachment: "to-b" }],
        propagations: ["to-a", "to-b", "to-c"],
      },
    ],
  },
};

/**
 * `far` reaches the internet through the transit gateway and the NAT gateway of `a`, whose subnet
 * has a route back for the replies.
 */
function throughNatOfA(back: TinyRoute): TinyNetwork {
  return {
    ...EXAMPLE,
    subnets: EXAMPLE.subnets.map((one): TinySubnet => {
      if (one.vpc === "b") return { ...one, routes: [{ cidr: "0.0.0.0/0", target: "transit-gateway" }] };
      if (one.name === "a-transit")
        return { ...one, routes: [{ cidr: "0.0.0.0/0", target: "nat", name: "nat" }] };
      return one.name === "a-public" ? { ...one, routes: [one.routes[0]!, back] } : one;
    }),
    transitGateway: {
      ...hub,
      tables: [
        { name: "hub", routes: [{ cidr: "0.0.0.0/0", attachment: "to-a" }], propagations: ["to-a", "to-b"] },
      ],
    },
  };
}

/** Error-prone networks that random ones rarely include. */
export const EDGE_CASES: readonly TinyNetwork[] = [
  EXAMPLE,
  DUAL_STACK,
  SHARED_SUBNETS,
  // Traffic from the gateway ignores these entries; traffic towards it would match them.
  withChanged(SHARED_SUBNETS, "subnets", "b-private", {
    acl: { ...OPEN, ingress: [denyUdpFromA, ...OPEN.ingress] },
  }),
  withChanged(SHARED_SUBNETS, "subnets", "a-private", {
    acl: { ...OPEN, egress: [denyUdpFromA, ...OPEN.egress] },
  }),
  withChanged(SHARED_SUBNETS, "subnets", "a-private", {
    acl: { ...OPEN, ingress: [denyUdpFromA, ...OPEN.ingress] },
  }),
  withChanged(EXAMPLE, "subnets", "b-transit", { acl: { ...OPEN, ingress: [denyUdp, ...OPEN.ingress] } }),
  withChanged(EXAMPLE, "subnets", "b-transit", { acl: { ...OPEN, egress: [denyUdp, ...OPEN.egress] } }),
  withChanged(EXAMPLE, "subnets", "b-private", { acl: { ...OPEN, egress: [denyUdp, ...OPEN.egress] } }),
  TRANSITIVE_PEERING,
  // A peering drops replies from the internet: their source is an address of neither VPC.
  throughNatOfA({ cidr: "10.1.0.0/16", target: "peering", name: "a-b" }),
  throughNatOfA({ cidr: "10.1.0.0/16", target: "transit-gateway" }),
];

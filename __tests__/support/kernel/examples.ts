import type { TinyEntry, TinyGroup, TinyNetwork, TinyRoute, TinyRule, TinySubnet } from "./tiny-network.ts";

/** A rule for all traffic with an IPv4 address. */
export const ANY_TRAFFIC: TinyRule = { protocol: "all", from: -1, to: -1, peer: { cidr: "0.0.0.0/0" } };
/** A rule for all traffic with an IPv6 address. */
export const ANYTHING_IPV6: TinyRule = { ...ANY_TRAFFIC, peer: { cidr: "::/0" } };
const OPEN_ENTRIES = [
  exampleAclEntry(100, "allow", "all"),
  exampleAclEntry(101, "allow", "all", -1, -1, "::/0"),
];
/** A network ACL that allows everything. */
export const OPEN = { ingress: OPEN_ENTRIES, egress: OPEN_ENTRIES };

/** A network ACL entry, for every address unless one is given. */
export function exampleAclEntry(
  number: number,
  action: TinyEntry["action"],
  protocol: TinyEntry["protocol"],
  from = -1,
  to = from,
  cidr = "0.0.0.0/0",
): TinyEntry {
  return { number, action, protocol, from, to, cidr };
}

/** A rule of a security group. */
export function rule(protocol: TinyRule["protocol"], from: number, to: number, peer: string): TinyRule {
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

function group(name: string, vpc: string): TinyGroup {
  return { name, vpc, ingress: [ANY_TRAFFIC, ANYTHING_IPV6], egress: [ANY_TRAFFIC, ANYTHING_IPV6] };
}

/** Returns the network with one part, found by name, changed. */
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
 * The same network with IPv6 too: `web` over an internet gateway, `app` and `far` over egress-only
 * ones, and the same connections between them.
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
const denied = exampleAclEntry(10, "deny", "udp", 0, 65_535);
const fromA = exampleAclEntry(10, "deny", "udp", 0, 65_535, "10.0.0.0/16");

/** The transit gateway in the subnets of `app` and `far` themselves. */
const BESIDE: TinyNetwork = {
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
 * A VPC `c` that tries to reach `web` over `b` and its peering, which drops traffic from outside
 * `b`.
 */
const THIRD: TinyNetwork = {
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
 * `far` gets to the internet by the NAT gateway of `a`, across the transit gateway. The NAT
 * gateway's subnet routes replies back.
 */
function byNatOfA(back: TinyRoute): TinyNetwork {
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

/** Edge cases that random networks rarely hit and that are easy to get wrong. */
export const CORNERS: readonly TinyNetwork[] = [
  EXAMPLE,
  DUAL_STACK,
  BESIDE,
  // What comes from the gateway meets neither of these; what goes towards it would.
  withChanged(BESIDE, "subnets", "b-private", { acl: { ...OPEN, ingress: [fromA, ...OPEN.ingress] } }),
  withChanged(BESIDE, "subnets", "a-private", { acl: { ...OPEN, egress: [fromA, ...OPEN.egress] } }),
  withChanged(BESIDE, "subnets", "a-private", { acl: { ...OPEN, ingress: [fromA, ...OPEN.ingress] } }),
  withChanged(EXAMPLE, "subnets", "b-transit", { acl: { ...OPEN, ingress: [denied, ...OPEN.ingress] } }),
  withChanged(EXAMPLE, "subnets", "b-transit", { acl: { ...OPEN, egress: [denied, ...OPEN.egress] } }),
  withChanged(EXAMPLE, "subnets", "b-private", { acl: { ...OPEN, egress: [denied, ...OPEN.egress] } }),
  THIRD,
  // Over a peering, replies of the internet do not get back: its addresses are in neither VPC.
  byNatOfA({ cidr: "10.1.0.0/16", target: "peering", name: "a-b" }),
  byNatOfA({ cidr: "10.1.0.0/16", target: "transit-gateway" }),
];

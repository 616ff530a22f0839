import type fc from "fast-check";
import { ANY_TRAFFIC, ANYTHING_IPV6, OPEN } from "./examples.ts";
import { type AclPlan, networkPlan, type Plan, type RulePlan } from "./plan.ts";
import type {
  TinyAclEntry,
  TinyHost,
  TinyNetwork,
  TinyPeering,
  TinyRoute,
  TinySecurityGroup,
  TinySecurityGroupRule,
  TinySubnet,
  TinyTransitGateway,
} from "./tiny-network.ts";

/** The probed protocols and ports: ports below and above 1024, and a ping. */
export const PROBED_PORTS = [
  { protocol: "tcp", port: 22 },
  { protocol: "tcp", port: 443 },
  { protocol: "tcp", port: 8080 },
  { protocol: "udp", port: 53 },
  { protocol: "udp", port: 5000 },
  { protocol: "icmp", port: 0 },
] as const;

/** Internet hosts; the blocks of {@link PUBLIC_BLOCKS} contain one of them or both. */
const INTERNET_HOSTS = [
  { name: "visitor", addresses: ["198.51.100.7", "2a00:1450::7"] },
  { name: "partner", addresses: ["203.0.113.9", "2600:9000::9"] },
];
const PUBLIC_BLOCKS = ["0.0.0.0/0", "198.51.100.0/24", "203.0.113.9/32", "128.0.0.0/1"];

/** Random small networks that AWS would accept: existing route targets, unique destinations. */
export const tinyNetwork: fc.Arbitrary<TinyNetwork> = networkPlan.map(networkOf);

function networkOf(plan: Plan): TinyNetwork {
  const vpcs = plan.vpcs.map((vpc, v) => ({
    name: `vpc${v}`,
    cidrs: [`10.${v}.0.0/16`, ...(plan.hasIPv6 ? [`${prefixOf(v)}::/56`] : [])],
    internetGateway: vpc.hasInternetGateway,
    egressOnlyGateway: plan.hasIPv6 && vpc.hasEgressOnlyGateway,
  }));
  const peerings = peeringsOf(plan);
  const transitGateway = transitOf(plan);
  return {
    vpcs,
    subnets: plan.vpcs.flatMap((_, v) => subnetsOf(plan, v, peerings, transitGateway)),
    hosts: plan.vpcs.flatMap((_, v) => hostsOf(plan, v)),
    groups: plan.vpcs.flatMap((_, v) => groupsOf(plan, v)),
    natGateways: plan.vpcs.flatMap((vpc, v) => {
      const home = natHome(vpc);
      if (home === undefined) return [];
      const addresses = [`10.${v}.${home}.99`];
      return [{ name: `nat${v}`, subnet: `vpc${v}-${home}`, addresses, publicAddress: `54.0.${v}.99` }];
    }),
    peerings,
    ...(transitGateway === undefined ? {} : { transitGateway }),
    internetHosts: INTERNET_HOSTS,
  };
}

/** The subnet of a VPC's NAT gateway. */
function natHome(vpc: Plan["vpcs"][number]): number | undefined {
  return vpc.nat === undefined || !vpc.hasInternetGateway ? undefined : vpc.nat % vpc.subnets.length;
}

/** The IPv6 prefix of a VPC or of its subnet, without the length; numbered as in IPv4. */
function prefixOf(v: number, s = 0): string {
  return s === 0 ? `2600:1f00:${v + 1}` : `2600:1f00:${v + 1}:${s}`;
}

/**
 * CIDR blocks of every VPC and subnet, of hosts, and of the internet; if the plan has IPv6, also of
 * that family.
 */
function blocksOf(plan: Plan): string[] {
  const { vpcs, hasIPv6 } = plan;
  const inside = vpcs.flatMap(({ subnets }, v) => [
    `10.${v}.0.0/16`,
    ...subnets.flatMap((_, s) => [`10.${v}.${s}.0/24`, `10.${v}.${s}.10/32`]),
  ]);
  const inside6 = vpcs.flatMap(({ subnets }, v) => [
    `${prefixOf(v)}::/56`,
    ...subnets.map((_, s) => `${prefixOf(v, s)}::/64`),
  ]);
  const ipv6 = hasIPv6 ? ["::/0", "2600::/16", "2a00:1450::7/128", "2600:1f00:1::a/128", ...inside6] : [];
  return ["0.0.0.0/0", "10.0.0.0/8", ...PUBLIC_BLOCKS, ...inside, ...ipv6];
}

/** Returns the item at an index, modulo the number of items. */
function of<T>(items: readonly T[], index: number): T {
  return items[index % items.length]!;
}

function peeringsOf({ vpcs, peerings }: Plan): TinyPeering[] {
  const pairs = [
    [0, 1],
    [1, 2],
    [0, 2],
  ] as const;
  return pairs
    .filter(([, two], i) => peerings[i] && two < vpcs.length)
    .map(([one, two]) => ({ name: `pcx${one}${two}`, requester: `vpc${one}`, accepter: `vpc${two}` }));
}

function transitOf(plan: Plan): TinyTransitGateway | undefined {
  const { transit, vpcs } = plan;
  if (transit === undefined) return undefined;
  const attachments = vpcs.flatMap(({ subnets }, v) => {
    const { subnet, table, isAttached } = transit.attached[v]!;
    const name = `att${v}`;
    const tables = [...transit.tables.map((_, t) => `rtb${t}`), ...(table % 7 === 6 ? [undefined] : [])];
    const associated = of(tables, table);
    const home = `vpc${v}-${subnet % subnets.length}`;
    if (!isAttached) return [];
    return [{ name, vpc: `vpc${v}`, subnets: [home], ...(associated ? { table: associated } : {}) }];
  });
  if (attachments.length === 0) return undefined;
  const blocks = blocksOf(plan);
  const tables = transit.tables.map(({ propagates, routes }, t) => ({
    name: `rtb${t}`,
    propagations: attachments.filter(({ name }) => propagates[Number(name.slice(3))]).map(({ name }) => name),
    routes: distinct(
      (plan.isRandom.routes ? routes : []).map(({ block, attachment }) => {
        const name = of([undefined, ...attachments.map((one) => one.name)], attachment);
        return { cidr: of(blocks, block), ...(name === undefined ? {} : { attachment: name }) };
      }),
    ),
  }));
  return { attachments, tables };
}

function distinct<T extends { readonly cidr: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.cidr, item])).values()];
}

function subnetsOf(
  plan: Plan,
  v: number,
  peerings: readonly TinyPeering[],
  transit: TinyTransitGateway | undefined,
): TinySubnet[] {
  const vpc = plan.vpcs[v]!;
  const blocks = blocksOf(plan);
  return vpc.subnets.map((subnet, s) => {
    const targets = targetsOf(vpc, v, s, peerings, transit);
    // AWS allows routes into the VPC's own CIDR block to a few targets only, none of them here.
    const outside = blocks.filter((block) => !block.startsWith(`10.${v}.`) && !block.startsWith(prefixOf(v)));
    const random = (plan.isRandom.routes ? subnet.routes : []).flatMap(({ block, target }) => {
      const cidr = of(outside, block);
      const possible = targets.filter((one) => supportsFamily(one, cidr));
      return possible.length === 0 ? [] : [{ cidr, ...of(possible, target) }];
    });
    const defaults = subnet.hasDefaults || !plan.isRandom.routes ? defaultRoutes(plan, v, targets) : [];
    return {
      name: `vpc${v}-${s}`,
      vpc: `vpc${v}`,
      cidrs: [`10.${v}.${s}.0/24`, ...(plan.hasIPv6 ? [`${prefixOf(v, s)}::/64`] : [])],
      acl: aclOf(plan.isRandom.acls ? subnet.acl : null, blocks),
      routes: distinct([...defaults, ...random]),
    };
  });
}

type RouteTarget = Omit<TinyRoute, "cidr">;

/** NAT gateways route IPv4 only, egress-only internet gateways IPv6 only. */
function supportsFamily({ target }: RouteTarget, cidr: string): boolean {
  return target !== (cidr.includes(":") ? "nat" : "egress-only-gateway");
}

function targetsOf(
  vpc: Plan["vpcs"][number],
  v: number,
  s: number,
  peerings: readonly TinyPeering[],
  transit: TinyTransitGateway | undefined,
): RouteTarget[] {
  const home = natHome(vpc);
  const own = peerings.filter(({ requester, accepter }) => [requester, accepter].includes(`vpc${v}`));
  return [
    ...(home !== undefined && home !== s ? [{ target: "nat", name: `nat${v}` } as const] : []),
    ...(vpc.hasInternetGateway ? [{ target: "internet-gateway" } as const] : []),
    ...(vpc.hasEgressOnlyGateway ? [{ target: "egress-only-gateway" } as const] : []),
    ...own.map(({ name }) => ({ target: "peering", name }) as const),
    ...(transit?.attachments.some((one) => "vpc" in one && one.vpc === `vpc${v}`)
      ? [{ target: "transit-gateway" } as const]
      : []),
  ];
}

/** Typical routes: to the internet, and to each other VPC over a peering or the transit gateway. */
function defaultRoutes({ vpcs, hasIPv6 }: Plan, v: number, targets: readonly RouteTarget[]): TinyRoute[] {
  const internet = targets.find(({ target }) => target === "nat" || target === "internet-gateway");
  const others = vpcs.flatMap((_, other) => {
    const name = `pcx${Math.min(v, other)}${Math.max(v, other)}`;
    const target =
      targets.find((one) => one.name === name) ?? targets.find((one) => one.target === "transit-gateway");
    if (other === v || target === undefined) return [];
    return [`10.${other}.0.0/16`, `${prefixOf(other)}::/56`].map((cidr) => ({ cidr, ...target }));
  });
  const internetIPv6 = targets.findLast(({ target }) =>
    ["internet-gateway", "egress-only-gateway"].includes(target),
  );
  const all = [
    ...(internet === undefined ? [] : [{ cidr: "0.0.0.0/0", ...internet }]),
    ...(internetIPv6 === undefined ? [] : [{ cidr: "::/0", ...internetIPv6 }]),
    ...others,
  ];
  return all.filter(({ cidr }) => hasIPv6 || !cidr.includes(":"));
}

function aclOf(plan: AclPlan | null, blocks: readonly string[]): TinySubnet["acl"] {
  if (plan === null) return OPEN;
  const entries = (some: AclPlan["ingress"]): TinyAclEntry[] => [
    ...some.map(({ isDeny, transport, block }, i) => ({
      number: 10 * (i + 1),
      action: isDeny ? ("deny" as const) : ("allow" as const),
      ...transport,
      cidr: of(blocks, block),
    })),
    ...(plan.isOpen ? OPEN.ingress : []),
  ];
  return { ingress: entries(plan.ingress), egress: entries(plan.egress) };
}

const EVERYTHING = [ANY_TRAFFIC, ANYTHING_IPV6];

function groupsOf(plan: Plan, v: number): TinySecurityGroup[] {
  const blocks = blocksOf(plan);
  const { groups } = plan.vpcs[v]!;
  const rule = ({ transport, peer, isGroup }: RulePlan): TinySecurityGroupRule => ({
    ...transport,
    peer: isGroup ? { group: `vpc${v}-sg${peer % groups.length}` } : { cidr: of(blocks, peer) },
  });
  return groups.map(({ ingress, egress }, g) => ({
    name: `vpc${v}-sg${g}`,
    vpc: `vpc${v}`,
    ingress: (plan.isRandom.groups && ingress?.map(rule)) || EVERYTHING,
    egress: (plan.isRandom.groups && egress?.map(rule)) || EVERYTHING,
  }));
}

function hostsOf(plan: Plan, v: number): TinyHost[] {
  const { groups, subnets, hasInternetGateway } = plan.vpcs[v]!;
  return subnets.flatMap((subnet, s) =>
    subnet.hosts.map(({ isPublic, hasIPv6, groups: picks }, h) => ({
      name: `h${v}${s}${h}`,
      subnet: `vpc${v}-${s}`,
      addresses: [
        `10.${v}.${s}.${10 + h}`,
        ...(plan.hasIPv6 && hasIPv6 ? [`${prefixOf(v, s)}::${(10 + h).toString(16)}`] : []),
      ],
      ...(isPublic && hasInternetGateway ? { publicAddress: `54.0.${v}.${10 * (s + 1) + h}` } : {}),
      groups: [...new Set(picks.map((g) => `vpc${v}-sg${g % groups.length}`))],
    })),
  );
}

import fc from "fast-check";
import type { PlatformSpec } from "../../spec/platform.ts";

/** Chooses: each call is another random value of an arbitrary. */
export type Draw = fc.GeneratorValue;

const HOME = "us-east-1";
const AWAY = "eu-west-1";
const INTERFACE_SERVICES = ["ssm", "ssmmessages", "ecr.api", "ecr.dkr", "logs", "secretsmanager"];
const IMAGE = "public.ecr.aws/nginx/nginx:1.27";

interface Place {
  readonly network: string;
  readonly tier: string;
}

/**
 * A platform of one to three networks, with what may stand in them, ways between them, and flows between anything:
 * each only where there is a way. Most resolve; the checks refuse the others.
 */
export function randomPlatform(draw: Draw): PlatformSpec {
  const networks = drawNetworks(draw);
  const stores = drawStores(draw, networks);
  const drawn = drawLoadBalancers(draw, networks);
  const workloads = drawWorkloads(draw, networks, drawn);
  const loadBalancers = usedOf(drawn, workloads);
  const edge = drawEdge(draw, networks, loadBalancers);
  const connections = drawConnections(draw, networks, loadBalancers);
  const outside = drawOutside(draw, connections);
  const away = [...Object.keys(outside), "internet"];
  const answering = Object.keys(stores).filter((name) => /^(?:db|cache)/.test(name));
  return {
    name: "any",
    region: HOME,
    networks,
    edge,
    stores,
    workloads,
    connections,
    outside,
    flows: drawFlows(draw, Object.keys(workloads), away, [...answering, "aws"]),
    environments: { prod: { account: "111111111111" } },
  } as PlatformSpec;
}

function chance(draw: Draw, percent: number): boolean {
  return draw(fc.integer, { min: 0, max: 99 }) < percent;
}

function pick<T>(draw: Draw, items: readonly T[]): T {
  return items[draw(fc.integer, { min: 0, max: items.length - 1 })]!;
}

function some<T>(draw: Draw, items: readonly T[], percent: number): T[] {
  return items.filter(() => chance(draw, percent));
}

function numbered(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

type Networks = Record<string, ReturnType<typeof drawNetwork>>;

function drawNetworks(draw: Draw): Networks {
  const count = draw(fc.integer, { min: 1, max: 3 });
  return Object.fromEntries(numbered(count).map((index) => [`net${index}`, drawNetwork(draw, index)]));
}

function drawNetwork(draw: Draw, index: number) {
  const region = index > 0 && chance(draw, 25) ? AWAY : HOME;
  const zones = ["a", "b", "c"].slice(0, pick(draw, [1, 2, 2, 2, 3])).map((letter) => `${region}${letter}`);
  const hasPublic = chance(draw, 75);
  const nat = pick(draw, [
    { kind: "none" },
    { kind: "private-gateway", tier: "routable" },
    ...(hasPublic
      ? [
          { kind: "gateway", placement: "single" },
          { kind: "gateway", placement: "per-zone" },
          { kind: "instance" },
        ]
      : []),
  ]);
  return {
    region,
    cidr: `10.${index}.0.0/16`,
    zones,
    tiers: {
      ...(hasPublic ? { public: { access: "public" } } : {}),
      private: { access: "private" },
      database: { access: "isolated" },
      transit: { access: "isolated" },
      routable: { access: "isolated", slot: 6 },
    },
    nat,
    endpoints: {
      gateway: some(draw, ["s3", "dynamodb"], 50),
      interface: chance(draw, 30) ? some(draw, INTERFACE_SERVICES, 60) : [],
    },
    ...(chance(draw, 30) ? { privateZone: `net${index}.internal` } : {}),
  };
}

/** A place in one of some tiers, in a network of so many zones where there is one. */
function drawPlace(draw: Draw, networks: Networks, tiers: readonly string[], zones = 1): Place {
  const names = Object.keys(networks);
  const wide = names.filter((name) => networks[name]!.zones.length >= zones);
  const network = pick(draw, wide.length === 0 ? names : wide);
  const known = Object.keys(networks[network]!.tiers).filter((tier) => tiers.includes(tier));
  return { network, tier: pick(draw, known) };
}

type LoadBalancers = Record<string, ReturnType<typeof drawLoadBalancer>>;

function drawLoadBalancers(draw: Draw, networks: Networks): LoadBalancers {
  const count = draw(fc.integer, { min: 0, max: 3 });
  return Object.fromEntries(numbered(count).map((index) => [`lb${index}`, drawLoadBalancer(draw, networks)]));
}

/** The load balancers and listeners that a workload is published on. */
function usedOf(balancers: LoadBalancers, workloads: Workloads): LoadBalancers {
  const used = Object.values(workloads).flatMap(({ publish }) => publish ?? []);
  return Object.fromEntries(
    Object.entries(balancers).flatMap(([name, balancer]) => {
      const here = used.filter(({ loadBalancer }) => loadBalancer === name);
      const listeners = balancer.listeners.filter(({ port }) =>
        here.some((each) => each.listenerPort === port),
      );
      return listeners.length === 0 ? [] : [[name, { ...balancer, listeners }]];
    }),
  );
}

function drawEdge(draw: Draw, networks: Networks, loadBalancers: LoadBalancers) {
  const entry = Object.keys(loadBalancers).find((name) => {
    const { kind, tier, network } = loadBalancers[name]!;
    return kind === "application" && tier === "public" && networks[network]!.region === HOME;
  });
  if (entry === undefined || chance(draw, 50)) return { loadBalancers };
  const domain = { name: "example.org", certificateNames: ["example.org"], hosts: ["example.org"], entry };
  const listeners = loadBalancers[entry]!.listeners.map((each) => ({ ...each, protocol: "HTTPS" }));
  return {
    loadBalancers: { ...loadBalancers, [entry]: { ...loadBalancers[entry]!, listeners } },
    domain,
    ...(chance(draw, 50) ? { cdn: {} } : {}),
  };
}

function drawLoadBalancer(draw: Draw, networks: Networks) {
  const kind = pick(draw, ["application", "network"]);
  const protocols = kind === "application" ? ["HTTP"] : ["TCP", "UDP"];
  return {
    kind,
    ...drawPlace(draw, networks, ["public", "private", "routable"], 2),
    listeners: [80, 5000, 7000, 8080].map((port) => ({ port, protocol: pick(draw, protocols) })),
  };
}

function drawStores(draw: Draw, networks: Networks): Record<string, object> {
  const place = () => drawPlace(draw, networks, ["private", "database"], 2);
  const drawn = numbered(draw(fc.integer, { min: 0, max: 3 })).map((index): [string, object] => {
    const postgres = { kind: "postgres", version: "16", instanceClass: "db.t4g.micro", storageGiB: 20 };
    return pick(draw, [
      [`db${index}`, { ...postgres, databaseName: "shop", ...place() }],
      [`cache${index}`, { kind: "redis", version: "7.1", nodeType: "cache.t4g.micro", ...place() }],
      [`files${index}`, { kind: "bucket" }],
    ]);
  });
  return Object.fromEntries(drawn);
}

interface Published {
  readonly publish?: { readonly loadBalancer: string; readonly listenerPort: number };
}
type Workloads = Record<string, ReturnType<typeof drawWorkload> & Published>;

function drawWorkloads(draw: Draw, networks: Networks, balancers: LoadBalancers): Workloads {
  let free = Object.entries(balancers).flatMap(([name, { listeners }]) =>
    listeners.map(({ port }) => ({ loadBalancer: name, listenerPort: port })),
  );
  const count = draw(fc.integer, { min: 1, max: 5 });
  const drawn = numbered(count).map((index) => {
    const place = drawPlace(draw, networks, ["public", "private", "database"]);
    const near = free.filter(({ loadBalancer }) => balancers[loadBalancer]!.network === place.network);
    const publish = near.length > 0 && chance(draw, 70) ? pick(draw, near) : undefined;
    free = free.filter((each) => each !== publish);
    const common = {
      ...place,
      port: pick(draw, [80, 5000, 8080]),
      ...(publish === undefined ? {} : { publish }),
    };
    return [`app${index}`, drawWorkload(draw, common)] as const;
  });
  return Object.fromEntries(drawn);
}

function drawWorkload<T extends Place>(draw: Draw, common: T) {
  const service = { kind: "service", image: { uri: IMAGE }, cpuUnits: 256, memoryMiB: 512 };
  return pick(draw, [
    { ...common, ...service },
    { ...common, kind: "server", publicAddress: common.tier === "public" && chance(draw, 60) },
    { ...common, kind: "fleet", min: 1, max: pick(draw, [1, 3]) },
  ]);
}

function drawConnections(draw: Draw, networks: Networks, balancers: LoadBalancers): Record<string, object> {
  const names = Object.keys(networks);
  const home = names.filter((name) => networks[name]!.region === HOME);
  const [first, second] = names;
  const joined = some(draw, home, 70);
  const transit = joined.length > 0 && chance(draw, 40);
  const attachments = Object.fromEntries(
    joined.map((name) => [name, { role: pick(draw, ["hub", "spoke"]) }]),
  );
  const endsOn = transit
    ? { kind: "transit-gateway", connection: "transit" }
    : { kind: "virtual-private-gateway", network: pick(draw, home) };
  const gateway = { address: "198.51.100.7" };
  const inner = Object.keys(balancers).filter(
    (name) => balancers[name]!.kind === "network" && balancers[name]!.tier !== "public",
  );
  return {
    ...(second !== undefined && chance(draw, 30)
      ? { peering: { kind: "peering", between: [first, second] } }
      : {}),
    ...(transit ? { transit: { kind: "transit-gateway", attachments } } : {}),
    ...(chance(draw, 40)
      ? { vpn: { kind: "site-to-site-vpn", customerGateway: gateway, endsOn, routing: drawRouting(draw) } }
      : {}),
    ...(chance(draw, 30)
      ? { line: { kind: "direct-connect", endsOn, allowedPrefixes: ["10.0.0.0/16"] } }
      : {}),
    ...(chance(draw, 20) ? { staff: drawClientVpn(draw, home) } : {}),
    ...(inner.length > 0 && chance(draw, 40)
      ? {
          shared: {
            kind: "endpoint-service",
            loadBalancer: pick(draw, inner),
            consumers: { [pick(draw, names)]: { tier: "private" } },
          },
        }
      : {}),
  };
}

function drawRouting(draw: Draw): object {
  return pick(draw, [{ kind: "bgp" }, { kind: "static", cidrs: ["192.168.1.0/24"] }]);
}

function drawClientVpn(draw: Draw, networks: readonly string[]): object {
  const certificate = `arn:aws:acm:${HOME}:111111111111:certificate/11111111-1111-4111-8111-111111111111`;
  return {
    kind: "client-vpn",
    network: pick(draw, networks),
    tier: "private",
    certificateArns: { server: certificate, clientAuthority: certificate },
    clientCidr: "10.200.0.0/22",
  };
}

function drawOutside(draw: Draw, connections: Record<string, object>): Record<string, object> {
  return {
    ...(connections.vpn === undefined ? {} : { office: { cidrs: ["192.168.1.0/24"], via: "vpn" } }),
    ...(connections.line === undefined ? {} : { centre: { cidrs: ["172.20.0.0/16"], via: "line" } }),
    ...(connections.staff === undefined ? {} : { clients: { cidrs: ["10.200.0.0/22"], via: "staff" } }),
    ...(chance(draw, 60) ? { partner: { cidrs: ["203.0.113.0/24"] } } : {}),
  };
}

function drawFlows(
  draw: Draw,
  inside: readonly string[],
  away: readonly string[],
  answering: readonly string[],
): object[] {
  const count = draw(fc.integer, { min: 3, max: 16 });
  const drawn = numbered(count).map(() => {
    const from = pick(draw, [...inside, ...away]);
    const to = pick(draw, [
      ...inside,
      ...(away.includes(from) ? [] : away),
      ...answering.filter((name) => name !== "aws" || !away.includes(from)),
    ]);
    const needsPorts = !/^(?:app|db|cache|aws)/.test(to);
    const ports = pick(draw, [
      [{ protocol: "tcp", from: 443, to: 443 }],
      [{ protocol: "tcp", from: 8000, to: 8010 }],
      [{ protocol: "udp", from: 53, to: 53 }],
      [{ protocol: "icmp", from: 0, to: 0 }],
    ]);
    return {
      from,
      to,
      whereReachable: true,
      ...(to !== "aws" && (needsPorts || chance(draw, 30)) ? { ports } : {}),
    };
  });
  const seen = new Set<string>();
  return drawn.filter((each) => {
    const key = JSON.stringify(each);
    if (each.from === each.to || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

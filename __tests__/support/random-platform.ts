import fc from "fast-check";
import { networkSchema } from "../../language/network.ts";
import type { PlatformSpec } from "../../language/platform.ts";
import { subnetBlock } from "../../language/subnets.ts";
import { chance, type Draw, indices, pickOne, pickSome } from "./draw.ts";
import { drawConnections, drawOutside } from "./random-connections.ts";

const HOME_REGION = "us-east-1";
const OTHER_REGION = "eu-west-1";
const INTERFACE_SERVICES = ["ssm", "ssmmessages", "ecr.api", "ecr.dkr", "logs", "secretsmanager"];
const IMAGE = "public.ecr.aws/nginx/nginx:1.27";

interface NetworkTier {
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
  const loadBalancers = usedLoadBalancers(drawn, workloads);
  const edge = drawEdge(draw, networks, loadBalancers);
  const connections = drawConnections(draw, networks, loadBalancers);
  const outside = drawOutside(draw, connections);
  const interfaces = drawInterfaces(draw, networks, workloads);
  const outsideNames = [...Object.keys(outside), "internet"];
  const storeNames = Object.keys(stores).filter((name) => /^(?:db|cache)/.test(name));
  return {
    name: "any",
    region: HOME_REGION,
    networks,
    edge,
    stores,
    workloads,
    connections,
    outside,
    interfaces,
    flows: drawFlows(draw, [...Object.keys(workloads), ...Object.keys(interfaces)], outsideNames, [
      ...storeNames,
      "aws",
    ]),
    environments: { prod: { account: "111111111111" } },
  } as PlatformSpec;
}

type Networks = Record<string, ReturnType<typeof drawNetwork>>;

function drawNetworks(draw: Draw): Networks {
  const count = draw(fc.integer, { min: 1, max: 3 });
  return Object.fromEntries(indices(count).map((index) => [`net${index}`, drawNetwork(draw, index)]));
}

function drawNetwork(draw: Draw, index: number) {
  const region = index > 0 && chance(draw, 25) ? OTHER_REGION : HOME_REGION;
  const zones = ["a", "b", "c"]
    .slice(0, pickOne(draw, [1, 2, 2, 2, 3]))
    .map((letter) => `${region}${letter}`);
  const hasPublic = chance(draw, 75);
  const nat = pickOne(draw, [
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
      gateway: pickSome(draw, ["s3", "dynamodb"], 50),
      interface: chance(draw, 30) ? pickSome(draw, INTERFACE_SERVICES, 60) : [],
    },
    ...(chance(draw, 30) ? { privateZone: `net${index}.internal` } : {}),
  };
}

/** A place in one of some tiers, in a network of so many zones where there is one. */
function drawNetworkTier(draw: Draw, networks: Networks, tiers: readonly string[], zones = 1): NetworkTier {
  const names = Object.keys(networks);
  const wide = names.filter((name) => networks[name]!.zones.length >= zones);
  const network = pickOne(draw, wide.length === 0 ? names : wide);
  const known = Object.keys(networks[network]!.tiers).filter((tier) => tiers.includes(tier));
  return { network, tier: pickOne(draw, known) };
}

type LoadBalancers = Record<string, ReturnType<typeof drawLoadBalancer>>;

function drawLoadBalancers(draw: Draw, networks: Networks): LoadBalancers {
  const count = draw(fc.integer, { min: 0, max: 3 });
  return Object.fromEntries(indices(count).map((index) => [`lb${index}`, drawLoadBalancer(draw, networks)]));
}

/** The load balancers and listeners that a workload is published on. */
function usedLoadBalancers(balancers: LoadBalancers, workloads: Workloads): LoadBalancers {
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
    return kind === "application" && tier === "public" && networks[network]!.region === HOME_REGION;
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
  const kind = pickOne(draw, ["application", "network"]);
  const protocols = kind === "application" ? ["HTTP"] : ["TCP", "UDP"];
  return {
    kind,
    ...drawNetworkTier(draw, networks, ["public", "private", "routable"], 2),
    listeners: [80, 5000, 7000, 8080].map((port) => ({ port, protocol: pickOne(draw, protocols) })),
  };
}

function drawStores(draw: Draw, networks: Networks): Record<string, object> {
  const networkTier = () => drawNetworkTier(draw, networks, ["private", "database"], 2);
  const drawn = indices(draw(fc.integer, { min: 0, max: 3 })).map((index): [string, object] => {
    const postgres = { kind: "postgres", version: "16", instanceClass: "db.t4g.micro", storageGiB: 20 };
    return pickOne(draw, [
      [`db${index}`, { ...postgres, databaseName: "shop", ...networkTier() }],
      [`cache${index}`, { kind: "redis", version: "7.1", nodeType: "cache.t4g.micro", ...networkTier() }],
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
  let freeListeners = Object.entries(balancers).flatMap(([name, { listeners }]) =>
    listeners.map(({ port }) => ({ loadBalancer: name, listenerPort: port })),
  );
  const count = draw(fc.integer, { min: 1, max: 5 });
  const drawn = indices(count).map((index) => {
    const networkTier = drawNetworkTier(draw, networks, ["public", "private", "database"]);
    const localListeners = freeListeners.filter(
      ({ loadBalancer }) => balancers[loadBalancer]!.network === networkTier.network,
    );
    const publish = localListeners.length > 0 && chance(draw, 70) ? pickOne(draw, localListeners) : undefined;
    freeListeners = freeListeners.filter((each) => each !== publish);
    const common = {
      ...networkTier,
      port: pickOne(draw, [80, 5000, 8080]),
      ...(publish === undefined ? {} : { publish }),
    };
    return [`app${index}`, drawWorkload(draw, common)] as const;
  });
  return Object.fromEntries(drawn);
}

function drawWorkload<T extends NetworkTier>(draw: Draw, common: T) {
  const service = { kind: "service", image: { uri: IMAGE }, cpuUnits: 256, memoryMiB: 512 };
  return pickOne(draw, [
    { ...common, ...service },
    { ...common, kind: "server", publicAddress: common.tier === "public" && chance(draw, 60) },
    { ...common, kind: "fleet", min: 1, max: pickOne(draw, [1, 3]) },
  ]);
}

/** An interface with an address of its own, which the first server of its network holds where it can. */
function drawInterfaces(draw: Draw, networks: Networks, workloads: Workloads): Record<string, object> {
  if (chance(draw, 60)) return {};
  const networkTier = drawNetworkTier(draw, networks, ["private", "public"]);
  const network = networkSchema.parse(networks[networkTier.network]);
  const zone = network.zones[0]!;
  const block = subnetBlock(network, networkTier.tier, network.tiers[networkTier.tier]!, zone)!;
  const holder = Object.entries(workloads).find(
    ([, { kind, network: other }]) => kind === "server" && other === networkTier.network,
  );
  const attachTo = holder === undefined ? {} : { attachTo: holder[0] };
  return {
    eni: { ...networkTier, zone, address: `${block}`.replace(/\.0\/\d+$/, ".50"), port: 9000, ...attachTo },
  };
}

function drawFlows(
  draw: Draw,
  inside: readonly string[],
  outsideNames: readonly string[],
  storeNames: readonly string[],
): object[] {
  const count = draw(fc.integer, { min: 3, max: 16 });
  const drawn = indices(count).map(() => {
    const from = pickOne(draw, [...inside, ...outsideNames]);
    const to = pickOne(draw, [
      ...inside,
      ...(outsideNames.includes(from) ? [] : outsideNames),
      ...storeNames.filter((name) => name !== "aws" || !outsideNames.includes(from)),
    ]);
    const needsPorts = !/^(?:app|db|cache|aws|eni)/.test(to);
    const ports = pickOne(draw, [
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

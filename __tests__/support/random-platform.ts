import fc from "fast-check";
import { networkSchema } from "../../language/network.ts";
import type { PlatformSpec } from "../../language/platform.ts";
import { subnetBlock } from "../../language/subnets.ts";
import { chance, type Draw, indices, pickOne, pickSome } from "./draw.ts";
import { drawConnections, drawOutside } from "./random-connections.ts";
import { drawFlows, type PublishedEndpoint } from "./random-flows.ts";

const HOME_REGION = "us-east-1" as const;
const OTHER_REGION = "eu-west-1" as const;
const INTERFACE_SERVICES = ["ssm", "ssmmessages", "ecr.api", "ecr.dkr", "logs", "secretsmanager"];
const IMAGE = "public.ecr.aws/nginx/nginx:1.27";
/** The ports of servers, also after an edit, and of interfaces. */
const OPENED_PORTS = [80, 5000, 8080, 8090, 9000, 9090];

interface NetworkTier {
  readonly network: string;
  readonly tier: string;
}

/**
 * Draws a platform of one to three networks, with workloads, stores and interfaces, connections,
 * and flows. Most drawn platforms resolve; the checks reject the others.
 */
export function randomPlatform(draw: Draw): PlatformSpec {
  const networks = drawNetworks(draw);
  const stores = drawStores(draw, networks);
  const drawn = drawLoadBalancers(draw, networks);
  const workloads = drawWorkloads(draw, networks, drawn);
  const interfaces = drawInterfaces(draw, networks, workloads, drawn);
  const loadBalancers = usedLoadBalancers(drawn, { ...workloads, ...interfaces });
  const edge = drawEdge(draw, networks, loadBalancers);
  const connections = drawConnections(draw, networks, loadBalancers);
  const outside = drawOutside(draw, connections);
  const flows = drawFlows(draw, {
    callers: networksOf({ ...workloads, ...interfaces }),
    stores: networksOf(stores),
    away: [...Object.keys(outside), "internet"],
    published: publishedEndpoints({ ...workloads, ...interfaces }, loadBalancers),
  });
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
    flows,
    environments: { prod: { account: "111111111111" } },
  } as PlatformSpec;
}

type Networks = Record<string, ReturnType<typeof drawNetwork>>;

function drawNetworks(draw: Draw): Networks {
  const count = pickOne(draw, [1, 2, 2, 3]);
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

/** The network of each item that has one, by item name. */
function networksOf(items: Readonly<Record<string, object>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(items).flatMap(([name, item]) => ("network" in item ? [[name, `${item.network}`]] : [])),
  );
}

/** The networks with at least two zones, which load balancers and stores require. */
function multiZone(networks: Networks): Networks {
  return Object.fromEntries(Object.entries(networks).filter(([, { zones }]) => zones.length >= 2));
}

/** Draws a network and one of the given tiers in it. */
function drawNetworkTier(draw: Draw, networks: Networks, tiers: readonly string[]): NetworkTier {
  const network = pickOne(draw, Object.keys(networks));
  const known = Object.keys(networks[network]!.tiers).filter((tier) => tiers.includes(tier));
  return { network, tier: pickOne(draw, known) };
}

type LoadBalancers = Record<string, ReturnType<typeof drawLoadBalancer>>;

function drawLoadBalancers(draw: Draw, networks: Networks): LoadBalancers {
  const wide = multiZone(networks);
  const count = Object.keys(wide).length === 0 ? 0 : draw(fc.integer, { min: 0, max: 3 });
  return Object.fromEntries(indices(count).map((index) => [`lb${index}`, drawLoadBalancer(draw, wide)]));
}

/** Drops load balancers and listeners without a target. */
function usedLoadBalancers(
  balancers: LoadBalancers,
  targets: Readonly<Record<string, Published>>,
): LoadBalancers {
  const used = Object.values(targets).flatMap(listenersOf);
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
  const kind = pickOne(draw, ["application", "network", "network"]);
  const protocols = kind === "application" ? ["HTTP"] : ["TCP", "UDP"];
  return {
    kind,
    ...drawNetworkTier(draw, networks, ["public", "private", "routable"]),
    listeners: [80, 5000, 7000, 8080].map((port) => ({ port, protocol: pickOne(draw, protocols) })),
  };
}

function drawStores(draw: Draw, networks: Networks): Record<string, object> {
  const wide = multiZone(networks);
  if (Object.keys(wide).length === 0) return {};
  const networkTier = () => drawNetworkTier(draw, wide, ["private", "database"]);
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

interface Publish {
  readonly loadBalancer: string;
  readonly listenerPort: number;
}
interface Published {
  readonly publish?: Publish;
  readonly publishAlso?: (Publish & { readonly targetPort: number })[];
}
type Workloads = Record<string, ReturnType<typeof drawWorkload> & Published>;

function drawWorkloads(draw: Draw, networks: Networks, balancers: LoadBalancers): Workloads {
  let freeListeners = Object.entries(balancers).flatMap(([name, { listeners }]) =>
    listeners.map(({ port }): Publish => ({ loadBalancer: name, listenerPort: port })),
  );
  const take = (network: string, percent: number): Publish[] => {
    const localListeners = freeListeners.filter(
      ({ loadBalancer }) => balancers[loadBalancer]!.network === network,
    );
    if (localListeners.length === 0 || !chance(draw, percent)) return [];
    const taken = pickOne(draw, localListeners);
    freeListeners = freeListeners.filter((each) => each !== taken);
    return [taken];
  };
  const count = draw(fc.integer, { min: 1, max: 7 });
  const drawn = indices(count).map((index) => {
    const networkTier = drawNetworkTier(draw, networks, ["public", "private", "database"]);
    const [publish] = take(networkTier.network, 70);
    const also = publish === undefined ? [] : take(networkTier.network, 30);
    const common = {
      ...networkTier,
      port: pickOne(draw, [80, 5000, 8080]),
      ...(publish === undefined ? {} : { publish }),
      ...(also.length === 0 ? {} : { publishAlso: also.map((each) => ({ ...each, targetPort: 9090 })) }),
    };
    return [`app${index}`, drawWorkload(draw, common)] as const;
  });
  return Object.fromEntries(drawn);
}

function drawWorkload<T extends NetworkTier>(draw: Draw, common: T) {
  const service = { kind: "service", image: { uri: IMAGE }, cpuUnits: 256, memoryMiB: 512 };
  const opens = OPENED_PORTS;
  return pickOne(draw, [
    { ...common, ...service },
    { ...common, kind: "server", opens, publicAddress: common.tier === "public" && chance(draw, 60) },
    { ...common, kind: "fleet", opens, min: 1, max: pickOne(draw, [1, 3]) },
  ]);
}

/** Listeners without a workload, of the network load balancers in a network. */
function freeListeners(balancers: LoadBalancers, workloads: Workloads, network: string): Publish[] {
  const used = Object.values(workloads)
    .flatMap(listenersOf)
    .map((each) => JSON.stringify(each));
  return Object.entries(balancers)
    .filter(([, balancer]) => balancer.kind === "network" && balancer.network === network)
    .flatMap(([loadBalancer, { listeners }]) =>
      listeners.map(({ port }) => ({ loadBalancer, listenerPort: port })),
    )
    .filter((each) => !used.includes(JSON.stringify(each)));
}

/** The listeners that forward to a workload or an interface. */
function listenersOf({ publish, publishAlso = [] }: Published): Publish[] {
  const first = publish === undefined ? [] : [publish];
  return [...first, ...publishAlso].map(({ loadBalancer, listenerPort }) => ({ loadBalancer, listenerPort }));
}

function publishedEndpoints(
  targets: Readonly<Record<string, Published>>,
  balancers: LoadBalancers,
): PublishedEndpoint[] {
  return Object.entries(targets).flatMap(([name, target]) =>
    listenersOf(target).map(({ loadBalancer }) => ({
      name,
      isPublic: balancers[loadBalancer]!.tier === "public",
    })),
  );
}

/** Draws an interface with a fixed address, attached to the first server of its network if any. */
function drawInterfaces(draw: Draw, networks: Networks, workloads: Workloads, balancers: LoadBalancers) {
  if (chance(draw, 60)) return {};
  const networkTier = drawNetworkTier(draw, networks, ["private", "public"]);
  const network = networkSchema.parse(networks[networkTier.network]);
  const zone = network.zones[0]!;
  const block = subnetBlock(network, networkTier.tier, network.tiers[networkTier.tier]!, zone)!;
  const holder = Object.entries(workloads).find(
    ([, { kind, network: other }]) => kind === "server" && other === networkTier.network,
  );
  const attachTo = holder === undefined ? {} : { attachTo: holder[0] };
  const free = chance(draw, 50) ? freeListeners(balancers, workloads, networkTier.network) : [];
  const publish = free.length === 0 ? {} : { publish: free[0]! };
  const address = `${block}`.replace(/\.0\/\d+$/, ".50");
  return { eni: { ...networkTier, zone, address, port: 9000, ...attachTo, ...publish } };
}

import { compact } from "./compact.ts";
import { memoize } from "./memoize.ts";
import type { NetworkSettings, Tier } from "./network.ts";
import type { Platform } from "./platform.ts";

/** A source or target that flows can name, and its location. */
export interface FlowEndpoint {
  /** The name that flows use. */
  readonly name: string;
  /** The part of the spec that defines it; `aws` and `internet` have a kind of their own. */
  readonly kind:
    | "workload"
    | "store"
    | "load-balancer"
    | "interface"
    | "vpc-endpoints"
    | "outside"
    | "internet";
  /** Its network. @default none: an external network, the internet or `aws` */
  readonly network?: string;
  /** Its tier. @default none, as for its network */
  readonly tier?: string;
  /** The listening port. @default none: flows to it must name ports */
  readonly port?: number;
  /** The CIDR blocks of an external network or the internet. @default none */
  readonly cidrs?: readonly string[];
}

/** The name that flows use for the internet. */
export const INTERNET_ENDPOINT = "internet";
/** The name that flows use for the VPC endpoints of the source's own network. */
export const AWS_ENDPOINT = "aws";
/** Reserved names: those of flows, and of endpoints that Drydock adds to their hops. */
export const RESERVED_NAMES: readonly string[] = [
  INTERNET_ENDPOINT,
  AWS_ENDPOINT,
  "cloudfront",
  "s3",
  "dynamodb",
];

/** Returns the network of an item: as set, else the only one; undefined when neither applies. */
export function networkNameOf(
  platform: Platform,
  item: { readonly network?: string | undefined },
): string | undefined {
  const names = Object.keys(platform.networks);
  return item.network ?? (names.length === 1 ? names[0] : undefined);
}

/** Returns every endpoint of a platform by name, in spec order. */
export const flowEndpoints: (platform: Platform) => ReadonlyMap<string, FlowEndpoint> = memoize(
  (platform) => {
    const endpoints = new Map<string, FlowEndpoint>();
    const add = (name: string, kind: FlowEndpoint["kind"], item: EndpointSettings) =>
      endpoints.set(name, endpointEntry(name, kind, item, networkNameOf(platform, item)));
    for (const [name, item] of Object.entries(platform.edge.loadBalancers)) {
      const { listeners, ...placed } = item;
      add(name, "load-balancer", placed);
    }
    for (const [name, item] of Object.entries(platform.workloads)) add(name, "workload", item);
    for (const [name, item] of Object.entries(platform.stores)) {
      if ("tier" in item) add(name, "store", item);
    }
    for (const [name, item] of Object.entries(platform.interfaces)) add(name, "interface", item);
    for (const [name, item] of Object.entries(platform.outside)) {
      endpoints.set(name, { name, kind: "outside", cidrs: item.cidrs });
    }
    endpoints.set(INTERNET_ENDPOINT, { name: INTERNET_ENDPOINT, kind: "internet", cidrs: ["0.0.0.0/0"] });
    endpoints.set(AWS_ENDPOINT, { name: AWS_ENDPOINT, kind: "vpc-endpoints", port: 443 });
    return endpoints;
  },
);

interface EndpointSettings {
  readonly network?: string | undefined;
  readonly tier: string;
  readonly port?: number | undefined;
}

function endpointEntry(
  name: string,
  kind: FlowEndpoint["kind"],
  item: EndpointSettings,
  network: string | undefined,
): FlowEndpoint {
  return {
    name,
    kind,
    tier: item.tier,
    ...compact({ network, port: item.port }),
  };
}

/**
 * Returns the tier of an endpoint; undefined outside the platform, or for an unknown network or
 * tier.
 */
export function tierOfEndpoint(platform: Platform, endpoint: FlowEndpoint): Tier | undefined {
  const network: NetworkSettings | undefined = ownValue(platform.networks, endpoint.network);
  return network === undefined ? undefined : ownValue(network.tiers, endpoint.tier);
}

/**
 * Returns the tier of the private NAT gateways that hide a location from all connections; undefined
 * for a location that is not hidden.
 */
export function natTierOf(
  platform: Pick<Platform, "networks">,
  location: { readonly network?: string | undefined; readonly tier?: string | undefined },
): string | undefined {
  const network = ownValue(platform.networks, location.network);
  if (network?.nat.kind !== "private-gateway") return undefined;
  return ownValue(network.tiers, location.tier)?.access === "private" ? network.nat.tier : undefined;
}

/** Returns a record's own property, never one inherited from `Object.prototype`. */
export function ownValue<T>(record: Readonly<Record<string, T>>, key: string | undefined): T | undefined {
  return key !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** The port of SSH, by which people log in to servers. */
export const SSH_PORT = 22;

/** The port of DNS, over UDP and TCP. */
export const DNS_PORT = 53;

/**
 * The ports of IPsec: key exchange, and the packets of a tunnel behind an Elastic IP.
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/FirewallRules.html
 */
export const IPSEC_PORTS = [500, 4500] as const;

/** Returns the endpoint name of a network's EC2 Instance Connect Endpoint. */
export function instanceConnectName(network: string): string {
  return `${network}-login`;
}

/** Returns the name of a network's Session Manager settings, and of the role of its people. */
export function sessionManagerName(network: string): string {
  return `${network}-session`;
}

/** Returns the servers and fleets of a network, to which its people may log in. */
export function loginTargets(platform: Platform, network: string): string[] {
  return Object.entries(platform.workloads)
    .filter(([, workload]) => workload.kind !== "service" && networkNameOf(platform, workload) === network)
    .map(([name]) => name);
}

/** Returns the endpoint name of a network's Route 53 Resolver endpoint. */
export function resolverEndpointName(network: string): string {
  return `${network}-dns`;
}

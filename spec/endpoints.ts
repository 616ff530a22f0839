import type { Network, Tier } from "./network.ts";
import { oncePer } from "./once.ts";
import type { Platform } from "./platform.ts";

/** What a flow may name, and where it is. */
export interface Endpoint {
  /** The name that flows use. */
  readonly name: string;
  readonly kind:
    | "workload"
    | "store"
    | "load-balancer"
    | "interface"
    | "vpc-endpoints"
    | "outside"
    | "internet";
  /** The network it is in; undefined for what is outside. */
  readonly network?: string;
  /** The tier it is in; undefined for what is outside. */
  readonly tier?: string;
  /** The port it listens on, if it listens. */
  readonly port?: number;
  /** Blocks of what is outside. */
  readonly cidrs?: readonly string[];
}

/** The name flows use for everywhere outside. */
export const INTERNET = "internet";
/** The name flows use for the VPC endpoints of the source's own network. */
export const AWS = "aws";
/** Names that no part of a platform may take: those of flows, and of ends that Drydock adds to their hops. */
export const RESERVED_NAMES: readonly string[] = [INTERNET, AWS, "cloudfront", "s3", "dynamodb"];

/** The network a thing is in: its own word, else the only network; undefined when neither says one. */
export function networkOf(
  platform: Platform,
  item: { readonly network?: string | undefined },
): string | undefined {
  const names = Object.keys(platform.networks);
  return item.network ?? (names.length === 1 ? names[0] : undefined);
}

/** Every endpoint of a platform, by the name that flows use, in the order of the spec. */
export const endpointsOf: (platform: Platform) => ReadonlyMap<string, Endpoint> = oncePer((platform) => {
  const endpoints = new Map<string, Endpoint>();
  const add = (name: string, kind: Endpoint["kind"], item: Placed) =>
    endpoints.set(name, place(name, kind, item, networkOf(platform, item)));
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
  endpoints.set(INTERNET, { name: INTERNET, kind: "internet", cidrs: ["0.0.0.0/0"] });
  endpoints.set(AWS, { name: AWS, kind: "vpc-endpoints", port: 443 });
  return endpoints;
});

interface Placed {
  readonly network?: string | undefined;
  readonly tier: string;
  readonly port?: number | undefined;
}

function place(name: string, kind: Endpoint["kind"], item: Placed, network: string | undefined): Endpoint {
  return {
    name,
    kind,
    tier: item.tier,
    ...(network === undefined ? {} : { network }),
    ...(item.port === undefined ? {} : { port: item.port }),
  };
}

/** The tier an endpoint is in; undefined when it is outside, or its network or tier does not exist. */
export function tierOf(platform: Platform, endpoint: Endpoint): Tier | undefined {
  const network: Network | undefined = ownValue(platform.networks, endpoint.network);
  return network === undefined ? undefined : ownValue(network.tiers, endpoint.tier);
}

/**
 * The tier whose private NAT gateways stand between a place and all that connections lead to; undefined for a
 * place that they do not hide.
 */
export function natTierOf(
  platform: Pick<Platform, "networks">,
  place: { readonly network?: string | undefined; readonly tier?: string | undefined },
): string | undefined {
  const network = ownValue(platform.networks, place.network);
  if (network?.nat.kind !== "private-gateway") return undefined;
  return ownValue(network.tiers, place.tier)?.access === "private" ? network.nat.tier : undefined;
}

/** A record's own value: never one inherited from `Object.prototype`. */
export function ownValue<T>(record: Readonly<Record<string, T>>, key: string | undefined): T | undefined {
  return key !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

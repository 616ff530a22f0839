import { memoize } from "./memoize.ts";
import type { NetworkSettings, Tier } from "./network.ts";
import type { Platform } from "./platform.ts";

/** What a flow may name, and where it is. */
export interface FlowEndpoint {
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
export const INTERNET_ENDPOINT = "internet";
/** The name flows use for the VPC endpoints of the source's own network. */
export const AWS_ENDPOINT = "aws";
/** Names that no part of a platform may take: those of flows, and of ends that Drydock adds to their hops. */
export const RESERVED_NAMES: readonly string[] = [
  INTERNET_ENDPOINT,
  AWS_ENDPOINT,
  "cloudfront",
  "s3",
  "dynamodb",
];

/** The network a thing is in: its own word, else the only network; undefined when neither says one. */
export function networkNameOf(
  platform: Platform,
  item: { readonly network?: string | undefined },
): string | undefined {
  const names = Object.keys(platform.networks);
  return item.network ?? (names.length === 1 ? names[0] : undefined);
}

/** Every endpoint of a platform, by the name that flows use, in the order of the spec. */
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
    ...(network === undefined ? {} : { network }),
    ...(item.port === undefined ? {} : { port: item.port }),
  };
}

/** The tier an endpoint is in; undefined when it is outside, or its network or tier does not exist. */
export function tierOfEndpoint(platform: Platform, endpoint: FlowEndpoint): Tier | undefined {
  const network: NetworkSettings | undefined = ownValue(platform.networks, endpoint.network);
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

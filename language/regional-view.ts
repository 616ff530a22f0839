import type { Region } from "../aws/regions.ts";
import type { Connection } from "./connections.ts";
import { networkNameOf, ownValue } from "./endpoints.ts";
import type { NetworkSettings } from "./network.ts";
import type { Platform } from "./platform.ts";

/**
 * The view of a platform in one region: its networks, and everything placed in them. The region's
 * stacks are made from it; `region` is this region. Flows and connections stay complete, since one
 * end may be in another region: whatever derives from them is planned on `fullPlatform`.
 */
export interface RegionalView extends Platform {
  /** The platform in all regions. Its `region` is the primary one. */
  readonly fullPlatform: Platform;
}

/** Returns the region of a network. */
export function regionOfNetwork(
  platform: Pick<Platform, "region">,
  { region }: Pick<NetworkSettings, "region">,
): Region {
  return region ?? platform.region;
}

/**
 * Returns the regions of a platform: the primary one first, then those of its networks, in spec
 * order.
 */
export function regionsOfPlatform(platform: Platform): Region[] {
  const used = Object.values(platform.networks).map((network) => regionOfNetwork(platform, network));
  return [...new Set([platform.region, ...used])];
}

/**
 * Returns the view of one region. Items without a network are in the primary region: buckets,
 * registries, secrets, users, the domain, the CDN, the budget.
 *
 * Invariant: each network, and each item placed in one, is in the view of exactly one region.
 */
export function regionalView(platform: Platform, region: Region): RegionalView {
  const isPrimary = region === platform.region;
  const here = <T extends object>(things: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(things).filter(([, thing]) => regionOfItem(platform, thing) === region),
    );
  const { edge } = platform;
  const stores = here(platform.stores);
  const workloads = here(platform.workloads);
  return {
    ...platform,
    fullPlatform: platform,
    region,
    networks: Object.fromEntries(
      Object.entries(platform.networks).filter(
        ([, network]) => regionOfNetwork(platform, network) === region,
      ),
    ),
    interfaces: here(platform.interfaces),
    workloads,
    stores,
    edge: {
      ...edge,
      loadBalancers: here(edge.loadBalancers),
      domain: isPrimary ? edge.domain : undefined,
      cdn: isPrimary ? edge.cdn : undefined,
    },
    users: isPrimary ? platform.users : {},
    budget: isPrimary ? platform.budget : undefined,
    costs: isPrimary ? platform.costs : undefined,
    backup: backupOf(platform, stores, workloads),
  };
}

/** Reports that a view is that of the primary region. */
export function isPrimaryRegion({ region, fullPlatform }: RegionalView): boolean {
  return region === fullPlatform.region;
}

/**
 * Returns the region of a workload, store, load balancer or interface: that of its network, else
 * the primary region.
 */
export function regionOfItem(platform: Platform, thing: object): Region {
  if (!("tier" in thing)) return platform.region;
  const name = "network" in thing && typeof thing.network === "string" ? thing.network : undefined;
  const network = ownValue(platform.networks, networkNameOf(platform, { network: name }));
  return network === undefined ? platform.region : regionOfNetwork(platform, network);
}

/**
 * Returns the region of a connection: that of its networks or gateway. A peering is in its
 * requester's.
 */
export function regionOfConnection(platform: Platform, connection: Connection): Region {
  const ofNetwork = (name: string) => {
    const network = ownValue(platform.networks, name);
    return network === undefined ? platform.region : regionOfNetwork(platform, network);
  };
  const ofGateway = (name: string) => {
    const gateway = ownValue(platform.connections, name);
    return gateway?.kind === "transit-gateway" ? (gateway.region ?? platform.region) : platform.region;
  };
  switch (connection.kind) {
    case "peering":
      return ofNetwork(connection.between[0]);
    case "transit-gateway":
      return connection.region ?? platform.region;
    case "site-to-site-vpn":
    case "direct-connect":
      return connection.endsOn.kind === "transit-gateway"
        ? ofGateway(connection.endsOn.connection)
        : ofNetwork(connection.endsOn.network);
    case "client-vpn":
    case "network-vpn":
      return ofNetwork(connection.network);
    case "transit-connect":
      return ofGateway(connection.transitGateway);
    case "endpoint-service":
      return regionOfItem(platform, ownValue(platform.edge.loadBalancers, connection.loadBalancer) ?? {});
  }
}

/** Returns the part of the backup in this region: a vault is in the region of what it backs up. */
function backupOf({ backup }: Platform, stores: Platform["stores"], workloads: Platform["workloads"]) {
  if (backup === undefined) return undefined;
  const kept = {
    ...backup,
    stores: backup.stores.filter((name) => Object.hasOwn(stores, name)),
    servers: backup.servers.filter((name) => Object.hasOwn(workloads, name)),
  };
  return kept.stores.length + kept.servers.length === 0 ? undefined : kept;
}

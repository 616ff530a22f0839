import type { Connection } from "./connections.ts";
import { networkNameOf, ownValue } from "./endpoints.ts";
import type { NetworkSettings } from "./network.ts";
import type { Platform } from "./platform.ts";
import type { Region } from "./regions.ts";

/**
 * One region's part of a platform, which the region's stacks are made of: its networks, and what is placed in
 * them. `region` is this region. Flows and connections are all of the platform's, since one end of each may be
 * elsewhere: what follows from them is planned on `whole`.
 */
export interface RegionalView extends Platform {
  /** The platform in all its regions. Its `region` is home. */
  readonly fullPlatform: Platform;
}

/** The region a network is in. */
export function regionOfNetwork(
  platform: Pick<Platform, "region">,
  { region }: Pick<NetworkSettings, "region">,
): Region {
  return region ?? platform.region;
}

/** The regions of a platform: home first, then those of its networks, in the order of the spec. */
export function regionsOfPlatform(platform: Platform): Region[] {
  const used = Object.values(platform.networks).map((network) => regionOfNetwork(platform, network));
  return [...new Set([platform.region, ...used])];
}

/**
 * One region's part of a platform. What has no network is at home: buckets, registries, secrets, users, the
 * domain, the CDN, the budget.
 *
 * Law: each network, and each thing placed in one, is in the part of exactly one region.
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
    backup: backupOf(platform, stores, workloads),
  };
}

/** Whether a part is that of the platform's own region. */
export function isPrimaryRegion({ region, fullPlatform: whole }: RegionalView): boolean {
  return region === whole.region;
}

/** The region of a workload, store, load balancer or interface: its network's; home for what has no tier. */
export function regionOfItem(platform: Platform, thing: object): Region {
  if (!("tier" in thing)) return platform.region;
  const name = "network" in thing && typeof thing.network === "string" ? thing.network : undefined;
  const network = ownValue(platform.networks, networkNameOf(platform, { network: name }));
  return network === undefined ? platform.region : regionOfNetwork(platform, network);
}

/** The region a connection is in: that of the networks it is on. A peering's is the one that asks for it. */
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
      return ofNetwork(connection.network);
    case "transit-connect":
      return ofGateway(connection.transitGateway);
    case "endpoint-service":
      return regionOfItem(platform, ownValue(platform.edge.loadBalancers, connection.loadBalancer) ?? {});
  }
}

/** A backup vault is in the region of what it keeps. */
function backupOf({ backup }: Platform, stores: Platform["stores"], workloads: Platform["workloads"]) {
  if (backup === undefined) return undefined;
  const kept = {
    ...backup,
    stores: backup.stores.filter((name) => Object.hasOwn(stores, name)),
    servers: backup.servers.filter((name) => Object.hasOwn(workloads, name)),
  };
  return kept.stores.length + kept.servers.length === 0 ? undefined : kept;
}

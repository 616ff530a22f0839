import { networkNameOf, ownValue } from "../endpoints.ts";
import type { NetworkSettings, Tier } from "../network.ts";
import type { Platform } from "../platform.ts";
import { formatNameList, type Problem } from "../problem.ts";
import { required } from "../required.ts";
import { type Check, problemAt, type SpecPath, unknownName } from "./check.ts";

/** An item in a tier of a network. */
export interface PlacedItem {
  /** The network's name. @default the only network */
  readonly network?: string | undefined;
  /** The tier's name. */
  readonly tier: string;
}

/** The resolved network and tier of an item. */
export interface ResolvedPlacement {
  /** The network's name in the spec. */
  readonly networkName: string;
  /** The network's settings. */
  readonly network: NetworkSettings;
  /** The tier's settings. */
  readonly tier: Tier;
}

/**
 * Resolves the network and tier of an item; undefined when either does not exist, which {@link
 * checkPlacement} reports.
 */
export function resolvePlacement(platform: Platform, item: PlacedItem): ResolvedPlacement | undefined {
  const networkName = networkNameOf(platform, item);
  const network = ownValue(platform.networks, networkName);
  const tier = network === undefined ? undefined : ownValue(network.tiers, item.tier);
  if (networkName === undefined || network === undefined || tier === undefined) return undefined;
  return { networkName, network, tier };
}

/** Lists every item in a tier, with its path. */
function placedItems(platform: Platform): { readonly path: SpecPath; readonly item: PlacedItem }[] {
  const { edge, workloads, stores, interfaces } = platform;
  const all: [SpecPath, Readonly<Record<string, object>>][] = [
    [["edge", "loadBalancers"], edge.loadBalancers],
    [["workloads"], workloads],
    [["stores"], stores],
    [["interfaces"], interfaces],
  ];
  return all.flatMap(([path, things]) =>
    Object.entries(things).flatMap(([name, item]) =>
      isPlaced(item) ? [{ path: [...path, name], item }] : [],
    ),
  );
}

function isPlaced(item: object): item is PlacedItem {
  return "tier" in item;
}

/** Checks that every named network and tier exists. */
export const checkPlacement: Check = (platform) => {
  if (Object.keys(platform.networks).length === 0) {
    return [
      problemAt(["networks"], {}, "at least one network", 'write { main: { cidr: "10.0.0.0/16", … } }'),
    ];
  }
  return placedItems(platform).flatMap(({ path, item }) => placementProblems(platform, path, item));
};

function placementProblems(platform: Platform, path: SpecPath, item: PlacedItem): Problem[] {
  const known = Object.keys(platform.networks);
  if (item.network === undefined && known.length > 1) {
    const allowed = `a network's name, since there are several: ${formatNameList(known)}`;
    return [problemAt([...path, "network"], undefined, allowed, "name one of them")];
  }
  return item.network === undefined
    ? tierProblems(platform, [...path, "tier"], required(known, 0), item.tier)
    : networkAndTierProblems(platform, [...path, "network"], item.network, [...path, "tier"], item.tier);
}

/** Checks the name of a network, and of one of its tiers. */
export function networkAndTierProblems(
  platform: Platform,
  networkPath: SpecPath,
  network: string,
  tierPath: SpecPath,
  tier: string,
): Problem[] {
  const unknown = networkProblems(platform, networkPath, network);
  return unknown.length > 0 ? unknown : tierProblems(platform, tierPath, network, tier);
}

/** Checks the name of a network. */
export function networkProblems(platform: Platform, path: SpecPath, network: string): Problem[] {
  return unknownName(path, network, Object.keys(platform.networks), "a network");
}

function tierProblems(platform: Platform, path: SpecPath, network: string, tier: string): Problem[] {
  const tiers = Object.keys(ownValue(platform.networks, network)?.tiers ?? {});
  return unknownName(path, tier, tiers, `a tier of network ${network}`);
}

import { networkOf, ownValue } from "../endpoints.ts";
import type { Network, Tier } from "../network.ts";
import type { Platform } from "../platform.ts";
import { type Problem, showNames } from "../problem.ts";
import { type Check, type Path, problemAt, unknownName } from "./check.ts";

/** What is in a tier of a network. */
export interface Placed {
  readonly network?: string | undefined;
  readonly tier: string;
}

/** Where a thing is, once its names have been found. */
export interface Place {
  readonly networkName: string;
  readonly network: Network;
  readonly tier: Tier;
}

/** Where a thing is; undefined when its network or tier does not exist, which {@link checkPlaces} says. */
export function placeOf(platform: Platform, item: Placed): Place | undefined {
  const networkName = networkOf(platform, item);
  const network = ownValue(platform.networks, networkName);
  const tier = network === undefined ? undefined : ownValue(network.tiers, item.tier);
  if (networkName === undefined || network === undefined || tier === undefined) return undefined;
  return { networkName, network, tier };
}

/** Everything that has a network and a tier, with its path. */
export function placedThings(platform: Platform): { readonly path: Path; readonly item: Placed }[] {
  const { edge, workloads, stores, interfaces } = platform;
  const all: [Path, Readonly<Record<string, object>>][] = [
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

function isPlaced(item: object): item is Placed {
  return "tier" in item;
}

/** Every named network and tier exists. */
export const checkPlaces: Check = (platform) => {
  if (Object.keys(platform.networks).length === 0) {
    return [
      problemAt(["networks"], {}, "at least one network", 'write { main: { cidr: "10.0.0.0/16", … } }'),
    ];
  }
  return placedThings(platform).flatMap(({ path, item }) => placeProblems(platform, path, item));
};

function placeProblems(platform: Platform, path: Path, item: Placed): Problem[] {
  const known = Object.keys(platform.networks);
  if (item.network === undefined && known.length > 1) {
    const allowed = `a network's name, since there are several: ${showNames(known)}`;
    return [problemAt([...path, "network"], undefined, allowed, "name one of them")];
  }
  return item.network === undefined
    ? tierProblems(platform, [...path, "tier"], known[0]!, item.tier)
    : networkAndTierProblems(platform, [...path, "network"], item.network, [...path, "tier"], item.tier);
}

/** The problems of the name of a network, and of a tier of it. */
export function networkAndTierProblems(
  platform: Platform,
  networkPath: Path,
  network: string,
  tierPath: Path,
  tier: string,
): Problem[] {
  const unknown = networkProblems(platform, networkPath, network);
  return unknown.length > 0 ? unknown : tierProblems(platform, tierPath, network, tier);
}

/** The problem of a name that is no network's. */
export function networkProblems(platform: Platform, path: Path, network: string): Problem[] {
  return unknownName(path, network, Object.keys(platform.networks), "a network");
}

function tierProblems(platform: Platform, path: Path, network: string, tier: string): Problem[] {
  const tiers = Object.keys(ownValue(platform.networks, network)?.tiers ?? {});
  return unknownName(path, tier, tiers, `a tier of network ${network}`);
}

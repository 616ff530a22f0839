import type { Connection } from "../connections.ts";
import { ownValue } from "../endpoints.ts";
import { connectionsOf, nextHopBetween } from "../network-connectivity.ts";
import type { Platform } from "../platform.ts";
import { formatNameList, type Problem } from "../problem.ts";
import { required } from "../required.ts";
import { problemAt, type SpecPath, unknownValue } from "./check.ts";
import { networkAndTierProblems, networkProblems } from "./placement.ts";

type NetworkVpn = Extract<Connection, { kind: "network-vpn" }>;

/**
 * Checks a VPN between two networks: both exist, nothing else connects them, and the router is in a
 * public subnet.
 */
export function networkVpnProblems(
  platform: Platform,
  path: SpecPath,
  name: string,
  vpn: NetworkVpn,
): Problem[] {
  const at = [...path, "router"];
  const { network, tier } = vpn.router;
  const unknown = [
    ...networkProblems(platform, [...path, "network"], vpn.network),
    ...networkAndTierProblems(platform, [...at, "network"], network, [...at, "tier"], tier),
  ];
  if (unknown.length > 0) return unknown;
  if (network === vpn.network)
    return [
      problemAt([...at, "network"], network, "a network other than the VPN's own", "name another network"),
    ];
  return [
    ...otherConnectionProblems(platform, path, name, vpn),
    ...routerProblems(platform, at, vpn.router),
    ...[vpn.network, network].flatMap((end) => privateNatProblems(platform, path, end)),
  ];
}

/** Checks that no other connection joins the two networks: they have one route to each other. */
function otherConnectionProblems(
  platform: Platform,
  path: SpecPath,
  name: string,
  { network, router }: NetworkVpn,
): Problem[] {
  const others = connectionsOf(platform, "network-vpn").filter(
    ([other, vpn]) =>
      other < name &&
      [vpn.network, vpn.router.network].sort().join(" ") === [network, router.network].sort().join(" "),
  );
  const hop = nextHopBetween(platform, network, router.network);
  const isOtherWay = hop?.kind === "peering" || hop?.kind === "transit-gateway";
  const other = isOtherWay ? hop.connection : others[0]?.[0];
  if (other === undefined) return [];
  const allowed = `two networks without another connection: ${other} already connects ${network} and ${router.network}`;
  return [problemAt(path, name, allowed, "remove one of them")];
}

function routerProblems(
  { networks }: Platform,
  at: SpecPath,
  { network: name, tier, zone }: NetworkVpn["router"],
): Problem[] {
  const { tiers, zones } = required(networks, name);
  const publicTiers = Object.keys(tiers).filter((one) => required(tiers, one).access === "public");
  const allowed = `a public tier, from which the router calls AWS: ${formatNameList(publicTiers)}`;
  return [
    ...(ownValue(tiers, tier)?.access === "public"
      ? []
      : [problemAt([...at, "tier"], tier, allowed, 'add a tier with access: "public"')]),
    ...(zone === undefined ? [] : unknownValue([...at, "zone"], zone, zones, `a zone of network ${name}`)),
  ];
}

function privateNatProblems(platform: Platform, path: SpecPath, name: string): Problem[] {
  const { nat } = required(platform.networks, name);
  if (nat.kind !== "private-gateway") return [];
  const allowed = `networks without private NAT: ${name} has it`;
  return [problemAt(path, name, allowed, "connect it by transit gateways")];
}

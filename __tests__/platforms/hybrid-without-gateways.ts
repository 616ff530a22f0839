import type { Platform } from "../../language/platform.ts";
import { reachabilityIssue } from "../../language/reachability.ts";
import { resolve } from "../../language/resolve.ts";
import { hybrid } from "../../platforms/hybrid.ts";

/**
 * Hybrid without its transit gateways and offices: what the kernel lays out with servers that run,
 * so peering, PrivateLink, and the VPN between the regions.
 */
export function hybridWithoutGateways(): Platform {
  const platform = resolve(hybrid, "prod");
  const { "shop-partner": peering, "ledger-service": service, "partner-vpn": vpn } = platform.connections;
  const base: Platform = {
    ...platform,
    connections: { "shop-partner": peering!, "ledger-service": service!, "partner-vpn": vpn! },
    outside: {},
    flows: platform.flows.filter(
      ({ from, to }) => platform.outside[from] === undefined && platform.outside[to] === undefined,
    ),
  };
  return { ...base, flows: base.flows.filter((flow) => reachabilityIssue(base, flow) === undefined) };
}

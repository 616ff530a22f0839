import type { Platform } from "../../language/platform.ts";
import { reachabilityIssue } from "../../language/reachability.ts";
import { resolve } from "../../language/resolve.ts";
import { hybrid } from "../../platforms/hybrid.ts";

/** Hybrid without its gateways: what the kernel lays out, so peering and PrivateLink. */
export function hybridWithoutGateways(): Platform {
  const platform = resolve(hybrid, "prod");
  const { "shop-partner": peering, "ledger-service": service } = platform.connections;
  const base: Platform = {
    ...platform,
    connections: { "shop-partner": peering!, "ledger-service": service! },
    outside: {},
    flows: platform.flows.filter(
      ({ from, to }) => platform.outside[from] === undefined && platform.outside[to] === undefined,
    ),
  };
  return { ...base, flows: base.flows.filter((flow) => reachabilityIssue(base, flow) === undefined) };
}

import { connectionsOf } from "../../language/network-connectivity.ts";
import { type RegionalView, regionOfConnection } from "../../language/regional-view.ts";
import type { DeployedResources } from "./deployed-plan.ts";
import { type AlarmPlan, FIVE_MINUTES } from "./metric-plan.ts";

/** The VPNs of a region to offices and networks, by connection; their metrics are there. */
export function watchedVpns({ region, fullPlatform }: RegionalView): string[] {
  return [...connectionsOf(fullPlatform, "site-to-site-vpn"), ...connectionsOf(fullPlatform, "network-vpn")]
    .filter(([, vpn]) => regionOfConnection(fullPlatform, vpn) === region)
    .map(([name]) => name);
}

/** Plans alarms for the two tunnels of each site-to-site VPN. */
export function planVpnAlarms({ vpnIds = {} }: Pick<DeployedResources, "vpnIds">): AlarmPlan[] {
  return Object.entries(vpnIds).flatMap(([name, id]) => [downAlarm(name, id), singleAlarm(name, id)]);
}

/** The tunnel state: 1 is up, 0 is down; for a whole VPN, the average. */
function tunnelState(id: string, statistic: "Maximum" | "Minimum") {
  return { namespace: "AWS/VPN", name: "TunnelState", dimensions: { VpnId: id }, statistic };
}

/** https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-cloudwatch-vpn.html */
function downAlarm(name: string, id: string): AlarmPlan {
  return {
    id: `${name}-tunnels-down`,
    description: `Both tunnels of ${name} have been down for 5 minutes: nothing passes. Its tunnel log says why.`,
    severity: "critical",
    metric: tunnelState(id, "Maximum"),
    comparison: "below",
    threshold: 0.5,
    periodSeconds: FIVE_MINUTES,
    periods: 1,
    treatMissingData: "breaching",
  };
}

/** AWS takes a tunnel down for maintenance at times, for a few minutes. */
function singleAlarm(name: string, id: string): AlarmPlan {
  return {
    id: `${name}-tunnel-down`,
    description: `A tunnel of ${name} has been down for 15 minutes: traffic has no second way. Its tunnel log says why.`,
    severity: "warning",
    metric: tunnelState(id, "Minimum"),
    comparison: "below",
    threshold: 1,
    periodSeconds: FIVE_MINUTES,
    periods: 3,
    treatMissingData: "breaching",
  };
}

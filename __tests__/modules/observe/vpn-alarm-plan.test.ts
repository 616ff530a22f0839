import { regionalView } from "../../../language/regional-view.ts";
import { planVpnAlarms, watchedVpns } from "../../../modules/observe/vpn-alarm-plan.ts";
import { crossroadsWith } from "../../support/crossroads.ts";
import { parseStackJson, resourcesOfType, synthesize } from "../../support/synth.ts";

/** Crossroads with another VPN, which terminates in the second region. */
const platform = crossroadsWith({
  connections: {
    "far-vpn": {
      kind: "site-to-site-vpn",
      customerGateway: { address: "198.51.100.10" },
      endsOn: { kind: "transit-gateway", connection: "transit-eu" },
      routing: { kind: "bgp" },
    },
  },
});

describe("alarms of VPNs", () => {
  it("distinguish a VPN that is down from a VPN with one tunnel down", () => {
    const alarms = planVpnAlarms({ vpnIds: { "office-vpn": "vpn-1" } }).map((alarm) => ({
      id: alarm.id,
      severity: alarm.severity,
      metric: alarm.metric,
      rule: `${alarm.comparison} ${alarm.threshold} for ${alarm.periods} times ${alarm.periodSeconds} s`,
      treatMissingData: alarm.treatMissingData,
    }));
    const state = { namespace: "AWS/VPN", name: "TunnelState", dimensions: { VpnId: "vpn-1" } };
    expect(alarms).toEqual([
      {
        id: "office-vpn-tunnels-down",
        severity: "critical",
        metric: { ...state, statistic: "Maximum" },
        rule: "below 0.5 for 1 times 300 s",
        treatMissingData: "breaching",
      },
      {
        id: "office-vpn-tunnel-down",
        severity: "warning",
        metric: { ...state, statistic: "Minimum" },
        rule: "below 1 for 3 times 300 s",
        treatMissingData: "breaching",
      },
    ]);
    expect(planVpnAlarms({})).toEqual([]);
  });

  it("are in the region of the VPN", () => {
    expect(watchedVpns(regionalView(platform, "us-east-1"))).toEqual(["office-vpn", "shop-vpn", "depot-vpn"]);
    expect(watchedVpns(regionalView(platform, "eu-west-1"))).toEqual(["far-vpn"]);
    const stacks = synthesize(platform);
    const alarmed = (stack: string) =>
      resourcesOfType(parseStackJson(stacks, stack), "aws_cloudwatch_metric_alarm")
        .filter(({ metric_name }) => metric_name === "TunnelState")
        .map(({ dimensions }) => (dimensions as { VpnId: string }).VpnId);
    expect(new Set(alarmed("crossroads-prod-observe-eu-west-1"))).toEqual(
      new Set([`\${data.terraform_remote_state.connect-us-east-1.outputs.line_ids["far-vpn"]}`]),
    );
    expect(alarmed("crossroads-prod-observe")).toHaveLength(6);
    expect(new Set(alarmed("crossroads-prod-observe")).size).toBe(3);
  });
});

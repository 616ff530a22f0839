import { targetAttachments } from "../../../language/target-attachments.ts";
import { planGraphs } from "../../../modules/observe/dashboard-plan.ts";
import type { DeployedResources } from "../../../modules/observe/deployed-plan.ts";
import { planEdgeAlarms } from "../../../modules/observe/edge-alarm-plan.ts";
import type { Metric } from "../../../modules/observe/metric-plan.ts";
import { harbourWith } from "../../support/harbour.ts";

const harbour = harbourWith();
const DEPLOYED: DeployedResources = {
  loadBalancerSuffixes: { alb: "app/a/1", "fixed-nlb": "net/f/1", "inner-nlb": "net/i/1" },
  targetGroupSuffixes: Object.fromEntries(
    targetAttachments(harbour).map(({ targetGroup }) => [targetGroup, `targetgroup/${targetGroup}/1`]),
  ),
  serviceNames: { web: "web" },
  serverIds: { terminal: "i-1", jump: "i-2" },
  fleetNames: { resolver: "resolver", ledger: "ledger" },
  natGatewayIds: {},
  natInstanceIds: {},
  clusterName: "harbour",
};

/** Describes an alarm in one line; `none` if there is no such alarm. */
function describeAlarm(id: string, platform = harbour): string {
  const found = planEdgeAlarms(platform, DEPLOYED).find((alarm) => alarm.id === id);
  if (found === undefined) return "none";
  const { namespace, name, dimensions, statistic } = found.metric as Metric;
  return `${found.severity}: ${namespace} ${name} of ${Object.values(dimensions).join(" ")}: ${statistic} ${found.comparison} ${found.threshold}`;
}

describe("alarms of network load balancers", () => {
  it("watch unhealthy targets, and the absence of healthy ones, in each target group", () => {
    expect(describeAlarm("resolver-514-unhealthy-targets")).toBe(
      "warning: AWS/NetworkELB UnHealthyHostCount of net/i/1 targetgroup/resolver-514/1: Maximum at least 1",
    );
    expect(describeAlarm("terminal-no-healthy-target")).toBe(
      "critical: AWS/NetworkELB HealthyHostCount of net/f/1 targetgroup/terminal/1: Minimum below 1",
    );
    // A network load balancer measures no response times.
    expect(describeAlarm("terminal-response-time")).toBe("none");
  });

  it("watch an interface only while it is attached to a server", () => {
    expect(describeAlarm("licence-no-healthy-target")).toBe(
      "critical: AWS/NetworkELB HealthyHostCount of net/i/1 targetgroup/licence/1: Minimum below 1",
    );
    const { attachTo: _, ...licence } = harbour.interfaces.licence!;
    const detached = { ...harbour, interfaces: { ...harbour.interfaces, licence } };
    expect(describeAlarm("licence-unhealthy-targets", detached)).toBe("none");
    expect(describeAlarm("licence-no-healthy-target", detached)).toBe("none");
  });

  it("watch port allocation errors for connections to targets", () => {
    expect(describeAlarm("fixed-nlb-ports")).toBe(
      "warning: AWS/NetworkELB PortAllocationErrorCount of net/f/1: Sum at least 1",
    );
    expect(describeAlarm("alb-ports")).toBe("none");
  });
});

describe("graphs of network load balancers", () => {
  it("show connections", () => {
    const graph = planGraphs(harbour, DEPLOYED).find(({ title }) => title === "fixed-nlb: connections");
    const lines = Object.values(graph!.lines) as Metric[];
    expect(lines.map(({ namespace, name }) => `${namespace} ${name}`)).toEqual([
      "AWS/NetworkELB ActiveFlowCount",
      "AWS/NetworkELB NewFlowCount",
    ]);
  });
});

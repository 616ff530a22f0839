import type { Platform } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import { planGraphs } from "../../../modules/observe/dashboard-plan.ts";
import type { DeployedResources } from "../../../modules/observe/deployed-plan.ts";
import { planEdgeAlarms } from "../../../modules/observe/edge-alarm-plan.ts";
import { planInstanceAlarms } from "../../../modules/observe/instance-alarm-plan.ts";
import type { Metric } from "../../../modules/observe/metric-plan.ts";
import { cqube } from "../../../platforms/cqube.ts";
import { roboshop } from "../../../platforms/roboshop.ts";

const lab = resolve(roboshop, "lab");
const prod = resolve(roboshop, "prod");
const names = Object.keys(lab.workloads);
const DEPLOYED: DeployedResources = {
  loadBalancerSuffixes: {},
  targetGroupSuffixes: {},
  serviceNames: {},
  serverIds: {},
  fleetNames: {},
  natGatewayIds: {},
  natInstanceIds: {},
};
const servers: DeployedResources = {
  ...DEPLOYED,
  serverIds: Object.fromEntries(names.map((name) => [name, `i-${name}`])),
};
const fleets: DeployedResources = {
  ...DEPLOYED,
  loadBalancerSuffixes: { "public-alb": "app/public/1", "internal-alb": "app/internal/1" },
  fleetNames: Object.fromEntries(names.map((name) => [name, `roboshop-prod-${name}`])),
};

/** Describes an alarm in one line; `none` if there is no such alarm. */
function describeAlarm(platform: Platform, deployed: DeployedResources, id: string): string {
  const found = planInstanceAlarms(platform, deployed).find((plan) => plan.id === id);
  if (found === undefined) return "none";
  const { severity, metric, comparison, threshold, periods, periodSeconds, treatMissingData } = found;
  const { namespace, name, dimensions, statistic } = metric as Metric;
  const [dimension] = Object.entries(dimensions).map((entry) => entry.join("="));
  return `${severity}: ${namespace} ${name} of ${dimension}: ${statistic} ${comparison} ${threshold}, ${periods} x ${periodSeconds} s, silence ${treatMissingData}`;
}

describe("alarms of servers", () => {
  it("fire for a failed status check or missing data", () => {
    expect(describeAlarm(lab, servers, "payment-status")).toBe(
      "critical: AWS/EC2 StatusCheckFailed of InstanceId=i-payment: Maximum at least 1, 3 x 60 s, silence breaching",
    );
  });

  it("fire for high CPU utilization", () => {
    expect(describeAlarm(lab, servers, "payment-cpu")).toBe(
      "warning: AWS/EC2 CPUUtilization of InstanceId=i-payment: Average above 85, 3 x 300 s, silence notBreaching",
    );
    const strict = { ...lab, alarms: { ...lab.alarms, cpuPercent: 40 } };
    expect(describeAlarm(strict, servers, "payment-cpu")).toContain("above 40");
  });

  it("are two for each server", () => {
    const ids = planInstanceAlarms(lab, servers).map(({ id }) => id);
    expect(ids).toEqual(names.flatMap((name) => [`${name}-status`, `${name}-cpu`]));
  });
});

it("a server has an unhealthy target alarm for each of its target groups", () => {
  const platform = resolve(cqube, "prod");
  const deployed = {
    ...servers,
    loadBalancerSuffixes: { alb: "app/alb/1" },
    targetGroupSuffixes: { nginx: "targetgroup/nginx/1", "nginx-443": "targetgroup/nginx-443/1" },
  };
  const alarms = planEdgeAlarms(platform, deployed).filter(({ id }) => id.endsWith("-unhealthy-targets"));
  expect(alarms.map(({ id, metric }) => [id, (metric as Metric).dimensions.TargetGroup])).toEqual([
    ["nginx-unhealthy-targets", "targetgroup/nginx/1"],
    ["nginx-443-unhealthy-targets", "targetgroup/nginx-443/1"],
  ]);
});

describe("alarms of fleets", () => {
  it("fire if fewer instances than the minimum are in service", () => {
    expect(describeAlarm(prod, fleets, "payment-capacity")).toBe(
      "critical: AWS/AutoScaling GroupInServiceInstances of AutoScalingGroupName=roboshop-prod-payment: Minimum below 2, 3 x 300 s, silence breaching",
    );
  });

  it("do not watch the capacity of a fleet that may scale to zero", () => {
    const workloads = { ...prod.workloads, payment: { ...prod.workloads.payment!, min: 0 } };
    expect(describeAlarm({ ...prod, workloads } as Platform, fleets, "payment-capacity")).toBe("none");
    expect(describeAlarm({ ...prod, workloads } as Platform, fleets, "payment-cpu")).toContain("above 85");
  });

  it("fire for high CPU utilization, with the maximum in the description", () => {
    expect(describeAlarm(prod, fleets, "catalogue-cpu")).toBe(
      "warning: AWS/EC2 CPUUtilization of AutoScalingGroupName=roboshop-prod-catalogue: Average above 85, 3 x 300 s, silence notBreaching",
    );
    const cpu = planInstanceAlarms(prod, fleets).find(({ id }) => id === "catalogue-cpu");
    expect(cpu?.description).toContain("maximum of 12");
  });
});

it("the dashboard shows the average and maximum CPU of each server and fleet", () => {
  const graph = planGraphs(prod, fleets).find(({ title }) => title === "catalogue: CPU (%)");
  expect(graph?.lines).toEqual({
    average: expect.objectContaining({ name: "CPUUtilization", statistic: "Average" }),
    busiest: expect.objectContaining({
      statistic: "Maximum",
      dimensions: { AutoScalingGroupName: "roboshop-prod-catalogue" },
    }),
  });
  expect(planGraphs(lab, servers).map(({ title }) => title)).toContain("payment: CPU (%)");
});

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

/** An alarm in one line. */
function line(platform: Platform, deployed: DeployedResources, id: string): string {
  const found = planInstanceAlarms(platform, deployed).find((plan) => plan.id === id);
  if (found === undefined) return "none";
  const {
    severity,
    metric: watches,
    comparison,
    threshold,
    periods,
    periodSeconds,
    treatMissingData: silence,
  } = found;
  const { namespace, name, dimensions, statistic } = watches as Metric;
  const [of] = Object.entries(dimensions).map((entry) => entry.join("="));
  return `${severity}: ${namespace} ${name} of ${of}: ${statistic} ${comparison} ${threshold}, ${periods} x ${periodSeconds} s, silence ${silence}`;
}

describe("alarms of servers", () => {
  it("go off when one fails its status checks, or says nothing", () => {
    expect(line(lab, servers, "payment-status")).toBe(
      "critical: AWS/EC2 StatusCheckFailed of InstanceId=i-payment: Maximum at least 1, 3 x 60 s, silence breaching",
    );
  });

  it("go off when one has used too much CPU for long", () => {
    expect(line(lab, servers, "payment-cpu")).toBe(
      "warning: AWS/EC2 CPUUtilization of InstanceId=i-payment: Average above 85, 3 x 300 s, silence notBreaching",
    );
    const strict = { ...lab, alarms: { ...lab.alarms, cpuPercent: 40 } };
    expect(line(strict, servers, "payment-cpu")).toContain("above 40");
  });

  it("are two for each", () => {
    const ids = planInstanceAlarms(lab, servers).map(({ id }) => id);
    expect(ids).toEqual(names.flatMap((name) => [`${name}-status`, `${name}-cpu`]));
  });
});

it("each place of a server behind a load balancer has alarms of its own targets", () => {
  const platform = resolve(cqube, "prod");
  const deployed = {
    ...servers,
    loadBalancerSuffixes: { alb: "app/alb/1" },
    targetGroupSuffixes: { nginx: "targetgroup/nginx/1", "nginx-443": "targetgroup/nginx-443/1" },
  };
  const alarms = planEdgeAlarms(platform, deployed).filter(({ id }) => id.endsWith("-unhealthy-targets"));
  expect(alarms.map(({ id, metric: watches }) => [id, (watches as Metric).dimensions.TargetGroup])).toEqual([
    ["nginx-unhealthy-targets", "targetgroup/nginx/1"],
    ["nginx-443-unhealthy-targets", "targetgroup/nginx-443/1"],
  ]);
});

describe("alarms of fleets", () => {
  it("go off when too few servers are in service", () => {
    expect(line(prod, fleets, "payment-capacity")).toBe(
      "critical: AWS/AutoScaling GroupInServiceInstances of AutoScalingGroupName=roboshop-prod-payment: Minimum below 2, 3 x 300 s, silence breaching",
    );
  });

  it("leave a fleet alone that may stand at zero", () => {
    const workloads = { ...prod.workloads, payment: { ...prod.workloads.payment!, min: 0 } };
    expect(line({ ...prod, workloads } as Platform, fleets, "payment-capacity")).toBe("none");
    expect(line({ ...prod, workloads } as Platform, fleets, "payment-cpu")).toContain("above 85");
  });

  it("go off when scaling has not caught up with CPU, and say how far it may go", () => {
    expect(line(prod, fleets, "catalogue-cpu")).toBe(
      "warning: AWS/EC2 CPUUtilization of AutoScalingGroupName=roboshop-prod-catalogue: Average above 85, 3 x 300 s, silence notBreaching",
    );
    const cpu = planInstanceAlarms(prod, fleets).find(({ id }) => id === "catalogue-cpu");
    expect(cpu?.description).toContain("maximum of 12");
  });
});

it("the dashboard shows each server's or fleet's CPU: average and busiest", () => {
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

import type { Platform } from "../../../language/platform.ts";
import { planAlarms } from "../../../modules/observe/alarm-plan.ts";
import type { DeployedResources } from "../../../modules/observe/deployed-plan.ts";
import type { Metric, MetricMath } from "../../../modules/observe/metric-plan.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const DEPLOYED: DeployedResources = {
  loadBalancerSuffixes: { alb: "app/cybershield-alb/1" },
  targetGroupSuffixes: { app: "targetgroup/cybershield-tg/1" },
  serviceNames: { app: "cybershield-service" },
  serverIds: {},
  fleetNames: {},
  natGatewayIds: { "main/us-east-1a": "nat-1", "main/us-east-1b": "nat-2" },
  natInstanceIds: {},
  clusterName: "cybershield-cluster",
  certificateArn: "arn:aws:acm:us-east-1:111111111111:certificate/1",
  distributionId: "E1",
  backupVaultName: "cybershield-prod-backup",
};

const prod = cybershieldIn("prod");

function alarm(id: string, platform: Platform = prod, deployed: DeployedResources = DEPLOYED) {
  const found = planAlarms(platform, deployed).find((plan) => plan.id === id);
  if (found === undefined) throw new Error(`no alarm ${id}`);
  return found;
}

/**
 * Describes an alarm:
 * `AWS/RDS DatabaseConnections of DBInstanceIdentifier=db: Average above 80, 3 x 300 s, silence …`.
 */
function describeAlarm(id: string, platform?: Platform, deployed?: DeployedResources): string {
  const {
    metric: alarmMetric,
    comparison,
    threshold,
    periods,
    periodSeconds,
    treatMissingData,
  } = alarm(id, platform, deployed);
  const metric = alarmMetric as Metric;
  const dimensions = Object.entries(metric.dimensions)
    .map(([key, value]) => `${key}=${value}`)
    .join(" ");
  return `${metric.namespace} ${metric.name} of ${dimensions}: ${metric.statistic} ${comparison} ${threshold}, ${periods} x ${periodSeconds} s, silence ${treatMissingData}`;
}

/** Evaluates metric math with numbers for the metrics. */
function evaluate({ expression }: MetricMath, values: Readonly<Record<string, number>>): number {
  const substituted = expression
    .replace(/FILL\((\w+), 0\)/g, (_all, name: string) => String(values[name]))
    .replace(/^IF\((.*), (.*), 0\)$/, "($1) ? ($2) : 0");
  expect(substituted).toMatch(/^[\d\s+*/()>=?:.]+$/);
  return new Function(`return ${substituted}`)() as number;
}

describe("CyberShield: alarms", () => {
  it("watch unhealthy targets, and the absence of healthy ones", () => {
    const target =
      "AWS/ApplicationELB UnHealthyHostCount of LoadBalancer=app/cybershield-alb/1 TargetGroup=targetgroup/cybershield-tg/1";
    expect(describeAlarm("app-unhealthy-targets")).toBe(
      `${target}: Maximum at least 1, 3 x 60 s, silence notBreaching`,
    );
    expect(describeAlarm("app-no-healthy-target")).toBe(
      `${target.replace("UnHealthy", "Healthy")}: Minimum below 1, 3 x 60 s, silence breaching`,
    );
  });

  it("watch for a response time over 5 s", () => {
    expect(describeAlarm("app-response-time")).toBe(
      "AWS/ApplicationELB TargetResponseTime of LoadBalancer=app/cybershield-alb/1 TargetGroup=targetgroup/cybershield-tg/1: Average above 5, 3 x 60 s, silence notBreaching",
    );
  });

  it("watch for 5xx over 5 % of requests, including the load balancer's own errors", () => {
    const { metric, comparison, threshold } = alarm("alb-5xx");
    expect(`${comparison} ${threshold}`).toBe("above 5");
    expect(alarm("alb-5xx")).toMatchObject({
      periods: 1,
      periodSeconds: 300,
      treatMissingData: "notBreaching",
    });
    const math = metric as MetricMath;
    expect(Object.values(math.metrics).map(({ name, statistic }) => `${name} ${statistic}`)).toEqual([
      "RequestCount Sum",
      "HTTPCode_Target_5XX_Count Sum",
      "HTTPCode_ELB_5XX_Count Sum",
    ]);
    expect(evaluate(math, { requests: 100, failed: 6, refused: 0 })).toBe(6);
    expect(evaluate(math, { requests: 90, failed: 0, refused: 10 })).toBe(10);
    // The load balancer rejects every request, which RequestCount does not count.
    expect(evaluate(math, { requests: 0, failed: 0, refused: 50 })).toBe(100);
  });

  it("ignore 5xx with fewer than 20 requests", () => {
    const math = alarm("alb-5xx").metric as MetricMath;
    expect(evaluate(math, { requests: 19, failed: 19, refused: 0 })).toBe(0);
    expect(evaluate(math, { requests: 20, failed: 20, refused: 0 })).toBe(100);
    expect(evaluate(math, { requests: 0, failed: 0, refused: 0 })).toBe(0);
  });

  it("watch CloudFront's 5xx error rate", () => {
    expect(describeAlarm("cdn-5xx")).toBe(
      "AWS/CloudFront 5xxErrorRate of DistributionId=E1 Region=Global: Average above 5, 2 x 300 s, silence notBreaching",
    );
  });

  it("watch CPU and memory of the service", () => {
    expect(describeAlarm("app-cpu")).toBe(
      "AWS/ECS CPUUtilization of ClusterName=cybershield-cluster ServiceName=cybershield-service: Average above 85, 3 x 300 s, silence notBreaching",
    );
    expect(describeAlarm("app-memory")).toBe(
      "AWS/ECS MemoryUtilization of ClusterName=cybershield-cluster ServiceName=cybershield-service: Average above 85, 3 x 300 s, silence notBreaching",
    );
  });

  it("watch connections, free storage and CPU of the database", () => {
    expect(describeAlarm("db-connections")).toBe(
      "AWS/RDS DatabaseConnections of DBInstanceIdentifier=cybershield-postgres: Average above 69, 3 x 300 s, silence breaching",
    );
    // 15 % of 20 GiB.
    expect(describeAlarm("db-free-storage")).toBe(
      `AWS/RDS FreeStorageSpace of DBInstanceIdentifier=cybershield-postgres: Average below ${3 * 1024 ** 3}, 3 x 300 s, silence breaching`,
    );
    expect(describeAlarm("db-cpu")).toBe(
      "AWS/RDS CPUUtilization of DBInstanceIdentifier=cybershield-postgres: Average above 85, 3 x 300 s, silence breaching",
    );
  });

  it("watch memory, evictions and CPU of each cache node", () => {
    for (const node of ["001", "002"]) {
      expect(describeAlarm(`cache-${node}-memory`)).toBe(
        `AWS/ElastiCache DatabaseMemoryUsagePercentage of CacheClusterId=cybershield-redis-${node}: Average above 85, 3 x 300 s, silence ignore`,
      );
      expect(describeAlarm(`cache-${node}-evictions`)).toBe(
        `AWS/ElastiCache Evictions of CacheClusterId=cybershield-redis-${node}: Sum above 100, 1 x 300 s, silence ignore`,
      );
      expect(describeAlarm(`cache-${node}-cpu`)).toBe(
        `AWS/ElastiCache CPUUtilization of CacheClusterId=cybershield-redis-${node}: Average above 85, 3 x 300 s, silence ignore`,
      );
    }
    const dev = planAlarms(cybershieldIn("dev"), DEPLOYED).map(({ id }) => id);
    expect(dev.filter((id) => id.startsWith("cache-"))).toEqual([
      "cache-001-memory",
      "cache-001-evictions",
      "cache-001-cpu",
    ]);
  });

  it("CyberShield: certificate: watch for fewer than 30 days to expiry", () => {
    expect(describeAlarm("certificate-days-to-expiry")).toBe(
      "AWS/CertificateManager DaysToExpiry of CertificateArn=arn:aws:acm:us-east-1:111111111111:certificate/1: Minimum below 30, 1 x 86400 s, silence ignore",
    );
  });

  it("watch port allocation errors of each NAT gateway", () => {
    expect(describeAlarm("main-us-east-1b-nat-port-errors")).toBe(
      "AWS/NATGateway ErrorPortAllocation of NatGatewayId=nat-2: Sum above 0, 1 x 300 s, silence notBreaching",
    );
  });

  it("watch for backup jobs that failed or expired", () => {
    const { metric: alarmMetric, ...rest } = alarm("backup-jobs");
    const math = alarmMetric as MetricMath;
    const dimensions = { BackupVaultName: "cybershield-prod-backup" };
    const metric = { namespace: "AWS/Backup", dimensions, statistic: "Sum" };
    expect(rest).toMatchObject({
      comparison: "at least",
      threshold: 1,
      periods: 1,
      periodSeconds: 300,
      treatMissingData: "notBreaching",
    });
    expect(math.metrics).toEqual({
      failed: { ...metric, name: "NumberOfBackupJobsFailed" },
      expired: { ...metric, name: "NumberOfBackupJobsExpired" },
    });
    expect(evaluate(math, { failed: 1, expired: 0 })).toBe(1);
    expect(evaluate(math, { failed: 0, expired: 1 })).toBe(1);
    expect(evaluate(math, { failed: 0, expired: 0 })).toBe(0);
  });

  it("watch whether a NAT instance sends what it receives, if it receives enough", () => {
    const deployed = { ...DEPLOYED, natGatewayIds: {}, natInstanceIds: { main: "i-1" } };
    const plan = planAlarms(prod, deployed).find(({ id }) => id === "main-nat-forwarding");
    const packets = (name: string) => ({
      namespace: "AWS/EC2",
      name,
      dimensions: { InstanceId: "i-1" },
      statistic: "Sum",
    });
    expect(plan).toMatchObject({
      severity: "critical",
      comparison: "below",
      threshold: 0.3,
      periods: 3,
      treatMissingData: "notBreaching",
      metric: {
        expression: "IF(received > 20, sent / received, 1)",
        metrics: { received: packets("NetworkPacketsIn"), sent: packets("NetworkPacketsOut") },
      },
    });
  });

  it("watch the status of a NAT instance", () => {
    const deployed = { ...DEPLOYED, natGatewayIds: {}, natInstanceIds: { main: "i-1" } };
    expect(describeAlarm("main-nat-status", prod, deployed)).toBe(
      "AWS/EC2 StatusCheckFailed of InstanceId=i-1: Maximum at least 1, 3 x 60 s, silence breaching",
    );
  });
});

describe("alarms", () => {
  it("take their thresholds from the spec", () => {
    const platform = cybershieldIn("prod", {
      alarms: {
        responseTimeSeconds: 2,
        errorPercent: 1,
        cpuPercent: 60,
        memoryPercent: 61,
        freeStoragePercent: 50,
        cacheEvictions: 7,
        certificateDays: 45,
      },
      stores: { db: { connectionsAlarm: 33 } },
    });
    const thresholds = (id: string) => alarm(id, platform).threshold;
    expect(
      [
        "app-response-time",
        "alb-5xx",
        "cdn-5xx",
        "app-cpu",
        "db-cpu",
        "app-memory",
        "cache-001-memory",
        "cache-001-evictions",
        "certificate-days-to-expiry",
        "db-connections",
        "db-free-storage",
      ].map(thresholds),
    ).toEqual([2, 1, 1, 60, 60, 61, 61, 7, 45, 33, 10 * 1024 ** 3]);
  });

  it("have unique IDs", () => {
    const ids = planAlarms(prod, DEPLOYED).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("have descriptions within CloudWatch's 1,024 characters", () => {
    for (const { description } of planAlarms(prod, DEPLOYED)) {
      expect(description).toMatch(/^.{20,1023}[.?]$/);
    }
  });

  it("do not require a healthy target of a service that may scale to zero", () => {
    const platform = cybershieldIn("prod", { workloads: { app: { scaling: { min: 0 }, desired: 0 } } });
    expect(planAlarms(platform, DEPLOYED).map(({ id }) => id)).not.toContain("app-no-healthy-target");
  });

  it.each([
    ["a service without scaling", { scaling: undefined, desired: 1 }, true],
    ["a service with no tasks", { scaling: undefined, desired: 0 }, false],
    ["a server", { kind: "server" }, true],
    ["a fleet", { kind: "fleet", min: 1 }, true],
    ["a fleet that may scale to zero", { kind: "fleet", min: 0 }, false],
  ])("require a healthy target only of a workload that always runs: %s", (_what, change, isRequired) => {
    const app = { ...prod.workloads.app!, ...change } as Platform["workloads"][string];
    const deployed = { ...DEPLOYED, serverIds: { app: "i-1" }, fleetNames: { app: "app" } };
    const ids = planAlarms({ ...prod, workloads: { app } }, deployed).map(({ id }) => id);
    expect(ids.includes("app-no-healthy-target")).toBe(isRequired);
  });

  it("are none for a platform without resources", () => {
    const bare: Platform = { ...prod, workloads: {}, stores: {}, edge: { loadBalancers: {}, waf: "off" } };
    const deployed: DeployedResources = {
      loadBalancerSuffixes: {},
      targetGroupSuffixes: {},
      serviceNames: {},
      serverIds: {},
      fleetNames: {},
      natGatewayIds: {},
      natInstanceIds: {},
    };
    expect(planAlarms(bare, deployed)).toEqual([]);
  });

  it("watch no targets of a workload without a load balancer, and no tasks of a server", () => {
    const { publish: _publish, ...unpublished } = prod.workloads.app!;
    const alarms = planAlarms(
      { ...prod, workloads: { app: unpublished as typeof prod.workloads.app & {} } },
      DEPLOYED,
    );
    expect(alarms.map(({ id }) => id).filter((id) => id.startsWith("app-"))).toEqual([
      "app-cpu",
      "app-memory",
      "app-log-errors",
      "app-log-duration",
    ]);
    const server = { ...prod.workloads.app!, kind: "server" } as Platform["workloads"][string];
    const deployed = { ...DEPLOYED, serverIds: { app: "i-1" } };
    const ids = planAlarms({ ...prod, workloads: { app: server } }, deployed).map(({ id }) => id);
    expect(ids).not.toContain("app-memory");
  });

  it("keep their IDs when a resource is added", () => {
    const more = cybershieldIn("prod", { stores: { cache: { replicas: 3 } } });
    const ids = planAlarms(more, DEPLOYED).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(planAlarms(prod, DEPLOYED).map(({ id }) => id)));
  });

  it("watch only the health of a network load balancer's targets", () => {
    const alb = { ...prod.edge.loadBalancers.alb!, kind: "network" as const };
    const platform: Platform = { ...prod, edge: { ...prod.edge, loadBalancers: { alb } } };
    const ids = planAlarms(platform, DEPLOYED).map(({ id }) => id);
    expect(ids).not.toContain("app-response-time");
    expect(ids).not.toContain("alb-5xx");
    expect((alarm("app-unhealthy-targets", platform).metric as Metric).namespace).toBe("AWS/NetworkELB");
  });
});

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
 * An alarm in one line: `AWS/RDS DatabaseConnections of DBInstanceIdentifier=db: Average above 80,
 * 3 x 300 s`.
 */
function line(id: string, platform?: Platform, deployed?: DeployedResources): string {
  const {
    metric: watches,
    comparison,
    threshold,
    periods,
    periodSeconds,
    treatMissingData: silence,
  } = alarm(id, platform, deployed);
  const metric = watches as Metric;
  const of = Object.entries(metric.dimensions)
    .map(([key, value]) => `${key}=${value}`)
    .join(" ");
  return `${metric.namespace} ${metric.name} of ${of}: ${metric.statistic} ${comparison} ${threshold}, ${periods} x ${periodSeconds} s, silence ${silence}`;
}

/** The value of metric math, with numbers in place of the metrics. */
function evaluate({ expression }: MetricMath, values: Readonly<Record<string, number>>): number {
  const filled = expression
    .replace(/FILL\((\w+), 0\)/g, (_all, name: string) => String(values[name]))
    .replace(/^IF\((.*), (.*), 0\)$/, "($1) ? ($2) : 0");
  expect(filled).toMatch(/^[\d\s+*/()>=?:.]+$/);
  return new Function(`return ${filled}`)() as number;
}

describe("CyberShield: alarms", () => {
  it("unhealthy targets, and none that is healthy", () => {
    const target =
      "AWS/ApplicationELB UnHealthyHostCount of LoadBalancer=app/cybershield-alb/1 TargetGroup=targetgroup/cybershield-tg/1";
    expect(line("app-unhealthy-targets")).toBe(
      `${target}: Maximum at least 1, 3 x 60 s, silence notBreaching`,
    );
    expect(line("app-no-healthy-target")).toBe(
      `${target.replace("UnHealthy", "Healthy")}: Minimum below 1, 3 x 60 s, silence breaching`,
    );
  });

  it("response time over 5 s", () => {
    expect(line("app-response-time")).toBe(
      "AWS/ApplicationELB TargetResponseTime of LoadBalancer=app/cybershield-alb/1 TargetGroup=targetgroup/cybershield-tg/1: Average above 5, 3 x 60 s, silence notBreaching",
    );
  });

  it("5xx over 5 % of requests, the load balancer's own refusals included", () => {
    const { metric: watches, comparison, threshold } = alarm("alb-5xx");
    expect(`${comparison} ${threshold}`).toBe("above 5");
    expect(alarm("alb-5xx")).toMatchObject({
      periods: 1,
      periodSeconds: 300,
      treatMissingData: "notBreaching",
    });
    const math = watches as MetricMath;
    expect(Object.values(math.metrics).map(({ name, statistic }) => `${name} ${statistic}`)).toEqual([
      "RequestCount Sum",
      "HTTPCode_Target_5XX_Count Sum",
      "HTTPCode_ELB_5XX_Count Sum",
    ]);
    expect(evaluate(math, { requests: 100, failed: 6, refused: 0 })).toBe(6);
    expect(evaluate(math, { requests: 90, failed: 0, refused: 10 })).toBe(10);
    // Every request refused: none was counted as a request.
    expect(evaluate(math, { requests: 0, failed: 0, refused: 50 })).toBe(100);
  });

  it("5xx of a handful of requests is no share to speak of", () => {
    const math = alarm("alb-5xx").metric as MetricMath;
    expect(evaluate(math, { requests: 19, failed: 19, refused: 0 })).toBe(0);
    expect(evaluate(math, { requests: 20, failed: 20, refused: 0 })).toBe(100);
    expect(evaluate(math, { requests: 0, failed: 0, refused: 0 })).toBe(0);
  });

  it("5xx of CloudFront", () => {
    expect(line("cdn-5xx")).toBe(
      "AWS/CloudFront 5xxErrorRate of DistributionId=E1 Region=Global: Average above 5, 2 x 300 s, silence notBreaching",
    );
  });

  it("CPU and memory of the service", () => {
    expect(line("app-cpu")).toBe(
      "AWS/ECS CPUUtilization of ClusterName=cybershield-cluster ServiceName=cybershield-service: Average above 85, 3 x 300 s, silence notBreaching",
    );
    expect(line("app-memory")).toBe(
      "AWS/ECS MemoryUtilization of ClusterName=cybershield-cluster ServiceName=cybershield-service: Average above 85, 3 x 300 s, silence notBreaching",
    );
  });

  it("database connections, free storage, CPU", () => {
    expect(line("db-connections")).toBe(
      "AWS/RDS DatabaseConnections of DBInstanceIdentifier=cybershield-prod-db: Average above 80, 3 x 300 s, silence breaching",
    );
    // 15 % of 20 GiB.
    expect(line("db-free-storage")).toBe(
      `AWS/RDS FreeStorageSpace of DBInstanceIdentifier=cybershield-prod-db: Average below ${3 * 1024 ** 3}, 3 x 300 s, silence breaching`,
    );
    expect(line("db-cpu")).toBe(
      "AWS/RDS CPUUtilization of DBInstanceIdentifier=cybershield-prod-db: Average above 85, 3 x 300 s, silence breaching",
    );
  });

  it("cache memory, evictions and CPU, node by node", () => {
    for (const node of ["001", "002"]) {
      expect(line(`cache-${node}-memory`)).toBe(
        `AWS/ElastiCache DatabaseMemoryUsagePercentage of CacheClusterId=cybershield-prod-cache-${node}: Average above 85, 3 x 300 s, silence ignore`,
      );
      expect(line(`cache-${node}-evictions`)).toBe(
        `AWS/ElastiCache Evictions of CacheClusterId=cybershield-prod-cache-${node}: Sum above 100, 1 x 300 s, silence ignore`,
      );
      expect(line(`cache-${node}-cpu`)).toBe(
        `AWS/ElastiCache CPUUtilization of CacheClusterId=cybershield-prod-cache-${node}: Average above 85, 3 x 300 s, silence ignore`,
      );
    }
    const dev = planAlarms(cybershieldIn("dev"), DEPLOYED).map(({ id }) => id);
    expect(dev.filter((id) => id.startsWith("cache-"))).toEqual([
      "cache-001-memory",
      "cache-001-evictions",
      "cache-001-cpu",
    ]);
  });

  it("CyberShield: certificate: 30 days before it ends", () => {
    expect(line("certificate-days-to-expiry")).toBe(
      "AWS/CertificateManager DaysToExpiry of CertificateArn=arn:aws:acm:us-east-1:111111111111:certificate/1: Minimum below 30, 1 x 86400 s, silence ignore",
    );
  });

  it("NAT gateways out of ports, each for itself", () => {
    expect(line("main-us-east-1b-nat-port-errors")).toBe(
      "AWS/NATGateway ErrorPortAllocation of NatGatewayId=nat-2: Sum above 0, 1 x 300 s, silence notBreaching",
    );
  });

  it("backups that failed, or could not begin in time", () => {
    const { metric: watches, ...rest } = alarm("backup-jobs");
    const math = watches as MetricMath;
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

  it("a NAT instance that has died", () => {
    const deployed = { ...DEPLOYED, natGatewayIds: {}, natInstanceIds: { main: "i-1" } };
    expect(line("main-nat-status", prod, deployed)).toBe(
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

  it("have names of their own", () => {
    const ids = planAlarms(prod, DEPLOYED).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("say what is wrong and stay within CloudWatch's 1,024 characters", () => {
    for (const { description } of planAlarms(prod, DEPLOYED)) {
      expect(description).toMatch(/^.{20,1023}[.?]$/);
    }
  });

  it("do not ask for a healthy target of a service that may stand at zero", () => {
    const platform = cybershieldIn("prod", { workloads: { app: { scaling: { min: 0 }, desired: 0 } } });
    expect(planAlarms(platform, DEPLOYED).map(({ id }) => id)).not.toContain("app-no-healthy-target");
  });

  it.each([
    ["a service without scaling", { scaling: undefined, desired: 1 }, true],
    ["a service that stands still", { scaling: undefined, desired: 0 }, false],
    ["a server", { kind: "server" }, true],
    ["a fleet", { kind: "fleet", min: 1 }, true],
    ["a fleet that may stand at zero", { kind: "fleet", min: 0 }, false],
  ])("ask for a healthy target only of what must always run: %s", (_what, change, asked) => {
    const app = { ...prod.workloads.app!, ...change } as Platform["workloads"][string];
    const ids = planAlarms({ ...prod, workloads: { app } }, DEPLOYED).map(({ id }) => id);
    expect(ids.includes("app-no-healthy-target")).toBe(asked);
  });

  it("watch nothing that is not there", () => {
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

  it("watch no targets of a workload that is not published, and no tasks of one that is no service", () => {
    const { publish: _publish, ...unpublished } = prod.workloads.app!;
    const hidden = planAlarms(
      { ...prod, workloads: { app: unpublished as typeof prod.workloads.app & {} } },
      DEPLOYED,
    );
    expect(hidden.map(({ id }) => id).filter((id) => id.startsWith("app-"))).toEqual([
      "app-cpu",
      "app-memory",
    ]);
    const server = { ...prod.workloads.app!, kind: "server" } as Platform["workloads"][string];
    const ids = planAlarms({ ...prod, workloads: { app: server } }, DEPLOYED).map(({ id }) => id);
    expect(ids).not.toContain("app-memory");
  });

  it("keep their ids when something else is added", () => {
    const more = cybershieldIn("prod", { stores: { cache: { replicas: 3 } } });
    const ids = planAlarms(more, DEPLOYED).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(planAlarms(prod, DEPLOYED).map(({ id }) => id)));
  });

  it("watch a network load balancer's targets by their health alone", () => {
    const alb = { ...prod.edge.loadBalancers.alb!, kind: "network" as const };
    const platform: Platform = { ...prod, edge: { ...prod.edge, loadBalancers: { alb } } };
    const ids = planAlarms(platform, DEPLOYED).map(({ id }) => id);
    expect(ids).not.toContain("app-response-time");
    expect(ids).not.toContain("alb-5xx");
    expect((alarm("app-unhealthy-targets", platform).metric as Metric).namespace).toBe("AWS/NetworkELB");
  });
});

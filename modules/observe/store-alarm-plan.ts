import { maxPostgresConnections } from "../../aws/database-connections.ts";
import type { Platform } from "../../language/platform.ts";
import { required } from "../../language/required.ts";
import type { Postgres, Redis } from "../../language/stores.ts";
import { resourceName } from "../names.ts";
import { type AlarmPlan, FIVE_MINUTES, type Metric } from "./metric-plan.ts";

const BYTES_PER_GIB = 1024 ** 3;
/** The share of the connections that an instance class admits, from which the alarm warns. */
const CONNECTIONS_SHARE = 0.8;

/** The alarm threshold for connections: the spec's, else four fifths of the class's limit. */
function connectionsThreshold({ connectionsAlarm, instanceClass }: Postgres): number {
  return connectionsAlarm ?? Math.floor(maxPostgresConnections(instanceClass) * CONNECTIONS_SHARE);
}

/**
 * A metric of a database. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
 */
export function databaseMetric(platform: Platform, store: string, name: string): Metric {
  const { name: own } = required(platform.stores, store);
  const dimensions = { DBInstanceIdentifier: resourceName(platform, store, own) };
  return { namespace: "AWS/RDS", name, dimensions, statistic: "Average" };
}

/**
 * A metric of each cache node, the primary's first; ElastiCache numbers them from 001.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html
 */
export function nodeMetrics(
  platform: Platform,
  store: string,
  cache: Redis,
  name: string,
  statistic: "Average" | "Sum",
): { readonly node: string; readonly metric: Metric }[] {
  const group = resourceName(platform, store, cache.name);
  return Array.from({ length: cache.replicas + 1 }, (_, index) => {
    const node = String(index + 1).padStart(3, "0");
    const dimensions = { CacheClusterId: `${group}-${node}` };
    return { node, metric: { namespace: "AWS/ElastiCache", name, dimensions, statistic } };
  });
}

/** Plans alarms for the limits of databases and caches. */
export function planStoreAlarms(platform: Platform): AlarmPlan[] {
  return Object.entries(platform.stores).flatMap(([name, store]) => {
    if (store.kind === "postgres") return databaseAlarms(platform, name, store);
    if (store.kind === "redis") return cacheAlarms(platform, name, store);
    return [];
  });
}

function databaseAlarms(platform: Platform, name: string, store: Postgres): AlarmPlan[] {
  const { cpuPercent, freeStoragePercent } = platform.alarms;
  const connections = connectionsThreshold(store);
  const common = {
    periodSeconds: FIVE_MINUTES,
    periods: 3,
    // RDS reports every minute while a database runs: 15 minutes without data is no restart.
    treatMissingData: "breaching",
  } as const;
  return [
    {
      ...common,
      id: `${name}-connections`,
      description: `${name} has had over ${connections} connections for 15 minutes: does a client leak them?`,
      severity: "warning",
      metric: databaseMetric(platform, name, "DatabaseConnections"),
      comparison: "above",
      threshold: connections,
    },
    {
      ...common,
      id: `${name}-free-storage`,
      description: `${name} has less than ${freeStoragePercent} % of its ${store.storageGiB} GiB free: a full database stops.`,
      severity: "critical",
      metric: databaseMetric(platform, name, "FreeStorageSpace"),
      comparison: "below",
      threshold: Math.floor((store.storageGiB * BYTES_PER_GIB * freeStoragePercent) / 100),
    },
    {
      ...common,
      id: `${name}-cpu`,
      description: `${name} has used over ${cpuPercent} % of its CPU for 15 minutes.`,
      severity: "warning",
      metric: databaseMetric(platform, name, "CPUUtilization"),
      comparison: "above",
      threshold: cpuPercent,
    },
  ];
}

function cacheAlarms(platform: Platform, name: string, store: Redis): AlarmPlan[] {
  const { cpuPercent, memoryPercent, cacheEvictions } = platform.alarms;
  const common = { severity: "warning", comparison: "above", periodSeconds: FIVE_MINUTES } as const;
  // A replaced node keeps its name and reports no data for minutes: a normal failover.
  const silence = "ignore";
  const each = (metric: string, statistic: "Average" | "Sum") =>
    nodeMetrics(platform, name, store, metric, statistic);
  return [
    ...each("DatabaseMemoryUsagePercentage", "Average").map(
      ({ node, metric }): AlarmPlan => ({
        ...common,
        id: `${name}-${node}-memory`,
        description: `Node ${node} of ${name} has used over ${memoryPercent} % of its memory for 15 minutes: evictions are next.`,
        metric: metric,
        threshold: memoryPercent,
        periods: 3,
        treatMissingData: silence,
      }),
    ),
    ...each("Evictions", "Sum").map(
      ({ node, metric }): AlarmPlan => ({
        ...common,
        id: `${name}-${node}-evictions`,
        description: `Node ${node} of ${name} has evicted over ${cacheEvictions} keys in 5 minutes: it is too small for what is kept.`,
        metric: metric,
        threshold: cacheEvictions,
        periods: 1,
        treatMissingData: silence,
      }),
    ),
    ...each("CPUUtilization", "Average").map(
      ({ node, metric }): AlarmPlan => ({
        ...common,
        id: `${name}-${node}-cpu`,
        description: `Node ${node} of ${name} has used over ${cpuPercent} % of its CPU for 15 minutes.`,
        metric: metric,
        threshold: cpuPercent,
        periods: 3,
        treatMissingData: silence,
      }),
    ),
  ];
}

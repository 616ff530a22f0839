import { OLD_CACHE_NODES, OLD_DB_CLASSES } from "../../aws/instance-types.ts";
import { WINDOW_MINUTES_MIN, type WindowFault, windowFaults } from "../../aws/maintenance-windows.ts";
import { RDS_STORAGE } from "../../aws/service-quotas.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import type { Postgres, Redis } from "../stores.ts";
import { type Check, problemAt, type SpecPath } from "./check.ts";
import { resolvePlacement } from "./placement.ts";

/**
 * Checks databases and caches: no public tiers, zones for failover, instance types, storage,
 * windows.
 */
export const checkDatabases: Check = (platform) =>
  Object.entries(platform.stores).flatMap(([name, store]) => {
    const path = ["stores", name];
    if (store.kind === "postgres") return postgresProblems(platform, path, store);
    if (store.kind === "redis") return redisProblems(platform, path, store);
    return [];
  });

function postgresProblems(platform: Platform, path: SpecPath, store: Postgres): Problem[] {
  return [
    ...tierProblems(platform, path, store),
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
    ...zoneProblems(platform, path, store, "an RDS subnet group spans two, even without a standby"),
    ...classProblems(path, store),
    ...storageProblems(path, store),
    ...windowProblems(
      path,
      WINDOW_MINUTES_MIN.rds,
      ["backupWindow", store.backupWindow],
      store.maintenanceWindow,
    ),
  ];
}

function redisProblems(platform: Platform, path: SpecPath, store: Redis): Problem[] {
  return [
    ...tierProblems(platform, path, store),
    ...(store.replicas > 0 ? zoneProblems(platform, path, store, "replicas are in another zone") : []),
    ...nodeProblems(path, store),
    ...windowProblems(
      path,
      WINDOW_MINUTES_MIN.elasticache,
      ["snapshotWindow", store.snapshotWindow],
      store.maintenanceWindow,
    ),
  ];
}

function tierProblems(platform: Platform, path: SpecPath, store: Postgres | Redis): Problem[] {
  if (resolvePlacement(platform, store)?.tier.access !== "public") return [];
  const allowed = "an isolated or private tier: data must not be reachable from the internet";
  return [problemAt([...path, "tier"], store.tier, allowed, 'add a tier with access: "isolated"')];
}

function zoneProblems(platform: Platform, path: SpecPath, store: Postgres | Redis, why: string): Problem[] {
  const placement = resolvePlacement(platform, store);
  if (placement === undefined || placement.network.zones.length >= 2) return [];
  const allowed = `a network with at least two zones, since ${why}: ${placement.networkName} has one`;
  return [
    problemAt(
      [...path, "network"],
      placement.networkName,
      allowed,
      `add a zone to networks.${placement.networkName}`,
    ),
  ];
}

function classProblems(path: SpecPath, { instanceClass, version }: Postgres): Problem[] {
  if (!OLD_DB_CLASSES.test(instanceClass)) return [];
  const allowed = `a class that supports PostgreSQL ${version}: a current t, m or r family`;
  return [
    problemAt([...path, "instanceClass"], instanceClass, allowed, 'use a class such as "db.t4g.micro"'),
  ];
}

function storageProblems(path: SpecPath, { storageGiB, storageType, maxStorageGiB }: Postgres): Problem[] {
  const problems: Problem[] = [];
  if (storageType === "io2" && storageGiB < RDS_STORAGE.io2GiBMin) {
    const allowed = `at least ${RDS_STORAGE.io2GiBMin} GiB with io2`;
    problems.push(
      problemAt(
        [...path, "storageGiB"],
        storageGiB,
        allowed,
        `use ${RDS_STORAGE.io2GiBMin}, or storageType: "gp3"`,
      ),
    );
  }
  const least = Math.ceil(storageGiB * RDS_STORAGE.autoscalingRatioMin);
  if (maxStorageGiB !== undefined && maxStorageGiB < least) {
    const allowed = `at least 10 percent more than storageGiB (${storageGiB})`;
    problems.push(problemAt([...path, "maxStorageGiB"], maxStorageGiB, allowed, `use ${least} or more`));
  }
  return problems;
}

function nodeProblems(path: SpecPath, { nodeType }: Redis): Problem[] {
  if (!OLD_CACHE_NODES.test(nodeType)) return [];
  const allowed = "a node type with encryption and failover, which the t1, m1, m2 and c1 families lack";
  return [problemAt([...path, "nodeType"], nodeType, allowed, 'use a type such as "cache.t4g.micro"')];
}

/** Checks that the daily and the weekly window are long enough and do not overlap. */
function windowProblems(
  path: SpecPath,
  minutesMin: number,
  [dailyKey, daily]: readonly [string, string],
  weekly: string,
): Problem[] {
  const short = (key: string, text: string) =>
    problemAt([...path, key], text, `a window of at least ${minutesMin} minutes`, "extend it");
  const allowed = `a window that does not overlap ${dailyKey} (${daily})`;
  const problems: Readonly<Record<WindowFault, Problem>> = {
    "daily-too-short": short(dailyKey, daily),
    "weekly-too-short": short("maintenanceWindow", weekly),
    overlap: problemAt([...path, "maintenanceWindow"], weekly, allowed, "move one of them"),
  };
  return windowFaults(daily, weekly, minutesMin).map((fault) => problems[fault]);
}

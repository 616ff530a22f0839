import { NAME_CHARACTERS_MAX } from "../../aws/service-quotas.ts";
import type { Platform } from "../platform.ts";
import { joinPath, type Problem } from "../problem.ts";
import { isPrimaryRegion, regionalView, regionsOfPlatform } from "../regional-view.ts";
import { required } from "../required.ts";
import { targetAttachments, targetGroupSuffix } from "../target-attachments.ts";
import { type Check, duplicatesOf, problemAt, type SpecPath } from "./check.ts";

/** The AWS name of a resource. */
interface AwsName {
  /** The path of the setting. */
  readonly path: SpecPath;
  /** The kind of resource: `load balancer`. */
  readonly what: string;
  readonly name: string;
  /** AWS's limit of its length. */
  readonly max: number;
  /** The fix for a name that is too long. */
  readonly fix: string;
}

/**
 * Checks that derived names fit AWS's limits, and that each name is unique per kind of resource.
 * Names that can never be too long, since their parts are short enough, are left out.
 */
export const checkAwsNames: Check = (platform) => {
  const names = [...configurableNames(platform), ...roleNames(platform), ...regionalNames(platform)];
  return [...names.flatMap(lengthProblems), ...sharedProblems(names)];
};

function lengthProblems({ path, what, name, max, fix }: AwsName): Problem[] {
  return name.length <= max
    ? []
    : [problemAt(path, name, `a ${what} name of at most ${max} characters`, fix)];
}

function sharedProblems(names: readonly AwsName[]): Problem[] {
  return duplicatesOf(names, ({ what, name }) => `${what} ${name}`).map(({ first, again }) =>
    problemAt(
      again.path,
      again.name,
      `a unique ${again.what} name: ${joinPath(first.path)} has the same`,
      "choose another name",
    ),
  );
}

function configurableNames(platform: Platform): AwsName[] {
  const prefix = prefixOf(platform);
  const name = (
    what: keyof typeof NAME_CHARACTERS_MAX,
    path: SpecPath,
    derived: string,
    configured: string | undefined,
  ): AwsName => ({
    path,
    what,
    name: configured ?? derived,
    max: NAME_CHARACTERS_MAX[what],
    fix: "set a shorter name here",
  });
  const stores = Object.entries(platform.stores).flatMap(([key, store]) => {
    const path = ["stores", key, "name"];
    if (store.kind === "postgres") return name("database", path, `${prefix}-${key}`, store.name);
    if (store.kind === "redis") return name("cache", path, `${prefix}-${key}`, store.name);
    if (store.kind === "bucket")
      return name("bucket", path, `${prefix}-${key}-${platform.account}`, store.name);
    return [];
  });
  return [
    ...Object.entries(platform.edge.loadBalancers).map(([key, balancer]) =>
      name("load balancer", ["edge", "loadBalancers", key, "name"], `${prefix}-${key}`, balancer.name),
    ),
    ...targetAttachments(platform).map((attachment) =>
      name(
        "target group",
        [...attachment.path, "targetGroupName"],
        `${prefix}-${attachment.targetGroup}${targetGroupSuffix(platform, attachment)}`,
        attachment.settings.targetGroupName,
      ),
    ),
    ...stores,
    ...Object.entries(platform.users).map(([key, user]) =>
      name("user", ["users", key, "name"], `${prefix}-${key}`, user.name),
    ),
  ];
}

/** Lists the roles' names. A spec cannot set them, so their parts must be short enough. */
function roleNames(platform: Platform): AwsName[] {
  const fix = "shorten the name of the platform, the environment or this item";
  const role = (path: SpecPath, key: string, suffix: string): AwsName => ({
    path,
    what: "role",
    name: `${prefixOf(platform)}-${key}-${suffix}`,
    max: NAME_CHARACTERS_MAX.role,
    fix,
  });
  return [
    ...Object.keys(platform.networks).map((key) => role(["networks", key], key, "flow-logs")),
    ...Object.entries(platform.workloads).flatMap(([key, workload]) => {
      if (workload.kind !== "service") return [];
      const suffix = workload.deployment === "blue-green" ? "deployment" : "execution";
      return [role(["workloads", key], key, suffix)];
    }),
  ];
}

/** Lists the names that AWS keeps globally: outside the primary region they contain the region. */
function regionalNames(platform: Platform): AwsName[] {
  const prefix = prefixOf(platform);
  return regionsOfPlatform(platform).flatMap((region): AwsName[] => {
    const view = regionalView(platform, region);
    if (isPrimaryRegion(view)) return [];
    const fix = "shorten the name of the platform or the environment";
    const monitored = Object.values(view.stores).some(
      (store) => store.kind === "postgres" && store.monitoringIntervalSeconds > 0,
    );
    const hasBalancers = Object.keys(view.edge.loadBalancers).length > 0;
    const at = ["networks", required(Object.keys(view.networks), 0), "region"];
    const role = `${prefix}-database-monitoring-${region}`;
    const bucket = `${prefix}-edge-logs-${region}-${platform.account}`;
    return [
      ...(monitored ? [{ path: at, what: "role", name: role, max: NAME_CHARACTERS_MAX.role, fix }] : []),
      ...(hasBalancers
        ? [{ path: at, what: "bucket", name: bucket, max: NAME_CHARACTERS_MAX.bucket, fix }]
        : []),
    ];
  });
}

function prefixOf({ name, environment }: Platform): string {
  return `${name}-${environment}`;
}

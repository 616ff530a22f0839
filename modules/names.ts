import { REGIONS, type Region } from "../aws/regions.ts";
import type { Platform } from "../language/platform.ts";
import { isPrimaryRegion, type RegionalView } from "../language/regional-view.ts";

/** The kinds of a platform's stacks, in deployment order. */
export const STACK_KINDS = ["network", "edge", "data", "compute", "connect", "observe"] as const;

/** A kind of stack. */
export type StackKind = (typeof STACK_KINDS)[number];

/** The name prefix of a platform in one environment: `cybershield-prod`. */
export function platformPrefix(platform: Pick<Platform, "name" | "environment">): string {
  return `${platform.name}-${platform.environment}`;
}

/**
 * A stack's name: `hybrid-prod-network`, or outside the primary region
 * `hybrid-prod-network-eu-west-1`. The primary region is not part of names, so a second region
 * moves no address.
 */
export function stackName(
  platform: Pick<Platform, "name" | "environment" | "region">,
  kind: StackKind,
  region: Region = platform.region,
): string {
  const home = `${platformPrefix(platform)}-${kind}`;
  return region === platform.region ? home : `${home}-${region}`;
}

/** The platform prefix in a stack's name, for any region; undefined for other kinds of stacks. */
export function prefixInStackName(stack: string, kind: StackKind): string | undefined {
  const region = REGIONS.find((one) => stack.endsWith(`-${kind}-${one}`));
  const end = region === undefined ? `-${kind}` : `-${kind}-${region}`;
  return stack.endsWith(end) && stack.length > end.length ? stack.slice(0, -end.length) : undefined;
}

/**
 * The key of a per-region resource whose name is global in AWS: roles, buckets, dashboards. Outside
 * the primary region it includes the region.
 */
export function regionalKey(part: RegionalView, key: string): string {
  return isPrimaryRegion(part) ? key : `${key}-${part.region}`;
}

/** The name of a region's backup vault, plan and role. */
export function backupVaultName(part: RegionalView): string {
  return resourceName(part, regionalKey(part, "backup"));
}

/** The name of an account and region's state stack. */
export function stateStackName(account: string, region: string): string {
  return `state-${account}-${region}`;
}

/**
 * The output of every platform stack that holds the stack's own file, compressed: what was deployed
 * is then known from the state itself.
 */
export const DEPLOYED_CONFIGURATION_OUTPUT = "deployed_configuration";

/**
 * The local value of the first stack with every output that the platform's stacks publish: see
 * `stacks/change-guard.ts`.
 */
export const PUBLISHED_OUTPUTS_LOCAL = "published_outputs";

/**
 * The output of every platform stack that lists the outputs of other stacks that it reads. A change
 * that would delete one of them is refused: see `stacks/change-guard.ts`.
 */
export const OUTPUTS_READ_OUTPUT = "outputs_read";

/** The name of the bucket for a platform's Terraform states. */
export function stateBucketName(platform: Pick<Platform, "account" | "region" | "stateBucket">): string {
  return platform.stateBucket ?? `${platform.account}-${platform.region}-drydock-state`;
}

/** The alias of the KMS key for Terraform states. */
export const STATE_KEY_ALIAS = "alias/drydock-state";

/** The first part of the keys of saved plans in the state bucket. */
export const PLAN_KEYS = "plans";

/** The prefix of a platform's saved plans in the state bucket: `plans/shop-prod/`. */
export function planKeyPrefix(platform: Pick<Platform, "name" | "environment">): string {
  return `${PLAN_KEYS}/${platformPrefix(platform)}/`;
}

/** The prefix of a platform's records of deployments in the state bucket: `history/shop-prod/`. */
export function historyKeyPrefix(platform: Pick<Platform, "name" | "environment">): string {
  return `history/${platformPrefix(platform)}/`;
}

/** The name of a role that the platform's pipeline assumes: `shop-prod-ci-plan`. */
export function ciRoleName(platform: Pick<Platform, "name" | "environment">, task: "plan" | "apply"): string {
  return resourceName(platform, `ci-${task}`);
}

/** The name of a resource in AWS: its own, else `<platform>-<environment>-<key>`. */
export function resourceName(
  platform: Pick<Platform, "name" | "environment">,
  key: string,
  own?: string | undefined,
): string {
  return own ?? `${platformPrefix(platform)}-${key}`;
}

/** A bucket's name: its own, else with the account ID, because bucket names are global. */
export function bucketName(
  platform: Pick<Platform, "name" | "environment" | "account">,
  key: string,
  own?: string | undefined,
): string {
  return own ?? `${platformPrefix(platform)}-${key}-${platform.account}`;
}

/** The path-like name of a secret, repository or log group: `cybershield-prod/images`. */
export function pathName(
  platform: Pick<Platform, "name" | "environment">,
  key: string,
  own?: string | undefined,
): string {
  return own ?? `${platformPrefix(platform)}/${key}`;
}

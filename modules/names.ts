import type { Platform } from "../language/platform.ts";
import { isPrimaryRegion, type RegionalView } from "../language/regional-view.ts";
import { REGIONS, type Region } from "../language/regions.ts";

/** The stacks of a platform, in the order they deploy. */
export type StackKind = "network" | "edge" | "data" | "compute" | "connect" | "observe";

/** The start of every name of a platform in one environment: `cybershield-prod`. */
export function platformPrefix(platform: Pick<Platform, "name" | "environment">): string {
  return `${platform.name}-${platform.environment}`;
}

/**
 * A stack's name: `hybrid-prod-network`; of another region than the platform's own, `hybrid-prod-network-eu-west-1`.
 * Home has no region in its names, so that no address moves when a platform gets its second region.
 */
export function stackName(
  platform: Pick<Platform, "name" | "environment" | "region">,
  kind: StackKind,
  region: Region = platform.region,
): string {
  const home = `${platformPrefix(platform)}-${kind}`;
  return region === platform.region ? home : `${home}-${region}`;
}

/** The platform's prefix in the name of a stack of a kind, whatever its region; undefined for other names. */
export function prefixInStackName(stack: string, kind: StackKind): string | undefined {
  const region = REGIONS.find((one) => stack.endsWith(`-${kind}-${one}`));
  const end = region === undefined ? `-${kind}` : `-${kind}-${region}`;
  return stack.endsWith(end) && stack.length > end.length ? stack.slice(0, -end.length) : undefined;
}

/**
 * The key of a thing of which each region has one, under a name that AWS keeps once for all regions: roles,
 * buckets, dashboards. At home the key itself, elsewhere with the region.
 */
export function regionalKey(part: RegionalView, key: string): string {
  return isPrimaryRegion(part) ? key : `${key}-${part.region}`;
}

/** The name of the long-term backup's vault, plan and role in a region. */
export function backupVaultName(part: RegionalView): string {
  return resourceName(part, regionalKey(part, "backup"));
}

/** The account's state stack: one for each account and region that keeps state. */
export function stateStackName(account: string, region: string): string {
  return `state-${account}-${region}`;
}

/** The bucket that holds a platform's Terraform state. */
export function stateBucketName(platform: Pick<Platform, "account" | "region" | "stateBucket">): string {
  return platform.stateBucket ?? `${platform.account}-${platform.region}-drydock-state`;
}

/** The alias of the key that encrypts the state. */
export const STATE_KEY_ALIAS = "alias/drydock-state";

/** The name of a thing in AWS: its own, else `<platform>-<environment>-<key>`. */
export function resourceName(
  platform: Pick<Platform, "name" | "environment">,
  key: string,
  own?: string | undefined,
): string {
  return own ?? `${platformPrefix(platform)}-${key}`;
}

/** The name of a bucket: its own, else with the account's id, since bucket names are shared by all of AWS. */
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

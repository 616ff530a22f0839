import type { Platform } from "../spec/platform.ts";

/** The stacks of a platform, in the order they deploy. */
export type StackKind = "network" | "edge" | "data" | "compute" | "observe";

/** The start of every name of a platform in one environment: `cybershield-prod`. */
export function prefixOf(platform: Pick<Platform, "name" | "environment">): string {
  return `${platform.name}-${platform.environment}`;
}

/** A stack's name: `cybershield-prod-network`. */
export function stackName(platform: Pick<Platform, "name" | "environment">, kind: StackKind): string {
  return `${prefixOf(platform)}-${kind}`;
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
export function nameOf(
  platform: Pick<Platform, "name" | "environment">,
  key: string,
  own?: string | undefined,
): string {
  return own ?? `${prefixOf(platform)}-${key}`;
}

/** The name of a bucket: its own, else with the account's id, since bucket names are shared by all of AWS. */
export function bucketNameOf(
  platform: Pick<Platform, "name" | "environment" | "account">,
  key: string,
  own?: string | undefined,
): string {
  return own ?? `${prefixOf(platform)}-${key}-${platform.account}`;
}

/** The path-like name of a secret, repository or log group: `cybershield-prod/images`. */
export function pathNameOf(
  platform: Pick<Platform, "name" | "environment">,
  key: string,
  own?: string | undefined,
): string {
  return own ?? `${prefixOf(platform)}/${key}`;
}

import type { S3BackendConfig } from "cdktf";
import type { Platform } from "../../language/platform.ts";
import { STATE_KEY_ALIAS, stateBucketName } from "../names.ts";

/**
 * Settings of the S3 backend, plus Terraform's native locking, which cdktf 0.21 lacks.
 * https://developer.hashicorp.com/terraform/language/backend/s3
 */
export type StateSettings = S3BackendConfig & { readonly use_lockfile: true };

/** The backend settings of a stack: its own key in the account's encrypted bucket. */
export function stateSettings(
  platform: Pick<Platform, "account" | "region" | "stateBucket">,
  stack: string,
): StateSettings {
  return {
    bucket: stateBucketName(platform),
    key: stateKey(stack),
    region: platform.region,
    encrypt: true,
    kmsKeyId: `arn:aws:kms:${platform.region}:${platform.account}:${STATE_KEY_ALIAS}`,
    use_lockfile: true,
  };
}

/** The end of a state's key, after the stack's name. */
export const STATE_KEY_END = "/terraform.tfstate";

/** The key of a stack's state in its bucket: `shop-prod-network/terraform.tfstate`. */
export function stateKey(stack: string): string {
  return `${stack}${STATE_KEY_END}`;
}

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
    key: `${stack}/terraform.tfstate`,
    region: platform.region,
    encrypt: true,
    kmsKeyId: `arn:aws:kms:${platform.region}:${platform.account}:${STATE_KEY_ALIAS}`,
    use_lockfile: true,
  };
}

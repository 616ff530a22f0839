import type { S3BackendConfig } from "cdktf";
import type { Platform } from "../../language/platform.ts";
import { STATE_KEY_ALIAS, stateBucketName } from "../names.ts";

/**
 * Where a stack's state is kept: cdktf's settings and Terraform's native lock, which cdktf 0.21 does not
 * know. https://developer.hashicorp.com/terraform/language/backend/s3
 */
export type StateSettings = S3BackendConfig & { readonly use_lockfile: true };

/** The state settings of one stack: its own key in the account's encrypted bucket. */
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

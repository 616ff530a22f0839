import { Construct } from "constructs";
import { Key } from "../data/key.ts";
import { bucketArn, PrivateBucket } from "../data/private-bucket.ts";
import { STATE_KEY_ALIAS } from "../names.ts";
import type { Statement } from "../policy.ts";

/** Inputs of {@link StateBucket}. */
export interface StateBucketProps {
  /** The bucket's name, unique across AWS. */
  readonly name: string;
  /** The 12-digit account ID. */
  readonly account: string;
  /** Makes Terraform refuse to destroy it. */
  readonly protected: boolean;
  /** The days until a pipeline's plans are deleted, by their key prefix. @default no plans */
  readonly planDays?: Readonly<Record<string, number>>;
}

const OLD_VERSION_DAYS = 90;
/** The days until a deleted plan is gone for good: S3's least. */
const DELETED_PLAN_DAYS = 1;
/** Old versions of each state that are always kept, for recovery after a long quiet period. */
const OLD_VERSIONS_KEPT = 20;

/** The bucket for an account's Terraform states, and its KMS key. */
export class StateBucket extends Construct {
  /** The bucket's name, available once its policy is attached. */
  readonly name: string;
  /** ARN of the KMS key that encrypts the states. */
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const key = new Key(this, "key", {
      alias: STATE_KEY_ALIAS.replace(/^alias\//, ""),
      description: "Terraform state",
      account: props.account,
      protected: props.protected,
    });
    const bucket = new PrivateBucket(this, "states", {
      name: props.name,
      keyArn: key.arn,
      retention: {
        oldVersionDays: OLD_VERSION_DAYS,
        keepOldVersions: OLD_VERSIONS_KEPT,
        // Plans have the states' secrets, and nobody recovers one: no old version stays either.
        expireDays: props.planDays ?? {},
        expiredVersionDays: DELETED_PLAN_DAYS,
      },
      statements: [kmsOnly(props.name)],
      protected: props.protected,
    });
    this.name = bucket.name;
    this.keyArn = key.arn;
  }
}

/**
 * Denies writes that request encryption other than KMS. A write without a request gets the bucket's
 * default; Terraform requests KMS with the key's alias, for states and locks alike.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
function kmsOnly(name: string): Statement {
  return {
    sid: "KmsOnly",
    effect: "Deny",
    principal: "*",
    actions: ["s3:PutObject"],
    resources: [`${bucketArn(name)}/*`],
    conditions: {
      StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
      // Without this, a missing header counts as a different value.
      Null: { "s3:x-amz-server-side-encryption": "false" },
    },
  };
}

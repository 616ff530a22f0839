import { Construct } from "constructs";
import { Key } from "../data/key.ts";
import { bucketArn, PrivateBucket } from "../data/private-bucket.ts";
import { STATE_KEY_ALIAS } from "../names.ts";
import type { Statement } from "../policy.ts";

/** The bucket that an account's Terraform states are kept in. */
export interface StateBucketProps {
  /** The bucket's name, unique in all of AWS. */
  readonly name: string;
  /** The 12-digit account. */
  readonly account: string;
  /** Whether Terraform refuses to destroy it. */
  readonly protected: boolean;
}

const OLD_VERSION_DAYS = 90;
/** Versions of each state that stay however old: the way back after a quiet quarter. */
const OLD_VERSIONS_KEPT = 20;

/** The bucket of an account's Terraform states, and the key that encrypts them. */
export class StateBucket extends Construct {
  readonly name: string;
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
      retention: { oldVersionDays: OLD_VERSION_DAYS, keepOldVersions: OLD_VERSIONS_KEPT },
      statements: [kmsOnly(props.name)],
      protected: props.protected,
    });
    this.name = bucket.name;
    this.keyArn = key.arn;
  }
}

/**
 * Refuses a write that asks for other encryption than KMS. A write that asks for none gets the bucket's own;
 * Terraform asks for KMS with the key's alias, for states and locks alike.
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
      // Without this, a header that is not there counts as another value.
      Null: { "s3:x-amz-server-side-encryption": "false" },
    },
  };
}

import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning/index.js";
import { Construct } from "constructs";
import { compact } from "../../language/compact.ts";
import { renderPolicy, type Statement } from "../policy.ts";

/** Retention of a bucket's objects. */
export interface Retention {
  /** Days to keep noncurrent versions. */
  readonly oldVersionDays: number;
  /** Noncurrent versions to keep regardless of age. @default none */
  readonly keepOldVersions?: number;
  /** Days to keep current objects, by key prefix: `{ "alb/": 90 }`. @default forever */
  readonly expireDays?: Readonly<Record<string, number>>;
  /** Days to keep noncurrent versions of what `expireDays` names. @default as all others */
  readonly expiredVersionDays?: number;
}

/** Inputs of {@link PrivateBucket}. */
export interface PrivateBucketProps {
  /** The bucket's name, unique across AWS. */
  readonly name: string;
  /** ARN of the KMS key. @default SSE-S3, for logs of services that support nothing else */
  readonly keyArn?: string;
  /** The age at which objects and their old versions are deleted. */
  readonly retention: Retention;
  /** Policy statements besides "TLS only". @default none */
  readonly statements?: readonly Statement[];
  /** Makes Terraform refuse to destroy it; a bucket with objects is deletable only if unset. */
  readonly protected: boolean;
}

/** A bucket's ARN, known before the bucket exists. */
export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`;
}

/** A private bucket: no public access, no ACLs, TLS only, encrypted, versioned. */
export class PrivateBucket extends Construct {
  /** The bucket's name, available once its policy is attached, so that first writes are allowed. */
  readonly name: string;
  /** The bucket's ARN, available at the same point. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const bucket = new S3Bucket(this, "bucket", {
      bucket: props.name,
      forceDestroy: !props.protected,
      lifecycle: { preventDestroy: props.protected },
    }).bucket;
    const closed = new S3BucketPublicAccessBlock(this, "public-access-block", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
    new S3BucketOwnershipControls(this, "ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    this.#encrypt(bucket, props.keyArn);
    this.#keep(bucket, props.retention);
    const policy = new S3BucketPolicy(this, "policy", {
      bucket,
      policy: renderPolicy(tlsOnly(props.name), ...(props.statements ?? [])),
      // S3 rejects concurrent changes of a bucket's access settings.
      dependsOn: [closed],
    });
    this.name = policy.bucket;
    this.arn = bucketArn(policy.bucket);
  }

  #encrypt(bucket: string, keyArn: string | undefined): void {
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket,
      rule: [
        keyArn === undefined
          ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
          : {
              applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
              // One KMS call serves many objects.
              bucketKeyEnabled: true,
            },
      ],
    });
  }

  #keep(bucket: string, retention: Retention): void {
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket,
      rule: lifecycleRules(retention),
      // Noncurrent versions come with versioning.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
      dependsOn: [versioning],
    });
  }
}

function lifecycleRules(retention: Retention): S3BucketLifecycleConfigurationRule[] {
  const { oldVersionDays, keepOldVersions, expireDays, expiredVersionDays } = retention;
  const old: S3BucketLifecycleConfigurationRule = {
    id: "old-versions",
    status: "Enabled",
    filter: [{ prefix: "" }],
    noncurrentVersionExpiration: [
      {
        noncurrentDays: oldVersionDays,
        ...compact({ newerNoncurrentVersions: keepOldVersions }),
      },
    ],
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
  };
  const expiring = Object.entries(expireDays ?? {}).map(
    ([prefix, days]): S3BucketLifecycleConfigurationRule => ({
      id: `expire-${prefix.replace(/\/$/, "")}`,
      status: "Enabled",
      filter: [{ prefix }],
      expiration: [{ days }],
      ...compact({
        noncurrentVersionExpiration:
          expiredVersionDays === undefined ? undefined : [{ noncurrentDays: expiredVersionDays }],
      }),
    }),
  );
  return [old, ...expiring];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html */
function tlsOnly(name: string): Statement {
  return {
    sid: "TlsOnly",
    effect: "Deny",
    principal: "*",
    actions: ["s3:*"],
    resources: [bucketArn(name), `${bucketArn(name)}/*`],
    conditions: { Bool: { "aws:SecureTransport": "false" } },
  };
}

import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning/index.js";
import { TerraformOutput } from "cdktf";
import { PrivateBucket, type PrivateBucketProps } from "../../../modules/data/private-bucket.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

const PROPS: PrivateBucketProps = { name: "shop-data", retention: { oldVersionDays: 90 }, protected: true };

function bucketWith(change: Partial<PrivateBucketProps> = {}) {
  return synthesizeConstruct((stack) => new PrivateBucket(stack, "data", { ...PROPS, ...change }));
}

describe("a private bucket", () => {
  it("blocks public access, disables ACLs and enables versioning", () => {
    const { text } = bucketWith();
    expect(text).toHaveResourceWithProperties(S3BucketPublicAccessBlock, {
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(text).toHaveResourceWithProperties(S3BucketOwnershipControls, {
      rule: { object_ownership: "BucketOwnerEnforced" },
    });
    expect(text).toHaveResourceWithProperties(S3BucketVersioningA, {
      versioning_configuration: { status: "Enabled" },
    });
  });

  it("denies access without TLS, and adds the given statements to its policy", () => {
    const statement = { sid: "More", principal: "*", actions: ["s3:GetObject"], resources: ["x"] } as const;
    const [policy] = resourcesOfType(bucketWith({ statements: [statement] }).json, "aws_s3_bucket_policy");
    const { Statement } = JSON.parse(policy!.policy as string) as { Statement: object[] };
    expect(Statement).toEqual([
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::shop-data", "arn:aws:s3:::shop-data/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      expect.objectContaining({ Sid: "More" }),
    ]);
  });

  it("is encrypted with the given key, else with SSE-S3", () => {
    expect(bucketWith({ keyArn: "arn:aws:kms:key" }).text).toHaveResourceWithProperties(
      S3BucketServerSideEncryptionConfigurationA,
      {
        rule: [
          {
            apply_server_side_encryption_by_default: {
              sse_algorithm: "aws:kms",
              kms_master_key_id: "arn:aws:kms:key",
            },
            bucket_key_enabled: true,
          },
        ],
      },
    );
    expect(bucketWith().text).toHaveResourceWithProperties(S3BucketServerSideEncryptionConfigurationA, {
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
    });
  });

  it("has prevent_destroy if protected, else force_destroy", () => {
    expect(bucketWith().text).toHaveResourceWithProperties(S3Bucket, {
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(bucketWith({ protected: false }).text).toHaveResourceWithProperties(S3Bucket, {
      force_destroy: true,
      lifecycle: { prevent_destroy: false },
    });
  });

  it("expires old versions, incomplete uploads, and objects by prefix", () => {
    const retention = { oldVersionDays: 90, keepOldVersions: 20, expireDays: { "alb/": 30 } };
    const { json } = bucketWith({ retention });
    const [lifecycle] = resourcesOfType(json, "aws_s3_bucket_lifecycle_configuration");
    expect(lifecycle!.rule).toEqual([
      {
        id: "old-versions",
        status: "Enabled",
        filter: [{ prefix: "" }],
        noncurrent_version_expiration: [{ noncurrent_days: 90, newer_noncurrent_versions: 20 }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      },
      { id: "expire-alb", status: "Enabled", filter: [{ prefix: "alb/" }], expiration: [{ days: 30 }] },
    ]);
  });

  it("orders its settings: the policy after the public access block, the lifecycle after versioning", () => {
    const { json } = bucketWith();
    const [policy] = resourcesOfType(json, "aws_s3_bucket_policy");
    expect(policy!.depends_on).toEqual([expect.stringMatching(/^aws_s3_bucket_public_access_block\./)]);
    const [lifecycle] = resourcesOfType(json, "aws_s3_bucket_lifecycle_configuration");
    expect(lifecycle!.depends_on).toEqual([expect.stringMatching(/^aws_s3_bucket_versioning\./)]);
  });

  it("has the given name, and all its settings reference it", () => {
    const { text, json } = bucketWith();
    expect(text).toHaveResourceWithProperties(S3Bucket, { bucket: "shop-data" });
    const parts = Object.keys(json.resource!).filter((type) => type !== "aws_s3_bucket");
    expect(parts).toHaveLength(6);
    for (const part of parts) {
      const [settings] = resourcesOfType(json, part);
      expect(settings!.bucket).toMatch(/^\$\{aws_s3_bucket\..*\.bucket\}$/);
    }
  });

  it("exposes its name through the policy, so that nothing writes before the policy exists", () => {
    const { json } = synthesizeConstruct((stack) => {
      const { name } = new PrivateBucket(stack, "data", PROPS);
      new TerraformOutput(stack, "name", { staticId: true, value: name });
    });
    expect(json.output!.name!.value).toMatch(/^\$\{aws_s3_bucket_policy\..*\.bucket\}$/);
  });
});

import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning/index.js";
import { Testing } from "cdktf";
import { StateStack, type StateStackProps } from "../../stacks/state-stack.ts";
import { resourcesOfType, type SynthesizedStackJson } from "../support/synth.ts";

function stateStack(change: Partial<StateStackProps> = {}): string {
  const app = Testing.app();
  const props = { account: "111111111111", region: "us-east-1", bucket: "acme-states" } as const;
  return Testing.synth(new StateStack(app, { ...props, ...change }));
}

const text = stateStack();
const stack = JSON.parse(text) as SynthesizedStackJson;

describe("the state stack", () => {
  it("stores its own state in the bucket that it creates, under its own key", () => {
    expect(stack.terraform.backend).toEqual({
      s3: {
        bucket: "acme-states",
        key: "state-111111111111-us-east-1/terraform.tfstate",
        region: "us-east-1",
        encrypt: true,
        kms_key_id: "arn:aws:kms:us-east-1:111111111111:alias/drydock-state",
        use_lockfile: true,
      },
    });
    expect(text).toHaveResourceWithProperties(S3Bucket, { bucket: "acme-states" });
    expect(text).toHaveResourceWithProperties(KmsAlias, { name: "alias/drydock-state" });
  });

  it("allows only its own account, has the common version constraints and reads no other state", () => {
    expect(stack.provider.aws).toEqual([
      {
        region: "us-east-1",
        allowed_account_ids: ["111111111111"],
        default_tags: [{ tags: { ManagedBy: "drydock" } }],
      },
    ]);
    expect(stack.terraform).toMatchObject({
      required_version: ">= 1.11.0, < 2.0.0",
      required_providers: { aws: { version: ">= 5.100.0, < 7.0.0" } },
    });
    expect(stack.data).toBeUndefined();
  });

  it("has versioning, expires old versions except the last ones, and blocks public access", () => {
    expect(text).toHaveResourceWithProperties(S3BucketVersioningA, {
      versioning_configuration: { status: "Enabled" },
    });
    const [lifecycle] = resourcesOfType(stack, "aws_s3_bucket_lifecycle_configuration");
    expect(lifecycle!.rule).toEqual([
      expect.objectContaining({
        noncurrent_version_expiration: [{ noncurrent_days: 90, newer_noncurrent_versions: 20 }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      }),
    ]);
    expect(text).toHaveResourceWithProperties(S3BucketPublicAccessBlock, {
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  it("has its own encryption key, with rotation", () => {
    expect(text).toHaveResourceWithProperties(KmsKey, {
      description: "Terraform state",
      enable_key_rotation: true,
    });
    expect(resourcesOfType(stack, "aws_kms_key")[0]!.policy).toContain("arn:aws:iam::111111111111:root");
    const [key] = Object.keys(stack.resource!.aws_kms_key!);
    expect(text).toHaveResourceWithProperties(S3BucketServerSideEncryptionConfigurationA, {
      rule: [
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: "aws:kms",
            kms_master_key_id: `\${aws_kms_key.${key}.arn}`,
          },
          bucket_key_enabled: true,
        },
      ],
    });
  });

  it("denies access without TLS, and writes with other encryption", () => {
    const [policy] = resourcesOfType(stack, "aws_s3_bucket_policy");
    const { Statement } = JSON.parse(policy!.policy as string) as { Statement: Record<string, unknown>[] };
    expect(Statement).toEqual([
      expect.objectContaining({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
      {
        Sid: "KmsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-states/*",
        Condition: {
          StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
          Null: { "s3:x-amz-server-side-encryption": "false" },
        },
      },
    ]);
  });

  it("publishes the bucket and the key, for granting access", () => {
    expect(Object.keys(stack.output!).sort()).toEqual(["bucket_name", "key_arn"]);
    expect(stack.output!.bucket_name!.value).toMatch(/^\$\{aws_s3_bucket_policy\..+\.bucket\}$/);
    expect(stack.output!.key_arn!.value).toMatch(/^\$\{aws_kms_key\..+\.arn\}$/);
  });

  it("has prevent_destroy by default", () => {
    const protections = (json: string) => {
      const { resource } = JSON.parse(json) as SynthesizedStackJson;
      return ["aws_s3_bucket", "aws_kms_key"].map((type) => Object.values(resource![type]!)[0]!.lifecycle);
    };
    expect(protections(text)).toEqual(Array(2).fill({ prevent_destroy: true }));
    const unprotected = stateStack({ protected: false });
    expect(protections(unprotected)).toEqual(Array(2).fill({ prevent_destroy: false }));
    expect(unprotected).toHaveResourceWithProperties(S3Bucket, { force_destroy: true });
    expect(text).toHaveResourceWithProperties(S3Bucket, { force_destroy: false });
  });
});

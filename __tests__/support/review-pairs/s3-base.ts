import type { JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { policy, type ResourcePatch } from "./review-pair.ts";

const OPEN_BLOCK = {
  block_public_acls: false,
  block_public_policy: false,
  ignore_public_acls: false,
  restrict_public_buckets: false,
};

/** The role that reads the buckets. */
const READER = { AWS: "arn:aws:iam::123456789012:role/reader" };

/** Allows the reader to get the objects of a bucket. */
export const READER_GETS = {
  Sid: "Read",
  Effect: "Allow",
  Principal: READER,
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::pairs-shared/*",
};

/** Denies requests without TLS. */
export const DENY_PLAIN_HTTP = {
  Sid: "Tls",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::pairs-shared", "arn:aws:s3:::pairs-shared/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

/** Allows everybody to get the objects of a bucket. */
export const everybodyGets = (bucket: string) => ({
  Sid: "Everybody",
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: `arn:aws:s3:::${bucket}/*`,
});

/** A lifecycle rule that deletes objects after some days. */
export const expiry = (days: number) => ({
  id: "old",
  status: "Enabled",
  filter: { prefix: "reports/" },
  expiration: { days },
});

/** Buckets: guarded, deleted with their objects, and with policies and ACLs that are public. */
export const S3_BASE: ResourcePatch = {
  "aws_s3_bucket.assets": { bucket: "pairs-assets", force_destroy: false },
  "aws_s3_bucket_versioning.assets": {
    bucket: "${aws_s3_bucket.assets.id}",
    versioning_configuration: { status: "Enabled" },
  },
  "aws_s3_bucket_public_access_block.assets": {
    bucket: "${aws_s3_bucket.assets.id}",
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  },
  "aws_s3_bucket_lifecycle_configuration.assets": {
    bucket: "${aws_s3_bucket.assets.id}",
    rule: [expiry(365)],
  },
  "aws_s3_bucket_object_lock_configuration.assets": {
    bucket: "${aws_s3_bucket.assets.id}",
    rule: { default_retention: { mode: "GOVERNANCE", days: 365 } },
  },
  "aws_s3_bucket_logging.assets": {
    bucket: "${aws_s3_bucket.assets.id}",
    target_bucket: "${aws_s3_bucket.logs.id}",
    target_prefix: "assets/",
  },
  "aws_s3_bucket.logs": { bucket: "pairs-logs", force_destroy: true },
  "aws_s3_bucket_versioning.logs": {
    bucket: "${aws_s3_bucket.logs.id}",
    versioning_configuration: { status: "Suspended" },
  },
  "aws_s3_bucket.shared": { bucket: "pairs-shared" },
  "aws_s3_bucket_public_access_block.shared": { bucket: "${aws_s3_bucket.shared.id}", ...OPEN_BLOCK },
  "aws_s3_bucket_policy.shared": {
    bucket: "${aws_s3_bucket.shared.id}",
    policy: policy(READER_GETS, DENY_PLAIN_HTTP),
  },
  "aws_s3_bucket.site": { bucket: "pairs-site" },
  "aws_s3_bucket_public_access_block.site": {
    bucket: "${aws_s3_bucket.site.id}",
    ...OPEN_BLOCK,
    restrict_public_buckets: true,
  },
  "aws_s3_bucket_policy.site": {
    bucket: "${aws_s3_bucket.site.id}",
    policy: policy(everybodyGets("pairs-site")),
  },
  ...bucketWithAcl("acl", OPEN_BLOCK),
  ...bucketWithAcl("ignored", { ...OPEN_BLOCK, ignore_public_acls: true }),
};

function bucketWithAcl(name: string, block: JsonObject): ResourcePatch {
  const bucket = `\${aws_s3_bucket.${name}.id}`;
  return {
    [`aws_s3_bucket.${name}`]: { bucket: `pairs-${name}` },
    [`aws_s3_bucket_public_access_block.${name}`]: { bucket, ...block },
    [`aws_s3_bucket_ownership_controls.${name}`]: {
      bucket,
      rule: { object_ownership: "BucketOwnerPreferred" },
    },
    [`aws_s3_bucket_acl.${name}`]: {
      bucket: `\${aws_s3_bucket_ownership_controls.${name}.bucket}`,
      acl: "private",
      depends_on: [`aws_s3_bucket_public_access_block.${name}`],
    },
  };
}

import { policyAllowing } from "../../constraints/case-resources.ts";
import { type ConstraintCase, exists } from "../../constraints/constraint-case.ts";

const block = exists("aws_s3_bucket_public_access_block", "b", { bucket: "b", block_public_policy: true });

export const s3BucketCases: readonly ConstraintCase[] = [
  { constraint: "bucket-name", when: "the name is free", type: "aws_s3_bucket", after: { bucket: "b" } },
  {
    constraint: "bucket-name",
    when: "the name is taken, in any region",
    type: "aws_s3_bucket",
    account: [exists("aws_s3_bucket", "b", { bucket: "b" }, "eu-west-1")],
    after: { bucket: "b" },
    errors: [
      "CreateBucket BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.",
    ],
  },
  {
    constraint: "bucket-not-empty",
    when: "the bucket is empty",
    type: "aws_s3_bucket",
    before: { bucket: "b" },
  },
  {
    constraint: "bucket-not-empty",
    when: "the bucket has force_destroy",
    type: "aws_s3_bucket",
    objects: { b: 2 },
    before: { bucket: "b", force_destroy: true },
  },
  {
    constraint: "bucket-not-empty",
    when: "the bucket has objects",
    type: "aws_s3_bucket",
    objects: { b: 2 },
    before: { bucket: "b", force_destroy: false },
    errors: [
      "DeleteBucket BucketNotEmpty: The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
    ],
  },
  {
    constraint: "bucket-policy-public",
    when: "the policy allows only the account",
    type: "aws_s3_bucket_policy",
    account: [block],
    after: { bucket: "b", policy: policyAllowing({ AWS: "arn:aws:iam::123456789012:root" }, "s3:*") },
  },
  {
    constraint: "bucket-policy-public",
    when: "the policy allows everyone",
    type: "aws_s3_bucket_policy",
    account: [block],
    after: { bucket: "b", policy: policyAllowing("*", "s3:GetObject") },
    errors: [
      'PutBucketPolicy AccessDenied: User: arn:aws:iam::123456789012:user/rehearsal is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::b" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
    ],
  },
  {
    constraint: "bucket-acl",
    when: "the ownership setting enables ACLs",
    type: "aws_s3_bucket_acl",
    account: [
      exists("aws_s3_bucket_ownership_controls", "b", {
        bucket: "b",
        rule: [{ object_ownership: "BucketOwnerPreferred" }],
      }),
    ],
    after: { bucket: "b", acl: "private" },
  },
  {
    constraint: "bucket-acl",
    when: "the ownership setting is the default",
    type: "aws_s3_bucket_acl",
    after: { bucket: "b", acl: "private" },
    errors: ["PutBucketAcl AccessControlListNotSupported: The bucket does not allow ACLs"],
  },
];

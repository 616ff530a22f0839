import { blocksOf, textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { here, refuse } from "./support/rule.ts";

/** A bucket takes ACLs only when its ownership setting says so: a new one does not. */
export const bucketAcl: Law = {
  name: "bucket-acl",
  documentation: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
  types: ["aws_s3_bucket_acl"],
  check(change, context) {
    const bucket = textOf(change.after, "bucket");
    if (bucket === undefined) return [];
    const allowed = here(context, "aws_s3_bucket_ownership_controls")
      .filter(({ values }) => values.bucket === bucket)
      .flatMap(({ values }) => blocksOf(values, "rule"))
      .some(({ object_ownership }) => object_ownership !== "BucketOwnerEnforced");
    return refuse(
      !allowed,
      "PutBucketAcl",
      "AccessControlListNotSupported",
      "The bucket does not allow ACLs",
      "bucket",
    );
  },
};

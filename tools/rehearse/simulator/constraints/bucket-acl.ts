import { nestedBlocksOf, stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, resourcesInRegion } from "./support/constraint-helpers.ts";

/** A bucket accepts ACLs only if its ownership setting enables them; a new bucket's does not. */
export const bucketAcl: Constraint = {
  name: "bucket-acl",
  documentation: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
  types: ["aws_s3_bucket_acl"],
  check(change, context) {
    const bucket = stringAttribute(change.after, "bucket");
    if (bucket === undefined) return [];
    const allowsAcls = resourcesInRegion(context, "aws_s3_bucket_ownership_controls")
      .filter(({ values }) => values.bucket === bucket)
      .flatMap(({ values }) => nestedBlocksOf(values, "rule"))
      .some(({ object_ownership }) => object_ownership !== "BucketOwnerEnforced");
    return apiErrorIf(
      !allowsAcls,
      "PutBucketAcl",
      "AccessControlListNotSupported",
      "The bucket does not allow ACLs",
      "bucket",
    );
  },
};

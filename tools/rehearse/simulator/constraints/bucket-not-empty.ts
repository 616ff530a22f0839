import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isDelete } from "./support/constraint-helpers.ts";

/**
 * A bucket with objects or old versions cannot be deleted; `force_destroy` makes the provider empty
 * it first.
 */
export const bucketNotEmpty: Constraint = {
  name: "bucket-not-empty",
  documentation: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html",
  types: ["aws_s3_bucket"],
  check(change, { account }) {
    if (!isDelete(change) || change.before.force_destroy === true) return [];
    const count = account.objectCount?.(stringAttribute(change.before, "bucket") ?? "") ?? 0;
    return apiErrorIf(
      count > 0,
      "DeleteBucket",
      "BucketNotEmpty",
      "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
    );
  },
};

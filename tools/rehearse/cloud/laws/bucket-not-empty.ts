import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { deletes, refuse } from "./support/rule.ts";

/** A bucket with objects, old versions among them, is not deleted. With `force_destroy` the provider empties it first. */
export const bucketNotEmpty: Law = {
  name: "bucket-not-empty",
  documentation: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html",
  types: ["aws_s3_bucket"],
  check(change, { account }) {
    if (!deletes(change) || change.before.force_destroy === true) return [];
    const count = account.objectCount?.(textOf(change.before, "bucket") ?? "") ?? 0;
    return refuse(
      count > 0,
      "DeleteBucket",
      "BucketNotEmpty",
      "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
    );
  },
};

import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate } from "./support/constraint-helpers.ts";

/** A bucket name is unique within the partition. */
export const bucketNameUnique: Constraint = {
  name: "bucket-name",
  documentation: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
  types: ["aws_s3_bucket"],
  check(change, { account }) {
    const name = isCreate(change) ? stringAttribute(change.after, "bucket") : undefined;
    const taken =
      name !== undefined && account.resources("aws_s3_bucket").some(({ values }) => values.bucket === name);
    return apiErrorIf(
      taken,
      "CreateBucket",
      "BucketAlreadyOwnedByYou",
      "Your previous request to create the named bucket succeeded and you already own it.",
      "bucket",
    );
  },
};

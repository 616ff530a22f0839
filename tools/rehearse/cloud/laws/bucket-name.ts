import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { creates, refuse } from "./support/rule.ts";

/** A bucket's name is unique in the whole partition. */
export const bucketName: Law = {
  name: "bucket-name",
  documentation: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
  types: ["aws_s3_bucket"],
  check(change, { account }) {
    const name = creates(change) ? textOf(change.after, "bucket") : undefined;
    const taken =
      name !== undefined && account.resources("aws_s3_bucket").some(({ values }) => values.bucket === name);
    return refuse(
      taken,
      "CreateBucket",
      "BucketAlreadyOwnedByYou",
      "Your previous request to create the named bucket succeeded and you already own it.",
      "bucket",
    );
  },
};

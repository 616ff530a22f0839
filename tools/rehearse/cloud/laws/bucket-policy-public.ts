import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { principals, statements } from "./support/policy.ts";
import { here, refuse } from "./support/rule.ts";

/** A bucket that blocks public policies takes none. */
export const bucketPolicyPublic: Law = {
  name: "bucket-policy-public",
  documentation:
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  types: ["aws_s3_bucket_policy"],
  check(change, context) {
    const bucket = textOf(change.after, "bucket");
    const text = textOf(change.after, "policy");
    if (bucket === undefined || text === undefined) return [];
    const blocked = here(context, "aws_s3_bucket_public_access_block").some(
      ({ values }) => values.bucket === bucket && values.block_public_policy === true,
    );
    const open = (statements(text) ?? []).some(
      (statement) =>
        statement.Effect === "Allow" &&
        statement.Condition === undefined &&
        principals(statement).includes("*"),
    );
    const message = `User: arn:aws:iam::${context.account.accountId}:user/rehearsal is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`;
    return refuse(blocked && open, "PutBucketPolicy", "AccessDenied", message, "policy");
  },
};

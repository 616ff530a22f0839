import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, resourcesInRegion } from "./support/constraint-helpers.ts";
import { parsePolicyStatements, statementPrincipals } from "./support/policy-statements.ts";

/** A bucket that blocks public policies rejects a public policy. */
export const bucketPolicyPublic: Constraint = {
  name: "bucket-policy-public",
  documentation:
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  types: ["aws_s3_bucket_policy"],
  check(change, context) {
    const bucket = stringAttribute(change.after, "bucket");
    const text = stringAttribute(change.after, "policy");
    if (bucket === undefined || text === undefined) return [];
    const blocksPublicPolicy = resourcesInRegion(context, "aws_s3_bucket_public_access_block").some(
      ({ values }) => values.bucket === bucket && values.block_public_policy === true,
    );
    const isPublic = (parsePolicyStatements(text) ?? []).some(
      (statement) =>
        statement.Effect === "Allow" &&
        statement.Condition === undefined &&
        statementPrincipals(statement).includes("*"),
    );
    const message = `User: arn:aws:iam::${context.account.accountId}:user/rehearsal is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`;
    return apiErrorIf(blocksPublicPolicy && isPublic, "PutBucketPolicy", "AccessDenied", message, "policy");
  },
};

import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, findInRegion, hasUnknownAttribute } from "./support/constraint-helpers.ts";
import { allowsAction, parsePolicyStatements, statementPrincipals } from "./support/policy-statements.ts";

/** CloudWatch Logs must be allowed to use the key that encrypts a log group. */
export const logGroupKey: Constraint = {
  name: "log-group-key",
  documentation: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  types: ["aws_cloudwatch_log_group"],
  check(change, context) {
    const arn = stringAttribute(change.after, "kms_key_id");
    if (change.after === null || arn === undefined || hasUnknownAttribute(change.after, "name")) return [];
    const key = findInRegion(context, arn, "aws_kms_key");
    const keyPolicyResource = context.account
      .resources("aws_kms_key_policy")
      .find(({ values }) => key !== undefined && values.key_id === key.id);
    const allStatements =
      parsePolicyStatements(stringAttribute(keyPolicyResource?.values ?? key?.values, "policy") ?? "") ?? [];
    const services = ["logs.amazonaws.com", `logs.${context.region}.amazonaws.com`];
    const allowsLogs = allStatements.some(
      (statement) =>
        allowsAction(statement, "kms:Encrypt") &&
        statementPrincipals(statement).some((principal) => principal === "*" || services.includes(principal)),
    );
    const group = `arn:aws:logs:${context.region}:${context.account.accountId}:log-group:${stringAttribute(change.after, "name")}`;
    return apiErrorIf(
      !allowsLogs,
      "CreateLogGroup",
      "AccessDeniedException",
      `The specified KMS key does not exist or is not allowed to be used with Arn '${group}'`,
      "kms_key_id",
    );
  },
};

import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { allowsAction, principals, statements } from "./support/policy.ts";
import { isOpen, named, refuse } from "./support/rule.ts";

/** CloudWatch Logs may use the key that a log group is encrypted with. */
export const logGroupKey: Law = {
  name: "log-group-key",
  documentation: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  types: ["aws_cloudwatch_log_group"],
  check(change, context) {
    const arn = textOf(change.after, "kms_key_id");
    if (change.after === null || arn === undefined || isOpen(change.after, "name")) return [];
    const key = named(context, arn, "aws_kms_key");
    const own = context.account
      .resources("aws_kms_key_policy")
      .find(({ values }) => key !== undefined && values.key_id === key.id);
    const all = statements(textOf(own?.values ?? key?.values, "policy") ?? "") ?? [];
    const services = ["logs.amazonaws.com", `logs.${context.region}.amazonaws.com`];
    const may = all.some(
      (statement) =>
        allowsAction(statement, "kms:Encrypt") &&
        principals(statement).some((one) => one === "*" || services.includes(one)),
    );
    const group = `arn:aws:logs:${context.region}:${context.account.accountId}:log-group:${textOf(change.after, "name")}`;
    return refuse(
      !may,
      "CreateLogGroup",
      "AccessDeniedException",
      `The specified KMS key does not exist or is not allowed to be used with Arn '${group}'`,
      "kms_key_id",
    );
  },
};

import { LOG_RETENTION_DAYS } from "../../../../aws/log-retention.ts";
import { numberAttribute, stringAttribute } from "../computed-values/attribute-reader.ts";
import { arnTemplate } from "../computed-values/value-context.ts";
import {
  apiErrorIf,
  findInRegion,
  hasUnknownAttribute,
  violationIf,
} from "../constraints/support/constraint-helpers.ts";
import {
  allowsAction,
  parsePolicyStatements,
  statementPrincipals,
} from "../constraints/support/policy-statements.ts";
import { operationName } from "../operation-name.ts";
import type { Constraint } from "../simulator-types.ts";
import type { ParentReference, ServiceResources } from "./service-resources.ts";

const LOG_GROUP_PARENT: ParentReference = {
  attribute: "log_group_name",
  types: ["aws_cloudwatch_log_group"],
  code: "ResourceNotFoundException",
  message: "The specified log group does not exist.",
};

/** CloudWatch Logs must be allowed to use the key that encrypts a log group. */
const logGroupKey: Constraint = {
  name: "log-group-key",
  documentation: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  errorCodes: ["AccessDeniedException"],
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
    return violationIf(
      !allowsLogs,
      "AccessDeniedException",
      `The specified KMS key does not exist or is not allowed to be used with Arn '${group}'`,
      "kms_key_id",
    );
  },
};

/** Terraform's value for a log group without a retention period. */
const FOREVER = 0;

/** A log group's retention must be one of the periods that CloudWatch Logs offers. */
const logRetention: Constraint = {
  name: "log-retention",
  documentation:
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
  errorCodes: ["InvalidParameterException"],
  types: ["aws_cloudwatch_log_group"],
  check(change) {
    const days = numberAttribute(change.after, "retention_in_days");
    const isInvalid = days !== undefined && days !== FOREVER && !LOG_RETENTION_DAYS.includes(days);
    return apiErrorIf(
      isInvalid,
      operationName(change.type, "update"),
      "InvalidParameterException",
      `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${LOG_RETENTION_DAYS.join(", ")}]`,
      "retention_in_days",
    );
  },
};

/** CloudWatch Logs log groups. */
export const logsResources: ServiceResources = {
  types: {
    aws_cloudwatch_log_group: {
      values: {
        id: "{name}",
        arn: arnTemplate("logs:{region}:{account}:log-group:{name}"),
        log_group_class: "STANDARD",
      },
      uniqueName: {
        attribute: "name",
        code: "ResourceAlreadyExistsException",
        message: "The specified log group already exists",
      },
      notFound: { code: "ResourceNotFoundException", message: "The specified log group does not exist: {}" },
    },
    aws_cloudwatch_log_stream: {
      identity: ["arn"],
      values: {
        id: "{name}",
        arn: arnTemplate("logs:{region}:{account}:log-group:{log_group_name}:log-stream:{name}"),
      },
      parents: [LOG_GROUP_PARENT],
    },
    aws_cloudwatch_log_metric_filter: {
      identity: ["log_group_name", "id"],
      values: { id: "{name}" },
      parents: [LOG_GROUP_PARENT],
    },
    aws_cloudwatch_log_subscription_filter: {
      values: { id: "cwlsf-{digits:10}" },
      parents: [LOG_GROUP_PARENT],
    },
    aws_cloudwatch_log_resource_policy: { values: { id: "{policy_name}" } },
    aws_cloudwatch_query_definition: { values: { id: "{name}", query_definition_id: "{uuid}" } },
  },
  constraints: [logGroupKey, logRetention],
};

import { LOG_RETENTION_DAYS } from "../../../../aws/log-retention.ts";
import { numberAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf } from "./support/constraint-helpers.ts";

/** Terraform's value for a log group without a retention period. */
const FOREVER = 0;

/** A log group's retention must be one of the periods that CloudWatch Logs offers. */
export const logRetention: Constraint = {
  name: "log-retention",
  documentation:
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
  types: ["aws_cloudwatch_log_group"],
  check(change) {
    const days = numberAttribute(change.after, "retention_in_days");
    const isInvalid = days !== undefined && days !== FOREVER && !LOG_RETENTION_DAYS.includes(days);
    return apiErrorIf(
      isInvalid,
      "PutRetentionPolicy",
      "InvalidParameterException",
      `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${LOG_RETENTION_DAYS.join(", ")}]`,
      "retention_in_days",
    );
  },
};

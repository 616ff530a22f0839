import { numberAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf } from "./support/constraint-helpers.ts";

/** Retention periods of CloudWatch Logs in days; 0 means forever. */
const RETENTION_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** A log group's retention must be one of the periods that CloudWatch Logs offers. */
export const logRetention: Constraint = {
  name: "log-retention",
  documentation:
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
  types: ["aws_cloudwatch_log_group"],
  check(change) {
    const days = numberAttribute(change.after, "retention_in_days");
    const isInvalid = days !== undefined && !RETENTION_DAYS.includes(days);
    return apiErrorIf(
      isInvalid,
      "PutRetentionPolicy",
      "InvalidParameterException",
      `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTION_DAYS.slice(1).join(", ")}]`,
      "retention_in_days",
    );
  },
};

import { stringListAttribute } from "../computed-values/attribute-reader.ts";
import { lastSegment } from "../computed-values/value-context.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf } from "./support/constraint-helpers.ts";

/** The name of an AWS WAF log destination must begin with `aws-waf-logs-`. */
export const webAclLogName: Constraint = {
  name: "web-acl-log-name",
  documentation: "https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html",
  types: ["aws_wafv2_web_acl_logging_configuration"],
  check(change) {
    const invalidDestinations = stringListAttribute(change.after, "log_destination_configs").filter(
      (arn) => !lastSegment(arn.replace(/:\*$/, "")).startsWith("aws-waf-logs-"),
    );
    return apiErrorIf(
      invalidDestinations.length > 0,
      "PutLoggingConfiguration",
      "WAFInvalidParameterException",
      `Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes., field: LOG_DESTINATION, parameter: ${invalidDestinations[0]}`,
      "log_destination_configs",
    );
  },
};

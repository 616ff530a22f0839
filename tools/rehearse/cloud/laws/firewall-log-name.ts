import { lastPart } from "../answers/facts.ts";
import { textsOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { refuse } from "./support/rule.ts";

/** Where the web application firewall logs to has a name that begins with aws-waf-logs-. */
export const firewallLogName: Law = {
  name: "firewall-log-name",
  documentation: "https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html",
  types: ["aws_wafv2_web_acl_logging_configuration"],
  check(change) {
    const wrong = textsOf(change.after, "log_destination_configs").filter(
      (arn) => !lastPart(arn.replace(/:\*$/, "")).startsWith("aws-waf-logs-"),
    );
    return refuse(
      wrong.length > 0,
      "PutLoggingConfiguration",
      "WAFInvalidParameterException",
      `Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes., field: LOG_DESTINATION, parameter: ${wrong[0]}`,
      "log_destination_configs",
    );
  },
};

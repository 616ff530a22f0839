import { type ConstraintCase, exists } from "../constraints/constraint-case.ts";

export const wafv2Cases: readonly ConstraintCase[] = [
  {
    constraint: "web-acl-scope",
    when: "a CLOUDFRONT resource is created in us-east-1",
    type: "aws_wafv2_web_acl",
    after: { scope: "CLOUDFRONT" },
  },
  {
    constraint: "web-acl-scope",
    when: "a CLOUDFRONT resource is created elsewhere",
    type: "aws_wafv2_web_acl",
    region: "eu-west-1",
    after: { scope: "CLOUDFRONT" },
    errors: [
      "CreateWebACL WAFInvalidParameterException: Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT",
    ],
  },
  {
    constraint: "web-acl-in-use",
    when: "the web ACL is not associated",
    type: "aws_wafv2_web_acl",
    before: { id: "acl", arn: "arn:acl" },
  },
  {
    constraint: "web-acl-in-use",
    when: "a distribution uses the web ACL",
    type: "aws_wafv2_web_acl",
    before: { id: "acl", arn: "arn:acl" },
    account: [exists("aws_cloudfront_distribution", "E1", { web_acl_id: "arn:acl" })],
    errors: [
      "DeleteWebACL WAFAssociatedItemException: AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.",
    ],
  },
  {
    constraint: "web-acl-log-name",
    when: "the name has the prefix",
    type: "aws_wafv2_web_acl_logging_configuration",
    after: { log_destination_configs: ["arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-web"] },
  },
  {
    constraint: "web-acl-log-name",
    when: "the name lacks the prefix",
    type: "aws_wafv2_web_acl_logging_configuration",
    after: { log_destination_configs: ["arn:aws:logs:us-east-1:123456789012:log-group:waf"] },
    errors: [
      "PutLoggingConfiguration WAFInvalidParameterException: Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes., field: LOG_DESTINATION, parameter: arn:aws:logs:us-east-1:123456789012:log-group:waf",
    ],
  },
];

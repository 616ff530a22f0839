import { CLOUDFRONT_REGION } from "../../../../aws/regions.ts";
import { stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import { deterministicNumber, deterministicUuid } from "../computed-values/deterministic-values.ts";
import {
  lastSegment,
  renderTemplate,
  resolveString,
  type ValueGenerators,
} from "../computed-values/value-context.ts";
import { isCreate, isDelete, violationIf } from "../constraints/support/constraint-helpers.ts";
import type { Constraint } from "../simulator-types.ts";
import type { ServiceResources } from "./service-resources.ts";

function wafResource(kind: string): ValueGenerators {
  return {
    id: "{uuid}",
    arn: (context) => {
      const global = resolveString(context, "scope") === "CLOUDFRONT";
      return renderTemplate(
        `arn:{partition}:wafv2:${global ? CLOUDFRONT_REGION : "{region}"}:{account}:${global ? "global" : "regional"}/${kind}/{name}/{id}`,
        context,
      );
    },
    lock_token: (context) =>
      deterministicUuid(`${context.seed}/lock/${String(context.before?.lock_token ?? "")}`),
  };
}

/** A web ACL cannot be deleted while it is associated with a resource. */
const webAclInUse: Constraint = {
  name: "web-acl-in-use",
  documentation: "https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html",
  errorCodes: ["WAFAssociatedItemException"],
  isRetried: true,
  types: ["aws_wafv2_web_acl"],
  check(change, { account }) {
    const arn = isDelete(change) ? stringAttribute(change.before, "arn") : undefined;
    if (arn === undefined) return [];
    const isUsed =
      account.resources("aws_wafv2_web_acl_association").some(({ values }) => values.web_acl_arn === arn) ||
      account.resources("aws_cloudfront_distribution").some(({ values }) => values.web_acl_id === arn);
    return violationIf(
      isUsed,
      "WAFAssociatedItemException",
      "AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.",
    );
  },
};

/** The name of an AWS WAF log destination must begin with `aws-waf-logs-`. */
const webAclLogName: Constraint = {
  name: "web-acl-log-name",
  documentation: "https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html",
  errorCodes: ["WAFInvalidParameterException"],
  types: ["aws_wafv2_web_acl_logging_configuration"],
  check(change) {
    const invalidDestinations = stringListAttribute(change.after, "log_destination_configs").filter(
      (arn) => !lastSegment(arn.replace(/:\*$/, "")).startsWith("aws-waf-logs-"),
    );
    return violationIf(
      invalidDestinations.length > 0,
      "WAFInvalidParameterException",
      `Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes., field: LOG_DESTINATION, parameter: ${invalidDestinations[0]}`,
      "log_destination_configs",
    );
  },
};

const SCOPED_TYPES = [
  "aws_wafv2_web_acl",
  "aws_wafv2_ip_set",
  "aws_wafv2_rule_group",
  "aws_wafv2_regex_pattern_set",
];

/** AWS WAF resources with the CLOUDFRONT scope must be created in us-east-1. */
const webAclScope: Constraint = {
  name: "web-acl-scope",
  documentation: "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html",
  errorCodes: ["WAFInvalidParameterException"],
  types: SCOPED_TYPES,
  check(change, { region }) {
    const isWrongRegion =
      isCreate(change) &&
      stringAttribute(change.after, "scope") === "CLOUDFRONT" &&
      region !== CLOUDFRONT_REGION;
    return violationIf(
      isWrongRegion,
      "WAFInvalidParameterException",
      "Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT",
      "scope",
    );
  },
};

/** AWS WAF web ACLs. */
export const wafv2Resources: ServiceResources = {
  types: {
    aws_wafv2_web_acl: {
      values: {
        ...wafResource("webacl"),
        capacity: (context) => 25 + deterministicNumber(context.seed, 1200),
        application_integration_url: "",
      },
      uniqueName: {
        attribute: "name",
        code: "WAFDuplicateItemException",
        message:
          "AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.",
        scope: "scope",
      },
    },
    aws_wafv2_ip_set: {
      values: wafResource("ipset"),
      uniqueName: {
        attribute: "name",
        code: "WAFDuplicateItemException",
        message:
          "AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.",
        scope: "scope",
      },
    },
    aws_wafv2_rule_group: { values: wafResource("rulegroup") },
    aws_wafv2_regex_pattern_set: { values: wafResource("regexpatternset") },
    aws_wafv2_web_acl_association: { values: { id: "{web_acl_arn},{resource_arn}" } },
    aws_wafv2_web_acl_logging_configuration: { values: { id: "{resource_arn}" } },
  },
  constraints: [webAclInUse, webAclLogName, webAclScope],
};

import { CLOUDFRONT_REGION } from "../../../../aws/regions.ts";
import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { operationName } from "../operation-name.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate } from "./support/constraint-helpers.ts";

const TYPES = [
  "aws_wafv2_web_acl",
  "aws_wafv2_ip_set",
  "aws_wafv2_rule_group",
  "aws_wafv2_regex_pattern_set",
];

/** AWS WAF resources with the CLOUDFRONT scope must be created in us-east-1. */
export const webAclScope: Constraint = {
  name: "web-acl-scope",
  documentation: "https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html",
  types: TYPES,
  check(change, { region }) {
    const isWrongRegion =
      isCreate(change) &&
      stringAttribute(change.after, "scope") === "CLOUDFRONT" &&
      region !== CLOUDFRONT_REGION;
    return apiErrorIf(
      isWrongRegion,
      operationName(change.type, "create"),
      "WAFInvalidParameterException",
      "Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT",
      "scope",
    );
  },
};

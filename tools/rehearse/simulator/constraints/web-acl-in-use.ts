import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isDelete } from "./support/constraint-helpers.ts";

/** A web ACL cannot be deleted while it is associated with a resource. */
export const webAclInUse: Constraint = {
  name: "web-acl-in-use",
  documentation: "https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html",
  types: ["aws_wafv2_web_acl"],
  check(change, { account }) {
    const arn = isDelete(change) ? stringAttribute(change.before, "arn") : undefined;
    if (arn === undefined) return [];
    const isUsed =
      account.resources("aws_wafv2_web_acl_association").some(({ values }) => values.web_acl_arn === arn) ||
      account.resources("aws_cloudfront_distribution").some(({ values }) => values.web_acl_id === arn);
    return apiErrorIf(
      isUsed,
      "DeleteWebACL",
      "WAFAssociatedItemException",
      "AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.",
    );
  },
};

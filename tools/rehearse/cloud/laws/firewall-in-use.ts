import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { deletes, refuse } from "./support/rule.ts";

/** A web ACL goes after what it protects. */
export const firewallInUse: Law = {
  name: "firewall-in-use",
  documentation: "https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html",
  types: ["aws_wafv2_web_acl"],
  check(change, { account }) {
    const arn = deletes(change) ? textOf(change.before, "arn") : undefined;
    if (arn === undefined) return [];
    const used =
      account.resources("aws_wafv2_web_acl_association").some(({ values }) => values.web_acl_arn === arn) ||
      account.resources("aws_cloudfront_distribution").some(({ values }) => values.web_acl_id === arn);
    return refuse(
      used,
      "DeleteWebACL",
      "WAFAssociatedItemException",
      "AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.",
    );
  },
};

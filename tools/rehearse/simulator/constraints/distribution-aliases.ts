import { stringListAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isChangedResource } from "./support/constraint-helpers.ts";

/** An alternate domain name belongs to at most one CloudFront distribution, across all accounts. */
export const distributionAliases: Constraint = {
  name: "distribution-aliases",
  documentation: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html",
  types: ["aws_cloudfront_distribution"],
  check(change, { account }) {
    const aliases = stringListAttribute(change.after, "aliases");
    const taken = account
      .resources("aws_cloudfront_distribution")
      .some(
        (other) =>
          !isChangedResource(change, other) &&
          stringListAttribute(other.values, "aliases").some((alias) => aliases.includes(alias)),
      );
    return apiErrorIf(
      taken,
      "CreateDistributionWithTags",
      "CNAMEAlreadyExists",
      "One or more of the CNAMEs you provided are already associated with a different resource.",
      "aliases",
    );
  },
};

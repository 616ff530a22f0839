import { textsOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { isSelf, refuse } from "./support/rule.ts";

/** A name belongs to one distribution in the world. */
export const distributionAliases: Law = {
  name: "distribution-aliases",
  documentation: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html",
  types: ["aws_cloudfront_distribution"],
  check(change, { account }) {
    const aliases = textsOf(change.after, "aliases");
    const taken = account
      .resources("aws_cloudfront_distribution")
      .some(
        (other) =>
          !isSelf(change, other) && textsOf(other.values, "aliases").some((alias) => aliases.includes(alias)),
      );
    return refuse(
      taken,
      "CreateDistributionWithTags",
      "CNAMEAlreadyExists",
      "One or more of the CNAMEs you provided are already associated with a different resource.",
      "aliases",
    );
  },
};

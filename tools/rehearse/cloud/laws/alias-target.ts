import { blocksOf, textOf } from "../answers/read.ts";
import type { CallContext, Law } from "../contracts.ts";
import { plainName } from "./support/certificates.ts";
import { refuse } from "./support/rule.ts";

/** Names that AWS gives out: an alias to one of them leads to something of the account's. */
const AWS_NAMES = /\.(elb\.amazonaws\.com|cloudfront\.net|elb\.[a-z0-9-]+\.amazonaws\.com)$/;

/** What answers under the name: a load balancer, a distribution, an endpoint; its hosted zone if it tells one. */
function target(context: CallContext, name: string): { readonly zone: string | undefined } | undefined {
  const plain = plainName(name).replace(/^dualstack\./, "");
  const found = context.account
    .resources()
    .find(({ values }) =>
      ["dns_name", "domain_name", "regional_domain_name"].some(
        (field) => plainName(textOf(values, field) ?? "") === plain,
      ),
    );
  if (found === undefined) return undefined;
  return {
    zone: textOf(found.values, found.type.startsWith("aws_cloudfront") ? "hosted_zone_id" : "zone_id"),
  };
}

/** An alias record leads to a thing that is there, by the hosted zone that AWS gives it. */
export const aliasTarget: Law = {
  name: "alias-target",
  documentation: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html",
  types: ["aws_route53_record"],
  check(change, context) {
    return blocksOf(change.after, "alias").flatMap((alias) => {
      const name = textOf(alias, "name");
      const zone = textOf(alias, "zone_id");
      if (name === undefined || zone === undefined || !AWS_NAMES.test(plainName(name))) return [];
      const found = target(context, name);
      const tried = `[Tried to create an alias that targets ${plainName(name)}., type ${textOf(change.after, "type")} in zone ${zone}, but `;
      return [
        ...refuse(
          found === undefined,
          "ChangeResourceRecordSets",
          "InvalidChangeBatch",
          `${tried}that target was not found]`,
          "alias",
        ),
        ...refuse(
          found?.zone !== undefined && found.zone !== zone,
          "ChangeResourceRecordSets",
          "InvalidChangeBatch",
          `${tried}the alias target name does not lie within the target zone]`,
          "alias",
        ),
      ];
    });
  },
};

import { nestedBlocksOf, stringAttribute } from "../computed-values/attribute-reader.ts";
import type { CallContext, Constraint } from "../simulator-types.ts";
import { normalizeDnsName } from "./support/certificates.ts";
import { apiErrorIf } from "./support/constraint-helpers.ts";

/** DNS names that AWS assigns: an alias to one of them must refer to a resource of the account. */
const AWS_DNS_NAMES = /\.(elb\.amazonaws\.com|cloudfront\.net|elb\.[a-z0-9-]+\.amazonaws\.com)$/;

/**
 * Returns the load balancer, distribution or endpoint with the DNS name, and its hosted zone if
 * known.
 */
function findAliasTarget(
  context: CallContext,
  name: string,
): { readonly zone: string | undefined } | undefined {
  const dnsName = normalizeDnsName(name).replace(/^dualstack\./, "");
  const target = context.account
    .resources()
    .find(({ values }) =>
      ["dns_name", "domain_name", "regional_domain_name"].some(
        (field) => normalizeDnsName(stringAttribute(values, field) ?? "") === dnsName,
      ),
    );
  if (target === undefined) return undefined;
  return {
    zone: stringAttribute(
      target.values,
      target.type.startsWith("aws_cloudfront") ? "hosted_zone_id" : "zone_id",
    ),
  };
}

/**
 * An alias record must point to an existing resource, with the hosted zone that AWS assigns to it.
 */
export const aliasTarget: Constraint = {
  name: "alias-target",
  documentation: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html",
  types: ["aws_route53_record"],
  check(change, context) {
    return nestedBlocksOf(change.after, "alias").flatMap((alias) => {
      const name = stringAttribute(alias, "name");
      const zone = stringAttribute(alias, "zone_id");
      if (name === undefined || zone === undefined || !AWS_DNS_NAMES.test(normalizeDnsName(name))) return [];
      const target = findAliasTarget(context, name);
      const message = `[Tried to create an alias that targets ${normalizeDnsName(name)}., type ${stringAttribute(change.after, "type")} in zone ${zone}, but `;
      return [
        ...apiErrorIf(
          target === undefined,
          "ChangeResourceRecordSets",
          "InvalidChangeBatch",
          `${message}that target was not found]`,
          "alias",
        ),
        ...apiErrorIf(
          target?.zone !== undefined && target.zone !== zone,
          "ChangeResourceRecordSets",
          "InvalidChangeBatch",
          `${message}the alias target name does not lie within the target zone]`,
          "alias",
        ),
      ];
    });
  },
};

import { nestedBlocksOf, stringAttribute } from "../../computed-values/attribute-reader.ts";
import {
  arnTemplate,
  renderTemplate,
  resolveString,
  type ValueContext,
} from "../../computed-values/value-context.ts";
import { isCreate, resourcesInRegion, violationIf } from "../../constraints/support/constraint-helpers.ts";
import type { CallContext, Constraint } from "../../simulator-types.ts";
import type { ObjectValue } from "../../terraform-value.ts";
import { normalizeDnsName } from "../acm/certificates.ts";
import type { ParentReference, ServiceResources } from "../service-resources.ts";

const ZONE_PARENT: ParentReference = {
  attribute: "zone_id",
  types: ["aws_route53_zone"],
  code: "NoSuchHostedZone",
  message: "No hosted zone found with ID: {}",
};

function recordFqdn(context: ValueContext): string {
  const zone = context.account
    .resources("aws_route53_zone")
    .find((zone) => zone.id === resolveString(context, "zone_id"));
  const apex = String(zone?.values.name ?? "").replace(/\.$/, "");
  const name = resolveString(context, "name").replace(/\.$/, "").toLowerCase();
  if (name === "") return apex;
  return apex === "" || name === apex || name.endsWith(`.${apex}`) ? name : `${name}.${apex}`;
}

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
const aliasTarget: Constraint = {
  name: "alias-target",
  documentation: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html",
  errorCodes: ["InvalidChangeBatch"],
  types: ["aws_route53_record"],
  check(change, context) {
    return nestedBlocksOf(change.after, "alias").flatMap((alias) => {
      const name = stringAttribute(alias, "name");
      const zone = stringAttribute(alias, "zone_id");
      if (name === undefined || zone === undefined || !AWS_DNS_NAMES.test(normalizeDnsName(name))) return [];
      const target = findAliasTarget(context, name);
      const message = `[Tried to create an alias that targets ${normalizeDnsName(name)}., type ${stringAttribute(change.after, "type")} in zone ${zone}, but `;
      return [
        ...violationIf(
          target === undefined,
          "InvalidChangeBatch",
          `${message}that target was not found]`,
          "alias",
        ),
        ...violationIf(
          target?.zone !== undefined && target.zone !== zone,
          "InvalidChangeBatch",
          `${message}the alias target name does not lie within the target zone]`,
          "alias",
        ),
      ];
    });
  },
};

/** The fully qualified record name: appends the zone name if the argument omits it. */
function recordSetName(context: CallContext, values: ObjectValue): string {
  const zone = resourcesInRegion(context, "aws_route53_zone").find(({ id }) => id === values.zone_id);
  const apex = normalizeDnsName(stringAttribute(zone?.values, "name") ?? "");
  const name = normalizeDnsName(stringAttribute(values, "name") ?? "");
  return apex === "" || name === apex || name.endsWith(`.${apex}`)
    ? name
    : [name, apex].filter((part) => part !== "").join(".");
}

/** A hosted zone has one record set per name and type, unless routing policies distinguish them. */
const recordUnique: Constraint = {
  name: "record-unique",
  documentation: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html",
  errorCodes: ["InvalidChangeBatch"],
  types: ["aws_route53_record"],
  check(change, context) {
    if (!isCreate(change) || change.after.allow_overwrite === true) return [];
    const { zone_id: zone, type, set_identifier: set } = change.after;
    const name = recordSetName(context, change.after);
    const isDuplicate = resourcesInRegion(context, "aws_route53_record").some(
      ({ values }) =>
        values.zone_id === zone &&
        values.type === type &&
        (values.set_identifier ?? null) === (set ?? null) &&
        recordSetName(context, values) === name,
    );
    return violationIf(
      isDuplicate,
      "InvalidChangeBatch",
      `[Tried to create resource record set [name='${name}.', type='${stringAttribute(change.after, "type")}'] but it already exists]`,
      "name",
    );
  },
};

/** Route 53 records, health checks and DNSSEC. */
export const route53RecordResources: ServiceResources = {
  types: {
    aws_route53_record: {
      values: {
        id: (context) =>
          renderTemplate(
            `{zone_id}_{lower name}_{type}${resolveString(context, "set_identifier") === "" ? "" : "_{set_identifier}"}`,
            context,
          ),
        fqdn: (context) => recordFqdn(context),
        allow_overwrite: false,
      },
      parents: [ZONE_PARENT],
    },
    aws_route53_health_check: { values: { id: "{uuid}", arn: arnTemplate("route53:::healthcheck/{id}") } },
    aws_route53_key_signing_key: { values: { id: "{hosted_zone_id},{name}" }, parents: [ZONE_PARENT] },
    aws_route53_hosted_zone_dnssec: { values: { id: "{hosted_zone_id}" }, parents: [ZONE_PARENT] },
    aws_route53_query_log: { parents: [ZONE_PARENT] },
  },
  constraints: [aliasTarget, recordUnique],
};

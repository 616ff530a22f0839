import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { CallContext, Constraint } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";
import { normalizeDnsName } from "./support/certificates.ts";
import { apiErrorIf, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";

/** The fully qualified record name: appends the zone name if the argument omits it. */
function recordFqdn(context: CallContext, values: ObjectValue): string {
  const zone = resourcesInRegion(context, "aws_route53_zone").find(({ id }) => id === values.zone_id);
  const apex = normalizeDnsName(stringAttribute(zone?.values, "name") ?? "");
  const name = normalizeDnsName(stringAttribute(values, "name") ?? "");
  return apex === "" || name === apex || name.endsWith(`.${apex}`)
    ? name
    : [name, apex].filter((part) => part !== "").join(".");
}

/** A hosted zone has one record set per name and type, unless routing policies distinguish them. */
export const recordUnique: Constraint = {
  name: "record-unique",
  documentation: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html",
  types: ["aws_route53_record"],
  check(change, context) {
    if (!isCreate(change) || change.after.allow_overwrite === true) return [];
    const { zone_id: zone, type, set_identifier: set } = change.after;
    const name = recordFqdn(context, change.after);
    const isDuplicate = resourcesInRegion(context, "aws_route53_record").some(
      ({ values }) =>
        values.zone_id === zone &&
        values.type === type &&
        (values.set_identifier ?? null) === (set ?? null) &&
        recordFqdn(context, values) === name,
    );
    return apiErrorIf(
      isDuplicate,
      "ChangeResourceRecordSets",
      "InvalidChangeBatch",
      `[Tried to create resource record set [name='${name}.', type='${stringAttribute(change.after, "type")}'] but it already exists]`,
      "name",
    );
  },
};

import { textOf } from "../answers/read.ts";
import type { CallContext, Law } from "../contracts.ts";
import type { ObjectValue } from "../value.ts";
import { plainName } from "./support/certificates.ts";
import { creates, here, refuse } from "./support/rule.ts";

/** The record's whole name: the zone's is added where the argument leaves it out. */
function fullName(context: CallContext, values: ObjectValue): string {
  const zone = here(context, "aws_route53_zone").find(({ id }) => id === values.zone_id);
  const apex = plainName(textOf(zone?.values, "name") ?? "");
  const name = plainName(textOf(values, "name") ?? "");
  return apex === "" || name === apex || name.endsWith(`.${apex}`)
    ? name
    : [name, apex].filter((part) => part !== "").join(".");
}

/** A zone has one record set for a name and type, unless routing policies tell them apart. */
export const recordUnique: Law = {
  name: "record-unique",
  documentation: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html",
  types: ["aws_route53_record"],
  check(change, context) {
    if (!creates(change) || change.after.allow_overwrite === true) return [];
    const { zone_id: zone, type, set_identifier: set } = change.after;
    const name = fullName(context, change.after);
    const twice = here(context, "aws_route53_record").some(
      ({ values }) =>
        values.zone_id === zone &&
        values.type === type &&
        (values.set_identifier ?? null) === (set ?? null) &&
        fullName(context, values) === name,
    );
    return refuse(
      twice,
      "ChangeResourceRecordSets",
      "InvalidChangeBatch",
      `[Tried to create resource record set [name='${name}.', type='${textOf(change.after, "type")}'] but it already exists]`,
      "name",
    );
  },
};

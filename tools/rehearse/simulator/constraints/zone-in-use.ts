import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, idOrName, isDelete, resourcesInRegion } from "./support/constraint-helpers.ts";

/** A hosted zone cannot be deleted while it has records, unless `force_destroy` is set. */
export const zoneInUse: Constraint = {
  name: "zone-in-use",
  documentation: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html",
  types: ["aws_route53_zone"],
  check(change, context) {
    if (!isDelete(change) || change.before.force_destroy === true) return [];
    const id = idOrName(change.before);
    const hasRecords = resourcesInRegion(context, "aws_route53_record").some(
      ({ values }) => values.zone_id === id,
    );
    return apiErrorIf(
      hasRecords,
      "DeleteHostedZone",
      "HostedZoneNotEmpty",
      "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    );
  },
};

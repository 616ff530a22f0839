import type { Law } from "../contracts.ts";
import { deletes, here, idOf, refuse } from "./support/rule.ts";

/** A hosted zone goes after its records, unless Terraform is told to remove them. */
export const zoneInUse: Law = {
  name: "zone-in-use",
  documentation: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html",
  types: ["aws_route53_zone"],
  check(change, context) {
    if (!deletes(change) || change.before.force_destroy === true) return [];
    const id = idOf(change.before);
    const full = here(context, "aws_route53_record").some(({ values }) => values.zone_id === id);
    return refuse(
      full,
      "DeleteHostedZone",
      "HostedZoneNotEmpty",
      "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    );
  },
};

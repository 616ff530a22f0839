import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { missingRecords } from "./support/certificates.ts";
import { creates, named, refuse } from "./support/rule.ts";

/** ACM issues a certificate once every validation record stands in a public zone. */
export const certificateValidationRecord: Law = {
  name: "certificate-validation-record",
  documentation: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
  types: ["aws_acm_certificate_validation"],
  check(change, context) {
    const arn = creates(change) ? textOf(change.after, "certificate_arn") : undefined;
    const certificate = named(context, arn, "aws_acm_certificate");
    if (arn === undefined) return [];
    if (certificate === undefined)
      return refuse(
        true,
        "DescribeCertificate",
        "ResourceNotFoundException",
        `Could not find certificate ${arn}.`,
        "certificate_arn",
      );
    const missing = missingRecords(context, certificate.values);
    const message = `waiting for ACM Certificate (${arn}) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s): no public zone has ${missing.join(", ")}`;
    return refuse(missing.length > 0, "DescribeCertificate", "PENDING_VALIDATION", message);
  },
};

import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { missingValidationRecords } from "./support/certificates.ts";
import { apiErrorIf, findInRegion, isCreate } from "./support/constraint-helpers.ts";

/** ACM issues a certificate only once every validation record exists in a public hosted zone. */
export const certificateValidationRecord: Constraint = {
  name: "certificate-validation-record",
  documentation: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
  types: ["aws_acm_certificate_validation"],
  check(change, context) {
    const arn = isCreate(change) ? stringAttribute(change.after, "certificate_arn") : undefined;
    const certificate = findInRegion(context, arn, "aws_acm_certificate");
    if (arn === undefined) return [];
    if (certificate === undefined)
      return apiErrorIf(
        true,
        "DescribeCertificate",
        "ResourceNotFoundException",
        `Could not find certificate ${arn}.`,
        "certificate_arn",
      );
    const missing = missingValidationRecords(context, certificate.values);
    const message = `waiting for ACM Certificate (${arn}) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s): no public zone has ${missing.join(", ")}`;
    return apiErrorIf(missing.length > 0, "DescribeCertificate", "PENDING_VALIDATION", message);
  },
};

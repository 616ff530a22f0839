import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { isCertificateIssued } from "./support/certificates.ts";
import { apiErrorIf, findInRegion, hasUnknownAttribute } from "./support/constraint-helpers.ts";

/** A TLS listener needs an issued certificate in its own region. */
export const listenerCertificate: Constraint = {
  name: "listener-certificate",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
  types: ["aws_lb_listener"],
  check(change, context) {
    if (change.after === null || !["HTTPS", "TLS"].includes(stringAttribute(change.after, "protocol") ?? ""))
      return [];
    if (hasUnknownAttribute(change.after, "certificate_arn")) return [];
    const arn = stringAttribute(change.after, "certificate_arn");
    if (arn === undefined)
      return apiErrorIf(
        true,
        "CreateListener",
        "ValidationError",
        "A certificate must be specified for HTTPS listeners",
        "certificate_arn",
      );
    if (!arn.includes(":acm:")) return [];
    const certificate = findInRegion(context, arn, "aws_acm_certificate");
    if (certificate === undefined)
      return apiErrorIf(
        true,
        "CreateListener",
        "CertificateNotFound",
        `Certificate '${arn}' not found`,
        "certificate_arn",
      );
    return apiErrorIf(
      !isCertificateIssued(context, certificate),
      "CreateListener",
      "UnsupportedCertificate",
      `The certificate '${arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
      "certificate_arn",
    );
  },
};

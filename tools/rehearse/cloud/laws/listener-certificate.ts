import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { isIssued } from "./support/certificates.ts";
import { isOpen, named, refuse } from "./support/rule.ts";

/** A TLS listener has a certificate that is there, in its region, and issued. */
export const listenerCertificate: Law = {
  name: "listener-certificate",
  documentation:
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
  types: ["aws_lb_listener", "aws_alb_listener"],
  check(change, context) {
    if (change.after === null || !["HTTPS", "TLS"].includes(textOf(change.after, "protocol") ?? ""))
      return [];
    if (isOpen(change.after, "certificate_arn")) return [];
    const arn = textOf(change.after, "certificate_arn");
    if (arn === undefined)
      return refuse(
        true,
        "CreateListener",
        "ValidationError",
        "A certificate must be specified for HTTPS listeners",
        "certificate_arn",
      );
    if (!arn.includes(":acm:")) return [];
    const certificate = named(context, arn, "aws_acm_certificate");
    if (certificate === undefined)
      return refuse(
        true,
        "CreateListener",
        "CertificateNotFound",
        `Certificate '${arn}' not found`,
        "certificate_arn",
      );
    return refuse(
      !isIssued(context, certificate),
      "CreateListener",
      "UnsupportedCertificate",
      `The certificate '${arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
      "certificate_arn",
    );
  },
};

import { blocksOf, textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { deletes, here, refuse } from "./support/rule.ts";

/** A certificate goes after the listeners and distributions that show it. */
export const certificateInUse: Law = {
  name: "certificate-in-use",
  documentation: "https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html",
  types: ["aws_acm_certificate"],
  check(change, context) {
    const arn = deletes(change) ? textOf(change.before, "arn") : undefined;
    if (arn === undefined) return [];
    const shown = here(
      context,
      "aws_lb_listener",
      "aws_alb_listener",
      "aws_lb_listener_certificate",
      "aws_cloudfront_distribution",
      "aws_ec2_client_vpn_endpoint",
    ).some(({ values }) =>
      [
        values.certificate_arn,
        values.server_certificate_arn,
        ...blocksOf(values, "viewer_certificate").map((block) => block.acm_certificate_arn),
      ].includes(arn),
    );
    return refuse(
      shown,
      "DeleteCertificate",
      "ResourceInUseException",
      `Certificate ${arn} in account ${context.account.accountId} is in use.`,
    );
  },
};

import { nestedBlocksOf, stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isDelete, resourcesInRegion } from "./support/constraint-helpers.ts";

/** A certificate cannot be deleted while a listener or distribution uses it. */
export const certificateInUse: Constraint = {
  name: "certificate-in-use",
  documentation: "https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html",
  types: ["aws_acm_certificate"],
  check(change, context) {
    const arn = isDelete(change) ? stringAttribute(change.before, "arn") : undefined;
    if (arn === undefined) return [];
    const isUsed = resourcesInRegion(
      context,
      "aws_lb_listener",
      "aws_lb_listener_certificate",
      "aws_cloudfront_distribution",
      "aws_ec2_client_vpn_endpoint",
    ).some(({ values }) =>
      [
        values.certificate_arn,
        values.server_certificate_arn,
        ...nestedBlocksOf(values, "viewer_certificate").map((block) => block.acm_certificate_arn),
      ].includes(arn),
    );
    return apiErrorIf(
      isUsed,
      "DeleteCertificate",
      "ResourceInUseException",
      `Certificate ${arn} in account ${context.account.accountId} is in use.`,
    );
  },
};

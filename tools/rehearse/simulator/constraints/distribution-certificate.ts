import { CLOUDFRONT_REGION } from "../../../../aws/regions.ts";
import { nestedBlocksOf, stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { certificateCoversHost, isCertificateIssued } from "./support/certificates.ts";
import { apiErrorIf, hasUnknownAttribute } from "./support/constraint-helpers.ts";

const CERTIFICATE_NOT_FOUND =
  "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.";
const ALIAS_NOT_COVERED =
  "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add.";

/** A CloudFront certificate must be in us-east-1, be issued, and cover every alias. */
export const distributionCertificate: Constraint = {
  name: "distribution-certificate",
  documentation:
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
  types: ["aws_cloudfront_distribution"],
  check(change, { account, ...context }) {
    if (change.after === null || hasUnknownAttribute(change.after, "viewer_certificate")) return [];
    const aliases = stringListAttribute(change.after, "aliases");
    const [viewer] = nestedBlocksOf(change.after, "viewer_certificate");
    const arn = stringAttribute(viewer, "acm_certificate_arn");
    if (arn === undefined) {
      const lacksCertificate =
        aliases.length > 0 && stringAttribute(viewer, "iam_certificate_id") === undefined;
      return apiErrorIf(
        lacksCertificate,
        "CreateDistributionWithTags",
        "InvalidViewerCertificate",
        "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.",
        "aliases",
      );
    }
    const certificate = account.resources("aws_acm_certificate").find(({ values }) => values.arn === arn);
    const isMissing =
      certificate === undefined ||
      certificate.region !== CLOUDFRONT_REGION ||
      !isCertificateIssued({ ...context, account }, certificate);
    if (isMissing)
      return apiErrorIf(
        true,
        "CreateDistributionWithTags",
        "InvalidViewerCertificate",
        CERTIFICATE_NOT_FOUND,
        "viewer_certificate",
      );
    const hasUncoveredAlias = aliases.some((alias) => !certificateCoversHost(certificate.values, alias));
    return apiErrorIf(
      hasUncoveredAlias,
      "CreateDistributionWithTags",
      "InvalidViewerCertificate",
      ALIAS_NOT_COVERED,
      "aliases",
    );
  },
};

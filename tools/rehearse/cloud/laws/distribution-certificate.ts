import { blocksOf, textOf, textsOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { covers, isIssued } from "./support/certificates.ts";
import { isOpen, refuse } from "./support/rule.ts";

const LOST =
  "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.";
const UNCOVERED =
  "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add.";

/** CloudFront's certificate is in us-east-1, issued, and covers every alias. */
export const distributionCertificate: Law = {
  name: "distribution-certificate",
  documentation:
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
  types: ["aws_cloudfront_distribution"],
  check(change, { account, ...context }) {
    if (change.after === null || isOpen(change.after, "viewer_certificate")) return [];
    const aliases = textsOf(change.after, "aliases");
    const [viewer] = blocksOf(change.after, "viewer_certificate");
    const arn = textOf(viewer, "acm_certificate_arn");
    if (arn === undefined) {
      const bare = aliases.length > 0 && textOf(viewer, "iam_certificate_id") === undefined;
      return refuse(
        bare,
        "CreateDistributionWithTags",
        "InvalidViewerCertificate",
        "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.",
        "aliases",
      );
    }
    const certificate = account.resources("aws_acm_certificate").find(({ values }) => values.arn === arn);
    const lost =
      certificate === undefined ||
      certificate.region !== "us-east-1" ||
      !isIssued({ ...context, account }, certificate);
    if (lost)
      return refuse(
        true,
        "CreateDistributionWithTags",
        "InvalidViewerCertificate",
        LOST,
        "viewer_certificate",
      );
    const uncovered = aliases.some((alias) => !covers(certificate.values, alias));
    return refuse(uncovered, "CreateDistributionWithTags", "InvalidViewerCertificate", UNCOVERED, "aliases");
  },
};

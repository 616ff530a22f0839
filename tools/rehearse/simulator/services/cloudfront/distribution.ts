import { CLOUDFRONT_REGION } from "../../../../../aws/regions.ts";
import {
  nestedBlocksOf,
  stringAttribute,
  stringListAttribute,
} from "../../computed-values/attribute-reader.ts";
import { formatTimestamp } from "../../computed-values/attribute-rules/attributes.ts";
import { deterministicToken } from "../../computed-values/deterministic-values.ts";
import { arnTemplate } from "../../computed-values/value-context.ts";
import {
  hasUnknownAttribute,
  isChangedResource,
  violationIf,
} from "../../constraints/support/constraint-helpers.ts";
import type { Constraint } from "../../simulator-types.ts";
import { certificateCoversHost, isCertificateIssued } from "../acm/certificates.ts";
import type { ServiceResources } from "../service-resources.ts";

/** The hosted zone of CloudFront. https://docs.aws.amazon.com/general/latest/gr/cf_region.html */
const CLOUDFRONT_HOSTED_ZONE_ID = "Z2FDTNDATAQYW2";

/** An alternate domain name belongs to at most one CloudFront distribution, across all accounts. */
const distributionAliases: Constraint = {
  name: "distribution-aliases",
  documentation: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html",
  errorCodes: ["CNAMEAlreadyExists"],
  types: ["aws_cloudfront_distribution"],
  check(change, { account }) {
    const aliases = stringListAttribute(change.after, "aliases");
    const taken = account
      .resources("aws_cloudfront_distribution")
      .some(
        (other) =>
          !isChangedResource(change, other) &&
          stringListAttribute(other.values, "aliases").some((alias) => aliases.includes(alias)),
      );
    return violationIf(
      taken,
      "CNAMEAlreadyExists",
      "One or more of the CNAMEs you provided are already associated with a different resource.",
      "aliases",
    );
  },
};

const CERTIFICATE_NOT_FOUND =
  "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.";

const ALIAS_NOT_COVERED =
  "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add.";

/** A CloudFront certificate must be in us-east-1, be issued, and cover every alias. */
const distributionCertificate: Constraint = {
  name: "distribution-certificate",
  documentation:
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
  errorCodes: ["InvalidViewerCertificate"],
  types: ["aws_cloudfront_distribution"],
  check(change, { account, ...context }) {
    if (change.after === null || hasUnknownAttribute(change.after, "viewer_certificate")) return [];
    const aliases = stringListAttribute(change.after, "aliases");
    const [viewer] = nestedBlocksOf(change.after, "viewer_certificate");
    const arn = stringAttribute(viewer, "acm_certificate_arn");
    if (arn === undefined) {
      const lacksCertificate =
        aliases.length > 0 && stringAttribute(viewer, "iam_certificate_id") === undefined;
      return violationIf(
        lacksCertificate,
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
      return violationIf(true, "InvalidViewerCertificate", CERTIFICATE_NOT_FOUND, "viewer_certificate");
    const hasUncoveredAlias = aliases.some((alias) => !certificateCoversHost(certificate.values, alias));
    return violationIf(hasUncoveredAlias, "InvalidViewerCertificate", ALIAS_NOT_COVERED, "aliases");
  },
};

/** CloudFront distributions. */
export const cloudfrontDistributionResources: ServiceResources = {
  types: {
    aws_cloudfront_distribution: {
      values: {
        id: "E{upper:13}",
        arn: arnTemplate("cloudfront::{account}:distribution/{id}"),
        caller_reference: "terraform-20240101{digits:16}",
        domain_name: "d{base36:13}.cloudfront.net",
        hosted_zone_id: CLOUDFRONT_HOSTED_ZONE_ID,
        status: "Deployed",
        in_progress_validation_batches: 0,
        last_modified_time: (context) =>
          `${formatTimestamp(context).replace("T", " ").replace("Z", "")} +0000 UTC`,
        etag: (context) =>
          `E${deterministicToken(`${context.seed}/etag/${String(context.before?.etag ?? "")}`, "upper", 13)}`,
        trusted_key_groups: [{ enabled: false, items: [] }],
        trusted_signers: [{ enabled: false, items: [] }],
        continuous_deployment_policy_id: "",
      },
    },
    aws_cloudfront_vpc_origin: {
      values: {
        id: "vo_{mixed:22}",
        arn: arnTemplate("cloudfront::{account}:vpcorigin/{id}"),
        etag: "E{upper:13/etag}",
      },
    },
    aws_cloudfront_origin_access_control: {
      values: {
        id: "E{upper:13}",
        etag: "E{upper:13/etag}",
        arn: arnTemplate("cloudfront::{account}:origin-access-control/{id}"),
      },
      uniqueName: {
        attribute: "name",
        code: "OriginAccessControlAlreadyExists",
        message: "An origin access control with the same name already exists.",
      },
    },
    aws_cloudfront_origin_access_identity: {
      values: {
        id: "E{upper:13}",
        caller_reference: "terraform-20240101{digits:16}",
        cloudfront_access_identity_path: "origin-access-identity/cloudfront/{id}",
        iam_arn: arnTemplate("iam::cloudfront:user/CloudFront Origin Access Identity {id}"),
        s3_canonical_user_id: "{hex:96/canonical}",
        etag: "E{upper:13/etag}",
      },
    },
    aws_cloudfront_function: {
      values: {
        id: "{name}",
        arn: arnTemplate("cloudfront::{account}:function/{name}"),
        status: "UNASSOCIATED",
        etag: "E{upper:13/etag}",
        live_stage_etag: "E{upper:13/live}",
      },
    },
    aws_cloudfront_monitoring_subscription: { values: { id: "{distribution_id}" } },
    aws_cloudfront_public_key: { values: { id: "K{upper:13}", etag: "E{upper:13/etag}" } },
  },
  constraints: [distributionAliases, distributionCertificate],
};

import { viewerCertificate } from "../../constraints/case-resources.ts";
import {
  type ConstraintCase,
  certificateValidation,
  existingCertificate,
  exists,
} from "../../constraints/constraint-case.ts";

const LOST =
  "CreateDistributionWithTags InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.";

export const cloudfrontDistributionCases: readonly ConstraintCase[] = [
  {
    constraint: "distribution-certificate",
    when: "the certificate covers the aliases",
    type: "aws_cloudfront_distribution",
    region: "eu-west-1",
    account: [existingCertificate(), certificateValidation],
    after: { ...viewerCertificate, aliases: ["example.com", "www.example.com"] },
  },
  {
    constraint: "distribution-certificate",
    when: "the certificate is in another region",
    type: "aws_cloudfront_distribution",
    account: [existingCertificate({}, "eu-west-1"), certificateValidation],
    after: viewerCertificate,
    errors: [LOST],
  },
  {
    constraint: "distribution-certificate",
    when: "the certificate is pending validation",
    type: "aws_cloudfront_distribution",
    account: [existingCertificate()],
    after: viewerCertificate,
    errors: [LOST],
  },
  {
    constraint: "distribution-certificate",
    when: "an alias is two levels below the wildcard",
    type: "aws_cloudfront_distribution",
    account: [existingCertificate(), certificateValidation],
    after: { ...viewerCertificate, aliases: ["a.b.example.com"] },
    errors: [
      "CreateDistributionWithTags InvalidViewerCertificate: The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add.",
    ],
  },
  {
    constraint: "distribution-certificate",
    when: "there are aliases without a certificate",
    type: "aws_cloudfront_distribution",
    after: { viewer_certificate: [{ cloudfront_default_certificate: true }], aliases: ["example.com"] },
    errors: [
      "CreateDistributionWithTags InvalidViewerCertificate: To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.",
    ],
  },
  {
    constraint: "distribution-aliases",
    when: "the name is free",
    type: "aws_cloudfront_distribution",
    account: [exists("aws_cloudfront_distribution", "E1", { aliases: ["a.com"] })],
    after: { aliases: ["b.com"] },
  },
  {
    constraint: "distribution-aliases",
    when: "the name is taken",
    type: "aws_cloudfront_distribution",
    account: [exists("aws_cloudfront_distribution", "E1", { aliases: ["a.com"] })],
    after: { aliases: ["a.com"] },
    errors: [
      "CreateDistributionWithTags CNAMEAlreadyExists: One or more of the CNAMEs you provided are already associated with a different resource.",
    ],
  },
];

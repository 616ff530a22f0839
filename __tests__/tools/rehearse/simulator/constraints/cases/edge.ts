import { ACCOUNT_ID, type ConstraintCase, ELB_ARN_PREFIX, exists, VPC_ID } from "../constraint-case.ts";

const LB = `${ELB_ARN_PREFIX}:loadbalancer/app/web/0`;
const CERT = `arn:aws:acm:us-east-1:${ACCOUNT_ID}:certificate/1`;
const option = {
  domain_name: "example.com",
  resource_record_name: "_1.example.com.",
  resource_record_type: "CNAME",
  resource_record_value: "_2.x.acm-validations.aws.",
};
const certificate = (values = {}, region = "us-east-1") =>
  exists(
    "aws_acm_certificate",
    CERT,
    {
      arn: CERT,
      domain_name: "example.com",
      subject_alternative_names: ["example.com", "*.example.com"],
      status: "PENDING_VALIDATION",
      domain_validation_options: [option],
      ...values,
    },
    region,
  );
const validated = exists("aws_acm_certificate_validation", "v", { certificate_arn: CERT });
const zone = (values = {}) => exists("aws_route53_zone", "Z1", { name: "example.com", vpc: [], ...values });
const proof = exists("aws_route53_record", "Z1__1.example.com._CNAME", {
  zone_id: "Z1",
  name: "_1.example.com",
  type: "CNAME",
  records: ["_2.x.acm-validations.aws"],
});
const viewer = { viewer_certificate: [{ acm_certificate_arn: CERT }] };
const LOST =
  "CreateDistributionWithTags InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.";
const record = (values = {}) => ({ zone_id: "Z1", name: "www", type: "A", ...values });
const alias = (name: string, zone_id: string) => record({ alias: [{ name, zone_id }] });
const balancer = exists("aws_lb", LB, {
  dns_name: "web-1.us-east-1.elb.amazonaws.com",
  zone_id: "Z35SXDOTRQ7X7K",
});
const tried =
  "ChangeResourceRecordSets InvalidChangeBatch: [Tried to create an alias that targets web-1.us-east-1.elb.amazonaws.com., type A in zone";

/** Cases of certificates, distributions, DNS zones and records. */
export const edgeCases: readonly ConstraintCase[] = [
  {
    constraint: "listener-certificate",
    when: "the certificate is validated",
    type: "aws_lb_listener",
    account: [certificate(), validated],
    after: { protocol: "HTTPS", certificate_arn: CERT },
  },
  {
    constraint: "listener-certificate",
    when: "the certificate is imported",
    type: "aws_lb_listener",
    account: [certificate({ status: "ISSUED" })],
    after: { protocol: "HTTPS", certificate_arn: CERT },
  },
  {
    constraint: "listener-certificate",
    when: "the certificate is pending validation",
    type: "aws_lb_listener",
    account: [certificate()],
    after: { protocol: "HTTPS", certificate_arn: CERT },
    errors: [
      `CreateListener UnsupportedCertificate: The certificate '${CERT}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
    ],
  },
  {
    constraint: "listener-certificate",
    when: "the certificate does not exist",
    type: "aws_lb_listener",
    after: { protocol: "HTTPS", certificate_arn: CERT },
    errors: [`CreateListener CertificateNotFound: Certificate '${CERT}' not found`],
  },
  {
    constraint: "listener-certificate",
    when: "the listener has no certificate",
    type: "aws_lb_listener",
    after: { protocol: "HTTPS", certificate_arn: null },
    errors: ["CreateListener ValidationError: A certificate must be specified for HTTPS listeners"],
  },
  {
    constraint: "certificate-validation-record",
    when: "the record is in a public zone",
    type: "aws_acm_certificate_validation",
    account: [certificate(), zone(), proof],
    after: { certificate_arn: CERT },
  },
  {
    constraint: "certificate-validation-record",
    when: "the record is in a private zone",
    type: "aws_acm_certificate_validation",
    account: [certificate(), zone({ vpc: [{ vpc_id: VPC_ID }] }), proof],
    after: { certificate_arn: CERT },
    errors: [
      `DescribeCertificate PENDING_VALIDATION: waiting for ACM Certificate (${CERT}) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s): no public zone has _1.example.com.`,
    ],
  },
  {
    constraint: "certificate-validation-record",
    when: "the certificate does not exist",
    type: "aws_acm_certificate_validation",
    after: { certificate_arn: CERT },
    errors: [`DescribeCertificate ResourceNotFoundException: Could not find certificate ${CERT}.`],
  },
  {
    constraint: "certificate-in-use",
    when: "nothing uses the certificate",
    type: "aws_acm_certificate",
    before: { id: CERT, arn: CERT },
  },
  {
    constraint: "certificate-in-use",
    when: "a distribution uses the certificate",
    type: "aws_acm_certificate",
    before: { id: CERT, arn: CERT },
    account: [exists("aws_cloudfront_distribution", "E1", viewer)],
    errors: [
      `DeleteCertificate ResourceInUseException: Certificate ${CERT} in account ${ACCOUNT_ID} is in use.`,
    ],
  },
  {
    constraint: "record-unique",
    when: "the record type differs",
    type: "aws_route53_record",
    account: [zone(), exists("aws_route53_record", "r", record())],
    after: record({ type: "AAAA" }),
  },
  {
    constraint: "record-unique",
    when: "overwriting is allowed",
    type: "aws_route53_record",
    account: [zone(), exists("aws_route53_record", "r", record())],
    after: record({ allow_overwrite: true }),
  },
  {
    constraint: "record-unique",
    when: "the record already exists, with its full name",
    type: "aws_route53_record",
    account: [zone(), exists("aws_route53_record", "r", record({ name: "www.example.com" }))],
    after: record(),
    errors: [
      "ChangeResourceRecordSets InvalidChangeBatch: [Tried to create resource record set [name='www.example.com.', type='A'] but it already exists]",
    ],
  },
  {
    constraint: "alias-target",
    when: "the load balancer exists",
    type: "aws_route53_record",
    account: [balancer],
    after: alias("dualstack.web-1.us-east-1.elb.amazonaws.com", "Z35SXDOTRQ7X7K"),
  },
  {
    constraint: "alias-target",
    when: "the name is not one of AWS's",
    type: "aws_route53_record",
    after: alias("other.example.com", "Z1"),
  },
  {
    constraint: "alias-target",
    when: "the target does not exist",
    type: "aws_route53_record",
    after: alias("web-1.us-east-1.elb.amazonaws.com", "Z35SXDOTRQ7X7K"),
    errors: [`${tried} Z35SXDOTRQ7X7K, but that target was not found]`],
  },
  {
    constraint: "alias-target",
    when: "the zone ID is not the target's",
    type: "aws_route53_record",
    account: [balancer],
    after: alias("web-1.us-east-1.elb.amazonaws.com", "Z2FDTNDATAQYW2"),
    errors: [`${tried} Z2FDTNDATAQYW2, but the alias target name does not lie within the target zone]`],
  },
  { constraint: "zone-in-use", when: "the zone is empty", type: "aws_route53_zone", before: { id: "Z1" } },
  {
    constraint: "zone-in-use",
    when: "the zone has a record",
    type: "aws_route53_zone",
    before: { id: "Z1" },
    account: [proof],
    errors: [
      "DeleteHostedZone HostedZoneNotEmpty: The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    ],
  },
  {
    constraint: "distribution-certificate",
    when: "the certificate covers the aliases",
    type: "aws_cloudfront_distribution",
    region: "eu-west-1",
    account: [certificate(), validated],
    after: { ...viewer, aliases: ["example.com", "www.example.com"] },
  },
  {
    constraint: "distribution-certificate",
    when: "the certificate is in another region",
    type: "aws_cloudfront_distribution",
    account: [certificate({}, "eu-west-1"), validated],
    after: viewer,
    errors: [LOST],
  },
  {
    constraint: "distribution-certificate",
    when: "the certificate is pending validation",
    type: "aws_cloudfront_distribution",
    account: [certificate()],
    after: viewer,
    errors: [LOST],
  },
  {
    constraint: "distribution-certificate",
    when: "an alias is two levels below the wildcard",
    type: "aws_cloudfront_distribution",
    account: [certificate(), validated],
    after: { ...viewer, aliases: ["a.b.example.com"] },
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

import { existingZone, validationRecord, viewerCertificate } from "../../constraints/case-resources.ts";
import {
  ACCOUNT_ID,
  CERTIFICATE_ARN,
  type ConstraintCase,
  existingCertificate,
  exists,
  VPC_ID,
} from "../../constraints/constraint-case.ts";

export const acmCertificateCases: readonly ConstraintCase[] = [
  {
    constraint: "certificate-validation-record",
    when: "the record is in a public zone",
    type: "aws_acm_certificate_validation",
    account: [existingCertificate(), existingZone(), validationRecord],
    after: { certificate_arn: CERTIFICATE_ARN },
  },
  {
    constraint: "certificate-validation-record",
    when: "the record is in a private zone",
    type: "aws_acm_certificate_validation",
    account: [existingCertificate(), existingZone({ vpc: [{ vpc_id: VPC_ID }] }), validationRecord],
    after: { certificate_arn: CERTIFICATE_ARN },
    errors: [
      `DescribeCertificate PENDING_VALIDATION: waiting for ACM Certificate (${CERTIFICATE_ARN}) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s): no public zone has _1.example.com.`,
    ],
  },
  {
    constraint: "certificate-validation-record",
    when: "the certificate does not exist",
    type: "aws_acm_certificate_validation",
    after: { certificate_arn: CERTIFICATE_ARN },
    errors: [`DescribeCertificate ResourceNotFoundException: Could not find certificate ${CERTIFICATE_ARN}.`],
  },
  {
    constraint: "certificate-in-use",
    when: "nothing uses the certificate",
    type: "aws_acm_certificate",
    before: { id: CERTIFICATE_ARN, arn: CERTIFICATE_ARN },
  },
  {
    constraint: "certificate-in-use",
    when: "a distribution uses the certificate",
    type: "aws_acm_certificate",
    before: { id: CERTIFICATE_ARN, arn: CERTIFICATE_ARN },
    account: [exists("aws_cloudfront_distribution", "E1", viewerCertificate)],
    errors: [
      `DeleteCertificate ResourceInUseException: Certificate ${CERTIFICATE_ARN} in account ${ACCOUNT_ID} is in use.`,
    ],
  },
];

import type { SimulatedResource } from "../../../../../tools/rehearse/simulator/simulator-types.ts";
import type { ObjectValue } from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { existingResource } from "../computed-values/support.ts";

export { existingResource as exists };

/** One change, the account before it, and the expected API errors, if any. */
export interface ConstraintCase {
  readonly constraint: string;
  readonly when: string;
  readonly type: string;
  readonly before?: ObjectValue;
  readonly after?: ObjectValue;
  readonly account?: readonly SimulatedResource[];
  /** The number of objects by bucket. */
  readonly objects?: Readonly<Record<string, number>>;
  readonly region?: string;
  /** `Operation Code: message`, in order; none if the change passes. */
  readonly errors?: readonly string[];
}

export const VPC_ID = "vpc-0aaaaaaaaaaaaaaaa";
export const OTHER_VPC_ID = "vpc-0bbbbbbbbbbbbbbbb";
export const ACCOUNT_ID = "123456789012";
export const ELB_ARN_PREFIX = `arn:aws:elasticloadbalancing:us-east-1:${ACCOUNT_ID}`;

/** A VPC of 10.0.0.0/16. */
export const existingVpc = (values: ObjectValue = {}, id = VPC_ID) =>
  existingResource("aws_vpc", id, {
    cidr_block: "10.0.0.0/16",
    enable_dns_support: true,
    enable_dns_hostnames: true,
    default_security_group_id: "sg-0default",
    default_route_table_id: "rtb-0default",
    default_network_acl_id: "acl-0default",
    ...values,
  });

/** A subnet in a zone, with a /24 of the VPC. */
export const existingSubnet = (id: string, zone: string, cidr: string, vpcId = VPC_ID) =>
  existingResource("aws_subnet", id, { availability_zone: zone, cidr_block: cidr, vpc_id: vpcId });

export const SUBNET_A = "subnet-0a";
export const SUBNET_B = "subnet-0b";
/** Two subnets in two zones. */
export const twoSubnets = [
  existingSubnet(SUBNET_A, "us-east-1a", "10.0.0.0/24"),
  existingSubnet(SUBNET_B, "us-east-1b", "10.0.1.0/24"),
];
/** A VPC with two subnets in two zones and an internet gateway. */
export const vpcWithTwoSubnets = [
  existingVpc(),
  ...twoSubnets,
  existingResource("aws_internet_gateway", "igw-0a", { vpc_id: VPC_ID }),
];

export const CERTIFICATE_ARN = `arn:aws:acm:us-east-1:${ACCOUNT_ID}:certificate/1`;

/** A certificate of example.com that awaits its validation. */
export const existingCertificate = (values: ObjectValue = {}, region = "us-east-1") =>
  existingResource(
    "aws_acm_certificate",
    CERTIFICATE_ARN,
    {
      arn: CERTIFICATE_ARN,
      domain_name: "example.com",
      subject_alternative_names: ["example.com", "*.example.com"],
      status: "PENDING_VALIDATION",
      domain_validation_options: [
        {
          domain_name: "example.com",
          resource_record_name: "_1.example.com.",
          resource_record_type: "CNAME",
          resource_record_value: "_2.x.acm-validations.aws.",
        },
      ],
      ...values,
    },
    region,
  );

/** The validation of {@link existingCertificate}. */
export const certificateValidation = existingResource("aws_acm_certificate_validation", "v", {
  certificate_arn: CERTIFICATE_ARN,
});

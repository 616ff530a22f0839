import type { CloudResource } from "../../../../../tools/rehearse/cloud/contracts.ts";
import type { ObjectValue } from "../../../../../tools/rehearse/cloud/value.ts";
import { exists } from "../answers/support.ts";

export { UNKNOWN } from "../../../../../tools/rehearse/cloud/value.ts";
export { exists };

/** One change, the account it meets, and what AWS says of it: nothing, or these errors. */
export interface Case {
  readonly law: string;
  readonly when: string;
  readonly type: string;
  readonly before?: ObjectValue;
  readonly after?: ObjectValue;
  readonly account?: readonly CloudResource[];
  /** The number of objects by bucket. */
  readonly objects?: Readonly<Record<string, number>>;
  readonly region?: string;
  /** `Operation Code: message`, in order; none when the law is kept. */
  readonly errors?: readonly string[];
}

export const VPC = "vpc-0aaaaaaaaaaaaaaaa";
export const OTHER_VPC = "vpc-0bbbbbbbbbbbbbbbb";
export const ACCOUNT = "123456789012";
export const ELB = `arn:aws:elasticloadbalancing:us-east-1:${ACCOUNT}`;

/** A VPC of 10.0.0.0/16. */
export const vpc = (values: ObjectValue = {}, id = VPC) =>
  exists("aws_vpc", id, {
    cidr_block: "10.0.0.0/16",
    enable_dns_support: true,
    enable_dns_hostnames: true,
    default_security_group_id: "sg-0default",
    default_route_table_id: "rtb-0default",
    default_network_acl_id: "acl-0default",
    ...values,
  });

/** A subnet in a zone; /24 of the VPC's. */
export const subnet = (id: string, zone: string, cidr: string, vpcId = VPC) =>
  exists("aws_subnet", id, { availability_zone: zone, cidr_block: cidr, vpc_id: vpcId });

export const A = "subnet-0a";
export const B = "subnet-0b";
/** Two subnets in two zones. */
export const twoZones = [subnet(A, "us-east-1a", "10.0.0.0/24"), subnet(B, "us-east-1b", "10.0.1.0/24")];
/** A VPC with two subnets in two zones and an internet gateway. */
export const site = [vpc(), ...twoZones, exists("aws_internet_gateway", "igw-0a", { vpc_id: VPC })];

import { publicImageId } from "../../../../../../tools/rehearse/simulator/services/ec2-instances/image.ts";
import { groupsOfTwoVpcs } from "../../constraints/case-resources.ts";
import { type ConstraintCase, SUBNET_A, vpcWithTwoSubnets } from "../../constraints/constraint-case.ts";

const AL2023 = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default";
const mismatch = (operation: string, type: string, image: string) => [
  `${operation} InvalidParameterValue: The architecture '${type}' of the specified instance type does not match the architecture '${image}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
];

export const ec2InstancesInstanceCases: readonly ConstraintCase[] = [
  {
    constraint: "instance-network",
    when: "the security group is in the subnet's VPC",
    type: "aws_instance",
    after: { subnet_id: SUBNET_A, vpc_security_group_ids: ["sg-0a"] },
    account: [...vpcWithTwoSubnets, ...groupsOfTwoVpcs],
  },
  {
    constraint: "instance-network",
    when: "the security group is in another VPC",
    type: "aws_instance",
    after: { subnet_id: SUBNET_A, vpc_security_group_ids: ["sg-0b"] },
    account: [...vpcWithTwoSubnets, ...groupsOfTwoVpcs],
    errors: [
      `RunInstances InvalidParameter: Security group sg-0b and subnet ${SUBNET_A} belong to different networks.`,
    ],
  },
  {
    constraint: "instance-architecture",
    when: "type and image have the same architecture",
    type: "aws_instance",
    after: { instance_type: "t3.micro", ami: publicImageId("us-east-1", `${AL2023}-x86_64`) },
  },
  {
    constraint: "instance-architecture",
    when: "the image is not an AWS image",
    type: "aws_instance",
    after: { instance_type: "t4g.micro", ami: "ami-0123" },
  },
  {
    constraint: "instance-architecture",
    when: "an Intel instance type has a Graviton image",
    type: "aws_instance",
    after: { instance_type: "t3.micro", ami: publicImageId("us-east-1", `${AL2023}-arm64`) },
    errors: mismatch("RunInstances", "x86_64", "arm64"),
  },
  {
    constraint: "instance-architecture",
    when: "a launch template has a Graviton type and an Intel image",
    type: "aws_launch_template",
    after: { instance_type: "t4g.micro", image_id: `resolve:ssm:${AL2023}-x86_64` },
    errors: mismatch("CreateLaunchTemplate", "arm64", "x86_64"),
  },
  {
    constraint: "instance-protected",
    when: "the instance has no termination protection",
    type: "aws_instance",
    before: { id: "i-0a", disable_api_termination: false },
  },
  {
    constraint: "instance-protected",
    when: "the instance has termination protection",
    type: "aws_instance",
    before: { id: "i-0a", disable_api_termination: true },
    errors: [
      "TerminateInstances OperationNotPermitted: The instance 'i-0a' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.",
    ],
  },
  {
    constraint: "references-exist",
    when: "the references are in another region",
    type: "aws_instance",
    region: "eu-west-1",
    account: vpcWithTwoSubnets,
    after: { subnet_id: SUBNET_A },
    errors: ["RunInstances InvalidSubnetID.NotFound: The subnet ID 'subnet-0a' does not exist"],
  },
];

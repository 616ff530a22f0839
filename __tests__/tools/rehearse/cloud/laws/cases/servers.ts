import { imageId } from "../../../../../../tools/rehearse/cloud/answers/lookups/images.ts";
import { A, ACCOUNT, B, type Case, ELB, exists, OTHER_VPC, site, subnet, VPC } from "../case.ts";

const C = "subnet-0c";
const TG = `${ELB}:targetgroup/web/0`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
const AL2023 = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default";
const elsewhere = subnet(C, "us-east-1a", "10.9.0.0/24", OTHER_VPC);
const group = (id: string, vpcId: string) => exists("aws_security_group", id, { vpc_id: vpcId });
const groups = [group("sg-0a", VPC), group("sg-0b", OTHER_VPC)];
const targets = (type: string, vpcId = VPC) =>
  exists("aws_lb_target_group", TG, { arn: TG, target_type: type, vpc_id: vpcId });
const template = (values = {}) => exists("aws_launch_template", "lt-0a", { name: "web", ...values });
const fleet = (values = {}) => ({
  min_size: 2,
  max_size: 4,
  desired_capacity: 2,
  vpc_zone_identifier: [A, B],
  launch_template: [{ id: "lt-0a", version: "1" }],
  ...values,
});
const disks = [{ ebs: [{ encrypted: "true", kms_key_id: KEY }] }];
const key = (...statements: object[]) =>
  exists("aws_kms_key", "1", { arn: KEY, policy: JSON.stringify({ Statement: statements }) });
const account = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: "kms:*",
};
const everyone = (role: string, ...actions: string[]) => ({
  Effect: "Allow",
  Principal: { AWS: "*" },
  Action: actions,
  Condition: { StringEquals: { "aws:PrincipalArn": role } },
});
const NO_KEY = [
  "RunInstances Client.InternalError: Client error on launch: Auto Scaling may not use the key that encrypts the volume.",
];
const mismatch = (operation: string, type: string, image: string) => [
  `${operation} InvalidParameterValue: The architecture '${type}' of the specified instance type does not match the architecture '${image}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
];
const invalidTargets = (what: string) => [
  `CreateAutoScalingGroup ValidationError: Provided Target Groups may not be valid. Please ensure they exist and try again: ${TG} is ${what}`,
];
const server = exists("aws_instance", "i-0a", { subnet_id: A });
const registration = { target_group_arn: TG, target_id: "i-0a" };

export const servers: readonly Case[] = [
  {
    law: "server-network",
    when: "its group is of its subnet's VPC",
    type: "aws_instance",
    after: { subnet_id: A, vpc_security_group_ids: ["sg-0a"] },
    account: [...site, ...groups],
  },
  {
    law: "server-network",
    when: "its group is of another VPC",
    type: "aws_instance",
    after: { subnet_id: A, vpc_security_group_ids: ["sg-0b"] },
    account: [...site, ...groups],
    errors: [
      `RunInstances InvalidParameter: Security group sg-0b and subnet ${A} belong to different networks.`,
    ],
  },
  {
    law: "server-architecture",
    when: "type and image are of one architecture",
    type: "aws_instance",
    after: { instance_type: "t3.micro", ami: imageId("us-east-1", `${AL2023}-x86_64`) },
  },
  {
    law: "server-architecture",
    when: "the image is not one of AWS's",
    type: "aws_instance",
    after: { instance_type: "t4g.micro", ami: "ami-0123" },
  },
  {
    law: "server-architecture",
    when: "an Intel server starts from a Graviton image",
    type: "aws_instance",
    after: { instance_type: "t3.micro", ami: imageId("us-east-1", `${AL2023}-arm64`) },
    errors: mismatch("RunInstances", "x86_64", "arm64"),
  },
  {
    law: "server-architecture",
    when: "a template names a Graviton type and an Intel image",
    type: "aws_launch_template",
    after: { instance_type: "t4g.micro", image_id: `resolve:ssm:${AL2023}-x86_64` },
    errors: mismatch("CreateLaunchTemplate", "arm64", "x86_64"),
  },
  {
    law: "server-protected",
    when: "nothing protects it",
    type: "aws_instance",
    before: { id: "i-0a", disable_api_termination: false },
  },
  {
    law: "server-protected",
    when: "it has termination protection",
    type: "aws_instance",
    before: { id: "i-0a", disable_api_termination: true },
    errors: [
      "TerminateInstances OperationNotPermitted: The instance 'i-0a' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.",
    ],
  },
  { law: "fleet-size", when: "it starts with its least", type: "aws_autoscaling_group", after: fleet() },
  {
    law: "fleet-size",
    when: "its bounds rise above what runs, which AWS then raises",
    type: "aws_autoscaling_group",
    before: fleet(),
    after: fleet({ min_size: 8, max_size: 30 }),
  },
  {
    law: "fleet-size",
    when: "its least is above its most",
    type: "aws_autoscaling_group",
    after: fleet({ min_size: 5 }),
    errors: [
      "CreateAutoScalingGroup ValidationError: Max bound, 4, must be greater than or equal to min bound, 5",
    ],
  },
  {
    law: "fleet-size",
    when: "it is told to have more than its most",
    type: "aws_autoscaling_group",
    before: fleet(),
    after: fleet({ desired_capacity: 5 }),
    errors: [
      "UpdateAutoScalingGroup ValidationError: Desired capacity:5 must be between the specified min size:2 and max size:4",
    ],
  },
  {
    law: "fleet-network",
    when: "all is of one VPC",
    type: "aws_autoscaling_group",
    after: fleet({ target_group_arns: [TG] }),
    account: [
      ...site,
      ...groups,
      template({ vpc_security_group_ids: ["sg-0a"], network_interfaces: [] }),
      targets("instance"),
    ],
  },
  {
    law: "fleet-network",
    when: "its subnets are of two VPCs",
    type: "aws_autoscaling_group",
    after: fleet({ vpc_zone_identifier: [A, C] }),
    account: [...site, elsewhere],
    errors: [
      `CreateAutoScalingGroup ValidationError: The subnets are not all in the same VPC: ${VPC}, ${OTHER_VPC}`,
    ],
  },
  {
    law: "fleet-network",
    when: "its template's groups are of another VPC",
    type: "aws_autoscaling_group",
    after: fleet(),
    account: [
      ...site,
      ...groups,
      template({ vpc_security_group_ids: ["sg-0b"], network_interfaces: [{ security_groups: ["sg-0b"] }] }),
    ],
    errors: [
      `CreateAutoScalingGroup InvalidGroup.NotFound: The security group 'sg-0b' does not exist in VPC '${VPC}'`,
      `CreateAutoScalingGroup InvalidGroup.NotFound: The security group 'sg-0b' does not exist in VPC '${VPC}'`,
    ],
  },
  {
    law: "fleet-network",
    when: "its target group takes addresses",
    type: "aws_autoscaling_group",
    after: fleet({ target_group_arns: [TG] }),
    account: [...site, targets("ip")],
    errors: invalidTargets(`of type ip in ${VPC}`),
  },
  {
    law: "fleet-network",
    when: "its target group is of another VPC",
    type: "aws_autoscaling_group",
    after: fleet({ target_group_arns: [TG] }),
    account: [...site, targets("instance", OTHER_VPC)],
    errors: invalidTargets(`of type instance in ${OTHER_VPC}`),
  },
  {
    law: "fleet-network",
    when: "its target group is not there",
    type: "aws_autoscaling_group",
    after: fleet({ target_group_arns: [TG] }),
    account: site,
    errors: invalidTargets("not there"),
  },
  {
    law: "fleet-key",
    when: "its disks have no key of their own",
    type: "aws_autoscaling_group",
    after: fleet(),
    account: [template({ block_device_mappings: [{ ebs: [{ encrypted: "true" }] }] })],
  },
  {
    law: "fleet-key",
    when: "the key lets Auto Scaling's role in",
    type: "aws_autoscaling_group",
    after: fleet(),
    account: [
      template({ block_device_mappings: disks }),
      key(account, everyone(ROLE, "kms:GenerateDataKey*", "kms:CreateGrant")),
    ],
  },
  {
    law: "fleet-key",
    when: "the key names Auto Scaling's role itself",
    type: "aws_autoscaling_group",
    after: fleet(),
    account: [
      template({ block_device_mappings: disks }),
      key({ Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:*" }),
    ],
  },
  {
    law: "fleet-key",
    when: "the key lets the account in, which is not enough for AWS's own role",
    type: "aws_autoscaling_group",
    after: fleet(),
    account: [template({ block_device_mappings: disks }), key(account)],
    errors: NO_KEY,
  },
  {
    law: "fleet-key",
    when: "the key lets another role in, or Auto Scaling's without lending it to the server",
    type: "aws_autoscaling_group",
    after: fleet(),
    account: [
      template({ block_device_mappings: disks }),
      key(everyone("other", "kms:*"), everyone(ROLE, "kms:GenerateDataKey*")),
    ],
    errors: NO_KEY,
  },
  {
    law: "target-registration",
    when: "the target group takes servers",
    type: "aws_lb_target_group_attachment",
    after: registration,
    account: [...site, server, targets("instance")],
  },
  {
    law: "target-registration",
    when: "the target group takes addresses",
    type: "aws_lb_target_group_attachment",
    after: registration,
    account: [...site, server, targets("ip")],
    errors: ["RegisterTargets ValidationError: The IP address 'i-0a' is not a valid IPv4 address"],
  },
  {
    law: "target-registration",
    when: "the server is in another VPC",
    type: "aws_lb_target_group_attachment",
    after: registration,
    account: [...site, server, targets("instance", OTHER_VPC)],
    errors: [
      `RegisterTargets InvalidTarget: The following targets are not in the target group VPC '${OTHER_VPC}': 'i-0a'`,
    ],
  },
];

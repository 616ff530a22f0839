import {
  ACCOUNT_ID,
  CERTIFICATE_ARN,
  ELB_ARN_PREFIX,
  exists,
  OTHER_VPC_ID,
  SUBNET_A,
  SUBNET_B,
  VPC_ID,
} from "./constraint-case.ts";

/** The ARN of the key of {@link keyAllowing}. */
export const KMS_KEY_ARN = "arn:aws:kms:us-east-1:123456789012:key/k";

/** A key whose policy allows a principal some actions. */
export const keyAllowing = (principal: unknown, actions: string) =>
  exists("aws_kms_key", "k", { arn: KMS_KEY_ARN, policy: policyAllowing(principal, actions) });

/** A policy that allows a principal an action on everything. */
export const policyAllowing = (principal: unknown, action: string) =>
  JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: principal as string, Action: action, Resource: "*" }],
  });

/** An ECS cluster. */
export const existingCluster = exists("aws_ecs_cluster", `arn:aws:ecs:us-east-1:${ACCOUNT_ID}:cluster/main`, {
  name: "main",
});

/** An ECS service in {@link existingCluster}. */
export const runningService = exists(
  "aws_ecs_service",
  `arn:aws:ecs:us-east-1:${ACCOUNT_ID}:service/main/web`,
  {
    name: "web",
    cluster: existingCluster.id,
  },
);

/** A security group of the other VPC. */
export const groupOfOtherVpc = exists("aws_security_group", "sg-0x", { vpc_id: OTHER_VPC_ID });

/** The ARN of the role of {@link roleTrusting}. */
export const TASK_ROLE_ARN = `arn:aws:iam::${ACCOUNT_ID}:role/task`;

const trustPolicyOf = (who: string) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service: who }, Action: "sts:AssumeRole" }] });

/** A role that a service may assume. */
export const roleTrusting = (who: string) =>
  exists("aws_iam_role", "task", {
    name: "task",
    arn: TASK_ROLE_ARN,
    assume_role_policy: trustPolicyOf(who),
  });

/** The ARN of an Application Load Balancer. */
export const LOAD_BALANCER_ARN = `${ELB_ARN_PREFIX}:loadbalancer/app/web/0`;

/** The ARN of the target group of {@link existingTargetGroup}. */
export const TARGET_GROUP_ARN = `${ELB_ARN_PREFIX}:targetgroup/web/0`;

/** A listener action that forwards to {@link TARGET_GROUP_ARN}. */
export const forwardAction = { type: "forward", target_group_arn: TARGET_GROUP_ARN };

/** A listener of {@link LOAD_BALANCER_ARN}. */
export const existingListener = (values = {}) =>
  exists("aws_lb_listener", `${ELB_ARN_PREFIX}:listener/app/web/0/1`, {
    arn: `${ELB_ARN_PREFIX}:listener/app/web/0/1`,
    load_balancer_arn: LOAD_BALANCER_ARN,
    port: 443,
    default_action: [forwardAction],
    ...values,
  });

/** The ARN of a Network Load Balancer. */
export const NETWORK_LOAD_BALANCER_ARN = `${ELB_ARN_PREFIX}:loadbalancer/net/gate/0`;

/** A target group, by the type of its targets. */
export const existingTargetGroup = (type: string, vpcId = VPC_ID) =>
  exists("aws_lb_target_group", TARGET_GROUP_ARN, {
    arn: TARGET_GROUP_ARN,
    target_type: type,
    vpc_id: vpcId,
  });

/** The arguments of a Network Load Balancer with an Elastic IP address. */
export const networkLoadBalancer = {
  load_balancer_type: "network",
  subnet_mapping: [{ subnet_id: SUBNET_A, allocation_id: "eipalloc-0" }],
};

/** A security group of the VPC. */
export const groupInVpc = (id: string, values = {}) =>
  exists("aws_security_group", id, { vpc_id: VPC_ID, ...values });

/** A public hosted zone of example.com. */
export const existingZone = (values = {}) =>
  exists("aws_route53_zone", "Z1", { name: "example.com", vpc: [], ...values });

/** The record that validates a certificate of example.com. */
export const validationRecord = exists("aws_route53_record", "Z1__1.example.com._CNAME", {
  zone_id: "Z1",
  name: "_1.example.com",
  type: "CNAME",
  records: ["_2.x.acm-validations.aws"],
});

/** The arguments of a distribution with the cases' certificate. */
export const viewerCertificate = { viewer_certificate: [{ acm_certificate_arn: CERTIFICATE_ARN }] };

/** The type of transit gateways, and the prefix of their attachments. */
export const TRANSIT_GATEWAY_TYPE = "aws_ec2_transit_gateway";

/** A VPC attachment of a transit gateway. */
export const existingVpcAttachment = (vpcId: string) =>
  exists(`${TRANSIT_GATEWAY_TYPE}_vpc_attachment`, "tgw-attach-0", {
    transit_gateway_id: "tgw-0",
    vpc_id: vpcId,
  });

/** The type of ingress rules. */
export const INGRESS_RULE_TYPE = "aws_vpc_security_group_ingress_rule";

/** The arguments of a rule for HTTPS from anywhere. */
export const httpsRule = (values = {}) => ({
  security_group_id: "sg-0a",
  ip_protocol: "tcp",
  from_port: 443,
  to_port: 443,
  cidr_ipv4: "0.0.0.0/0",
  ...values,
});

/** Security groups of two VPCs. */
export const groupsOfTwoVpcs = [groupInVpc("sg-0a"), groupInVpc("sg-0b", { vpc_id: OTHER_VPC_ID })];

/** A launch template. */
export const existingLaunchTemplate = (values = {}) =>
  exists("aws_launch_template", "lt-0a", { name: "web", ...values });

/** The arguments of an Auto Scaling group. */
export const autoScalingGroup = (values = {}) => ({
  min_size: 2,
  max_size: 4,
  desired_capacity: 2,
  vpc_zone_identifier: [SUBNET_A, SUBNET_B],
  launch_template: [{ id: "lt-0a", version: "1" }],
  ...values,
});

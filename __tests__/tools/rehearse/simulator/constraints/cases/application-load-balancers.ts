import {
  type ConstraintCase,
  ELB_ARN_PREFIX,
  existingSubnet,
  existingVpc,
  exists,
  OTHER_VPC_ID,
  SUBNET_A,
  SUBNET_B,
  twoSubnets,
  UNKNOWN,
  VPC_ID,
  vpcWithTwoSubnets,
} from "../constraint-case.ts";

const LB = `${ELB_ARN_PREFIX}:loadbalancer/app/web/0`;
const TG = `${ELB_ARN_PREFIX}:targetgroup/web/0`;
const lb = (values = {}) => exists("aws_lb", LB, { arn: LB, vpc_id: VPC_ID, ...values });
const tg = (values = {}) => exists("aws_lb_target_group", TG, { arn: TG, vpc_id: VPC_ID, ...values });
const forward = { type: "forward", target_group_arn: TG };
const listener = (values = {}) =>
  exists("aws_lb_listener", `${ELB_ARN_PREFIX}:listener/app/web/0/1`, {
    arn: `${ELB_ARN_PREFIX}:listener/app/web/0/1`,
    load_balancer_arn: LB,
    port: 443,
    default_action: [forward],
    ...values,
  });
const POOR =
  "Not enough IP space available in subnet-0c. ELB requires at least 8 free IP addresses in each subnet.";
const logs = { access_logs: [{ bucket: "logs", enabled: true }] };
const writer = (principal: unknown) =>
  exists("aws_s3_bucket_policy", "logs", {
    bucket: "logs",
    policy: JSON.stringify({
      Statement: [{ Effect: "Allow", Principal: principal as string, Action: "s3:PutObject", Resource: "*" }],
    }),
  });
const encrypted = (algorithm: string) =>
  exists("aws_s3_bucket_server_side_encryption_configuration", "logs", {
    bucket: "logs",
    rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: algorithm }] }],
  });
const DENIED =
  "ModifyLoadBalancerAttributes InvalidConfigurationRequest: Access Denied for bucket: logs. Please check S3bucket permission";

/** Cases of load balancers, their listeners and their target groups. */
export const applicationLoadBalancerCases: readonly ConstraintCase[] = [
  {
    constraint: "load-balancer-zones",
    when: "the subnets cover two zones",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { subnets: [SUBNET_A, SUBNET_B], load_balancer_type: "application" },
  },
  {
    constraint: "load-balancer-zones",
    when: "a network load balancer has one subnet",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { subnets: [SUBNET_A], load_balancer_type: "network" },
  },
  {
    constraint: "load-balancer-zones",
    when: "a subnet is unknown",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { subnets: [SUBNET_A, UNKNOWN] },
  },
  {
    constraint: "load-balancer-zones",
    when: "it has one subnet",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { subnets: [SUBNET_A] },
    errors: [
      "CreateLoadBalancer ValidationError: At least two subnets in two different Availability Zones must be specified",
    ],
  },
  {
    constraint: "load-balancer-zones",
    when: "its mappings cover two zones",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { subnet_mapping: [{ subnet_id: SUBNET_A }, { subnet_id: SUBNET_B }] },
  },
  {
    constraint: "load-balancer-zones",
    when: "it has one mapping",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { subnet_mapping: [{ subnet_id: SUBNET_A }], load_balancer_type: "application" },
    errors: [
      "CreateLoadBalancer ValidationError: At least two subnets in two different Availability Zones must be specified",
    ],
  },
  {
    constraint: "load-balancer-zones",
    when: "a zone has two subnets",
    type: "aws_lb",
    account: [...vpcWithTwoSubnets, existingSubnet("subnet-0c", "us-east-1a", "10.0.2.0/24")],
    after: { subnets: [SUBNET_A, SUBNET_B, "subnet-0c"] },
    errors: [
      "CreateLoadBalancer InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone",
    ],
  },
  {
    constraint: "load-balancer-subnet-size",
    when: "the subnets are /24",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { subnets: [SUBNET_A, SUBNET_B] },
  },
  {
    constraint: "load-balancer-subnet-size",
    when: "a subnet is /28",
    type: "aws_lb",
    account: [...vpcWithTwoSubnets, existingSubnet("subnet-0c", "us-east-1c", "10.0.2.0/28")],
    after: { subnets: [SUBNET_A, "subnet-0c"] },
    errors: [`CreateLoadBalancer InvalidSubnet: ${POOR}`],
  },
  {
    constraint: "load-balancer-subnet-size",
    when: "the subnet of a mapping is /28",
    type: "aws_lb",
    account: [...vpcWithTwoSubnets, existingSubnet("subnet-0c", "us-east-1c", "10.0.2.0/28")],
    after: { subnet_mapping: [{ subnet_id: SUBNET_A }, { subnet_id: "subnet-0c" }] },
    errors: [`CreateLoadBalancer InvalidSubnet: ${POOR}`],
  },
  {
    constraint: "load-balancer-subnet-size",
    when: "a subnet of a network load balancer is /28",
    type: "aws_lb",
    account: [existingVpc(), existingSubnet("subnet-0c", "us-east-1c", "10.0.2.0/28")],
    after: { load_balancer_type: "network", subnets: ["subnet-0c"] },
  },
  {
    constraint: "load-balancer-subnet-size",
    when: "a /27 is almost full",
    type: "aws_lb",
    account: [
      ...vpcWithTwoSubnets,
      existingSubnet("subnet-0c", "us-east-1c", "10.0.2.0/27"),
      ...Array.from({ length: 20 }, (_, n) =>
        exists("aws_network_interface", `eni-${n}`, { subnet_id: "subnet-0c" }),
      ),
    ],
    after: { subnets: ["subnet-0c"] },
    errors: [`CreateLoadBalancer InvalidSubnet: ${POOR}`],
  },
  {
    constraint: "load-balancer-internet",
    when: "the VPC has an internet gateway",
    type: "aws_lb",
    account: vpcWithTwoSubnets,
    after: { subnets: [SUBNET_A, SUBNET_B], internal: false },
  },
  {
    constraint: "load-balancer-internet",
    when: "the load balancer is internal",
    type: "aws_lb",
    account: [existingVpc(), ...twoSubnets],
    after: { subnets: [SUBNET_A, SUBNET_B], internal: true },
  },
  {
    constraint: "load-balancer-internet",
    when: "the VPC of its mappings has no internet gateway",
    type: "aws_lb",
    account: [existingVpc(), ...twoSubnets],
    after: { subnet_mapping: [{ subnet_id: SUBNET_A }, { subnet_id: SUBNET_B }], internal: false },
    errors: [`CreateLoadBalancer InvalidSubnet: VPC ${VPC_ID} has no internet gateway`],
  },
  {
    constraint: "load-balancer-internet",
    when: "the VPC has no internet gateway",
    type: "aws_lb",
    account: [existingVpc(), ...twoSubnets],
    after: { subnets: [SUBNET_A, SUBNET_B], internal: false },
    errors: [`CreateLoadBalancer InvalidSubnet: VPC ${VPC_ID} has no internet gateway`],
  },
  {
    constraint: "load-balancer-protected",
    when: "the load balancer is not protected",
    type: "aws_lb",
    before: { id: LB, arn: LB, enable_deletion_protection: false },
  },
  {
    constraint: "load-balancer-protected",
    when: "the load balancer is protected",
    type: "aws_lb",
    before: { id: LB, arn: LB, enable_deletion_protection: true },
    errors: [
      `DeleteLoadBalancer OperationNotPermitted: Load balancer '${LB}' cannot be deleted because deletion protection is enabled`,
    ],
  },
  {
    constraint: "load-balancer-log-bucket",
    when: "the bucket policy allows the log delivery service",
    type: "aws_lb",
    account: [writer({ Service: "logdelivery.elasticloadbalancing.amazonaws.com" }), encrypted("AES256")],
    after: logs,
  },
  {
    constraint: "load-balancer-log-bucket",
    when: "the bucket policy allows the region's log account",
    type: "aws_lb",
    account: [writer({ AWS: "arn:aws:iam::127311923021:root" })],
    after: logs,
  },
  {
    constraint: "load-balancer-log-bucket",
    when: "the load balancer writes no logs",
    type: "aws_lb",
    after: { access_logs: [{ bucket: "logs", enabled: false }] },
  },
  {
    constraint: "load-balancer-log-bucket",
    when: "the bucket policy allows only other principals",
    type: "aws_lb",
    account: [writer({ Service: "cloudtrail.amazonaws.com" })],
    after: logs,
    errors: [DENIED],
  },
  {
    constraint: "load-balancer-log-bucket",
    when: "the bucket has KMS encryption",
    type: "aws_lb",
    account: [writer({ Service: "logdelivery.elasticloadbalancing.amazonaws.com" }), encrypted("aws:kms")],
    after: logs,
    errors: [DENIED],
  },
  {
    constraint: "target-group-in-use",
    when: "nothing forwards to the target group",
    type: "aws_lb_target_group",
    account: [listener({ default_action: [] })],
    before: { id: TG, arn: TG },
  },
  {
    constraint: "target-group-in-use",
    when: "a listener forwards to the target group",
    type: "aws_lb_target_group",
    account: [listener()],
    before: { id: TG, arn: TG },
    errors: [
      `DeleteTargetGroup ResourceInUse: Target group '${TG}' is currently in use by a listener or a rule`,
    ],
  },
  {
    constraint: "target-group-one-balancer",
    when: "the same load balancer uses it",
    type: "aws_lb_listener",
    account: [listener()],
    after: { load_balancer_arn: LB, port: 80, default_action: [forward] },
  },
  {
    constraint: "target-group-one-balancer",
    when: "another load balancer uses it",
    type: "aws_lb_listener",
    account: [listener()],
    after: { load_balancer_arn: `${LB}2`, default_action: [{ forward: [{ target_group: [{ arn: TG }] }] }] },
    errors: [
      `CreateListener TargetGroupAssociationLimit: The following target groups cannot be associated with more than one load balancer: ${TG}`,
    ],
  },
  {
    constraint: "target-group-same-network",
    when: "both are in one VPC",
    type: "aws_lb_listener",
    account: [lb(), tg()],
    after: { load_balancer_arn: LB, default_action: [forward] },
  },
  {
    constraint: "target-group-same-network",
    when: "they are in two VPCs",
    type: "aws_lb_listener",
    account: [lb(), tg({ vpc_id: OTHER_VPC_ID })],
    after: { load_balancer_arn: LB, default_action: [forward] },
    errors: [
      `CreateListener ValidationError: The following target groups are not in the same VPC as the load balancer: ${TG}`,
    ],
  },
  {
    constraint: "target-group-same-network",
    when: "the target group does not exist",
    type: "aws_lb_listener_rule",
    account: [lb(), listener()],
    after: { listener_arn: `${ELB_ARN_PREFIX}:listener/app/web/0/1`, action: [forward] },
    errors: [`CreateRule TargetGroupNotFound: Target groups '${TG}' not found`],
  },
  {
    constraint: "listener-port",
    when: "the port is free",
    type: "aws_lb_listener",
    account: [listener()],
    after: { load_balancer_arn: LB, port: 80 },
  },
  {
    constraint: "listener-port",
    when: "the port is taken",
    type: "aws_lb_listener",
    account: [listener()],
    after: { load_balancer_arn: LB, port: 443 },
    errors: [
      `CreateListener DuplicateListener: A listener already exists on this port for this load balancer '${LB}'`,
    ],
  },
  {
    constraint: "listener-rule-priority",
    when: "the priority is free",
    type: "aws_lb_listener_rule",
    account: [exists("aws_lb_listener_rule", "r", { listener_arn: "l", priority: 1 })],
    after: { listener_arn: "l", priority: 2 },
  },
  {
    constraint: "listener-rule-priority",
    when: "the priority is taken",
    type: "aws_lb_listener_rule",
    account: [exists("aws_lb_listener_rule", "r", { listener_arn: "l", priority: 1 })],
    after: { listener_arn: "l", priority: 1 },
    errors: ["CreateRule PriorityInUse: Priority '1' is currently in use"],
  },
];

import {
  type ConstraintCase,
  ELB_ARN_PREFIX,
  exists,
  OTHER_VPC_ID,
  SUBNET_A,
  VPC_ID,
  vpcWithTwoSubnets,
} from "../../constraints/constraint-case.ts";

const TG = `${ELB_ARN_PREFIX}:targetgroup/web/0`;
const LB = `${ELB_ARN_PREFIX}:loadbalancer/app/web/0`;
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
const targets = (type: string, vpcId = VPC_ID) =>
  exists("aws_lb_target_group", TG, { arn: TG, target_type: type, vpc_id: vpcId });
const server = exists("aws_instance", "i-0a", { subnet_id: SUBNET_A });
const registration = { target_group_arn: TG, target_id: "i-0a" };

export const elbTargetGroupCases: readonly ConstraintCase[] = [
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
    constraint: "target-registration",
    when: "the target group has instance targets",
    type: "aws_lb_target_group_attachment",
    after: registration,
    account: [...vpcWithTwoSubnets, server, targets("instance")],
  },
  {
    constraint: "target-registration",
    when: "the target group has IP targets",
    type: "aws_lb_target_group_attachment",
    after: registration,
    account: [...vpcWithTwoSubnets, server, targets("ip")],
    errors: ["RegisterTargets ValidationError: The IP address 'i-0a' is not a valid IPv4 address"],
  },
  {
    constraint: "target-registration",
    when: "the instance is in another VPC",
    type: "aws_lb_target_group_attachment",
    after: registration,
    account: [...vpcWithTwoSubnets, server, targets("instance", OTHER_VPC_ID)],
    errors: [
      `RegisterTargets InvalidTarget: The following targets are not in the target group VPC '${OTHER_VPC_ID}': 'i-0a'`,
    ],
  },
];

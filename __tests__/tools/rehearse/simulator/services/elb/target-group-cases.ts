import {
  existingListener,
  existingTargetGroup,
  forwardAction,
  LOAD_BALANCER_ARN,
  TARGET_GROUP_ARN,
} from "../../constraints/case-resources.ts";
import {
  type ConstraintCase,
  ELB_ARN_PREFIX,
  exists,
  OTHER_VPC_ID,
  SUBNET_A,
  VPC_ID,
  vpcWithTwoSubnets,
} from "../../constraints/constraint-case.ts";

const lb = (values = {}) =>
  exists("aws_lb", LOAD_BALANCER_ARN, { arn: LOAD_BALANCER_ARN, vpc_id: VPC_ID, ...values });
const tg = (values = {}) =>
  exists("aws_lb_target_group", TARGET_GROUP_ARN, { arn: TARGET_GROUP_ARN, vpc_id: VPC_ID, ...values });
const server = exists("aws_instance", "i-0a", { subnet_id: SUBNET_A });
const registration = { target_group_arn: TARGET_GROUP_ARN, target_id: "i-0a" };

export const elbTargetGroupCases: readonly ConstraintCase[] = [
  {
    constraint: "target-group-in-use",
    when: "nothing forwards to the target group",
    type: "aws_lb_target_group",
    account: [existingListener({ default_action: [] })],
    before: { id: TARGET_GROUP_ARN, arn: TARGET_GROUP_ARN },
  },
  {
    constraint: "target-group-in-use",
    when: "a listener forwards to the target group",
    type: "aws_lb_target_group",
    account: [existingListener()],
    before: { id: TARGET_GROUP_ARN, arn: TARGET_GROUP_ARN },
    errors: [
      `DeleteTargetGroup ResourceInUse: Target group '${TARGET_GROUP_ARN}' is currently in use by a listener or a rule`,
    ],
  },
  {
    constraint: "target-group-one-balancer",
    when: "the same load balancer uses it",
    type: "aws_lb_listener",
    account: [existingListener()],
    after: { load_balancer_arn: LOAD_BALANCER_ARN, port: 80, default_action: [forwardAction] },
  },
  {
    constraint: "target-group-one-balancer",
    when: "another load balancer uses it",
    type: "aws_lb_listener",
    account: [existingListener()],
    after: {
      load_balancer_arn: `${LOAD_BALANCER_ARN}2`,
      default_action: [{ forward: [{ target_group: [{ arn: TARGET_GROUP_ARN }] }] }],
    },
    errors: [
      `CreateListener TargetGroupAssociationLimit: The following target groups cannot be associated with more than one load balancer: ${TARGET_GROUP_ARN}`,
    ],
  },
  {
    constraint: "target-group-same-network",
    when: "both are in one VPC",
    type: "aws_lb_listener",
    account: [lb(), tg()],
    after: { load_balancer_arn: LOAD_BALANCER_ARN, default_action: [forwardAction] },
  },
  {
    constraint: "target-group-same-network",
    when: "they are in two VPCs",
    type: "aws_lb_listener",
    account: [lb(), tg({ vpc_id: OTHER_VPC_ID })],
    after: { load_balancer_arn: LOAD_BALANCER_ARN, default_action: [forwardAction] },
    errors: [
      `CreateListener ValidationError: The following target groups are not in the same VPC as the load balancer: ${TARGET_GROUP_ARN}`,
    ],
  },
  {
    constraint: "target-group-same-network",
    when: "the target group does not exist",
    type: "aws_lb_listener_rule",
    account: [lb(), existingListener()],
    after: { listener_arn: `${ELB_ARN_PREFIX}:listener/app/web/0/1`, action: [forwardAction] },
    errors: [`CreateRule TargetGroupNotFound: Target groups '${TARGET_GROUP_ARN}' not found`],
  },
  {
    constraint: "target-registration",
    when: "the target group has instance targets",
    type: "aws_lb_target_group_attachment",
    after: registration,
    account: [...vpcWithTwoSubnets, server, existingTargetGroup("instance")],
  },
  {
    constraint: "target-registration",
    when: "the target group has IP targets",
    type: "aws_lb_target_group_attachment",
    after: registration,
    account: [...vpcWithTwoSubnets, server, existingTargetGroup("ip")],
    errors: ["RegisterTargets ValidationError: The IP address 'i-0a' is not a valid IPv4 address"],
  },
  {
    constraint: "target-registration",
    when: "the instance is in another VPC",
    type: "aws_lb_target_group_attachment",
    after: registration,
    account: [...vpcWithTwoSubnets, server, existingTargetGroup("instance", OTHER_VPC_ID)],
    errors: [
      `RegisterTargets InvalidTarget: The following targets are not in the target group VPC '${OTHER_VPC_ID}': 'i-0a'`,
    ],
  },
];

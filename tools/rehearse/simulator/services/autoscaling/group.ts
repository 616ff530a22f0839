import {
  nestedBlocksOf,
  numberAttribute,
  stringAttribute,
  stringListAttribute,
} from "../../computed-values/attribute-reader.ts";
import { findExistingResource } from "../../computed-values/existing-resources.ts";
import { arnTemplate, resolveString } from "../../computed-values/value-context.ts";
import {
  apiErrorIf,
  findInRegion,
  hasUnknownAttribute,
  isCreate,
} from "../../constraints/support/constraint-helpers.ts";
import { securityGroupIdsOf, subnetIdsOf, vpcIdsOfSubnets } from "../../constraints/support/network.ts";
import { operationName } from "../../operation-name.ts";
import type { ApiError, CallContext, Constraint, SimulatedResource } from "../../simulator-types.ts";
import type { ObjectValue } from "../../terraform-value.ts";
import type { ParentReference, ServiceResources } from "../service-resources.ts";

const GROUP_PARENT: ParentReference = {
  attribute: "autoscaling_group_name",
  types: ["aws_autoscaling_group"],
  code: "ValidationError",
  message: "AutoScalingGroup name not found - {}",
};

/** The launch template that an Auto Scaling group references, by ID or name. */
export function launchTemplateOfGroup(
  values: ObjectValue,
  context: CallContext,
): SimulatedResource | undefined {
  const [block] = nestedBlocksOf(values, "launch_template");
  const reference = stringAttribute(block, "id") ?? stringAttribute(block, "name");
  return findInRegion(context, reference, "aws_launch_template");
}

function securityGroupErrors(
  values: ObjectValue,
  vpc: string,
  operation: string,
  context: CallContext,
): readonly ApiError[] {
  const template = launchTemplateOfGroup(values, context)?.values ?? null;
  const interfaces = template === null ? [] : nestedBlocksOf(template, "network_interfaces");
  const ids = [template, ...interfaces].flatMap((block) => securityGroupIdsOf(block));
  return ids.flatMap((id) => {
    const otherVpc = stringAttribute(findInRegion(context, id, "aws_security_group")?.values, "vpc_id");
    return apiErrorIf(
      otherVpc !== undefined && otherVpc !== vpc,
      operation,
      "InvalidGroup.NotFound",
      `The security group '${id}' does not exist in VPC '${vpc}'`,
      "vpc_zone_identifier",
    );
  });
}

function targetGroupErrors(
  values: ObjectValue,
  vpc: string,
  operation: string,
  context: CallContext,
): readonly ApiError[] {
  return stringListAttribute(values, "target_group_arns").flatMap((arn) => {
    const group = findInRegion(context, arn, "aws_lb_target_group")?.values;
    const type = stringAttribute(group, "target_type") ?? "instance";
    const otherVpc = stringAttribute(group, "vpc_id");
    const isInvalidTargetGroup =
      group === undefined || type !== "instance" || (otherVpc !== undefined && otherVpc !== vpc);
    return apiErrorIf(
      isInvalidTargetGroup,
      operation,
      "ValidationError",
      `Provided Target Groups may not be valid. Please ensure they exist and try again: ${arn} is ${group === undefined ? "missing" : `of type ${type} in ${otherVpc}`}`,
      "target_group_arns",
    );
  });
}

/** An Auto Scaling group's subnets, security groups and target groups must belong to one VPC. */
const autoScalingGroupNetwork: Constraint = {
  name: "auto-scaling-group-network",
  documentation: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-in-vpc.html",
  errorCodes: ["InvalidGroup.NotFound", "ValidationError"],
  types: ["aws_autoscaling_group"],
  check(change, context) {
    if (change.after === null) return [];
    const operation = operationName(change.type, isCreate(change) ? "create" : "update");
    const [vpc, ...others] = vpcIdsOfSubnets(context, subnetIdsOf(change.after));
    if (vpc === undefined) return [];
    return [
      ...apiErrorIf(
        others.length > 0,
        operation,
        "ValidationError",
        `The subnets are not all in the same VPC: ${[vpc, ...others].join(", ")}`,
        "vpc_zone_identifier",
      ),
      ...securityGroupErrors(change.after, vpc, operation, context),
      ...targetGroupErrors(change.after, vpc, operation, context),
    ];
  },
};

/**
 * An Auto Scaling group's minimum size is at most its maximum; its desired capacity is between
 * them.
 */
const autoScalingGroupSize: Constraint = {
  name: "auto-scaling-group-size",
  documentation: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html",
  errorCodes: ["ValidationError"],
  types: ["aws_autoscaling_group"],
  check(change) {
    if (change.after === null || hasUnknownAttribute(change.after, "min_size", "max_size")) return [];
    const operation = operationName(change.type, isCreate(change) ? "create" : "update");
    const min = numberAttribute(change.after, "min_size") ?? 0;
    const max = numberAttribute(change.after, "max_size") ?? 0;
    const desired = numberAttribute(change.after, "desired_capacity");
    // If only the bounds change, AWS adjusts the desired capacity to them.
    const isConfigured =
      desired !== undefined && desired !== numberAttribute(change.before, "desired_capacity");
    const isOutOfRange = isConfigured && min <= max && (desired < min || desired > max);
    return [
      ...apiErrorIf(
        min > max,
        operation,
        "ValidationError",
        `Max bound, ${max}, must be greater than or equal to min bound, ${min}`,
        "max_size",
      ),
      ...apiErrorIf(
        isOutOfRange,
        operation,
        "ValidationError",
        `Desired capacity:${desired} must be between the specified min size:${min} and max size:${max}`,
        "desired_capacity",
      ),
    ];
  },
};

/** Auto Scaling groups. */
export const autoscalingGroupResources: ServiceResources = {
  types: {
    aws_launch_configuration: {
      values: {
        id: "{name}",
        arn: arnTemplate(
          "autoscaling:{region}:{account}:launchConfiguration:{uuid}:launchConfigurationName/{name}",
        ),
      },
    },
    aws_autoscaling_group: {
      dependentOf: ["aws_subnet"],
      values: {
        id: "{name}",
        arn: arnTemplate(
          "autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}",
        ),
        availability_zones: (context) => {
          const subnets = context.resolve("vpc_zone_identifier");
          const ids = Array.isArray(subnets) ? subnets : [];
          const zones = ids.map((id) =>
            stringAttribute(
              findExistingResource(context.account, String(id), "aws_subnet")?.values,
              "availability_zone",
            ),
          );
          return [...new Set(zones.filter((zone) => zone !== undefined))].sort();
        },
        default_cooldown: 300,
        desired_capacity: (context) => Number(context.resolve("min_size") ?? 0),
        health_check_type: "EC2",
        service_linked_role_arn: arnTemplate(
          "iam::{account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
        ),
        predicted_capacity: 0,
        warm_pool_size: 0,
        "launch_template.name": (context) =>
          stringAttribute(
            findExistingResource(context.account, String(context.self.id ?? ""), "aws_launch_template")
              ?.values,
            "name",
          ) ?? "",
        "launch_template.id": (context) =>
          context.account
            .resources("aws_launch_template")
            .find((template) => template.values.name === context.self.name)?.id ?? "",
        "launch_template.version": "$Default",
      },
      uniqueName: {
        attribute: "name",
        code: "AlreadyExists",
        message: "AutoScalingGroup by this name already exists - A group with the name {} already exists",
      },
    },
    aws_autoscaling_policy: {
      identity: ["arn"],
      values: {
        id: "{name}",
        arn: arnTemplate(
          "autoscaling:{region}:{account}:scalingPolicy:{uuid}:autoScalingGroupName/{autoscaling_group_name}:policyName/{name}",
        ),
        metric_aggregation_type: (context) =>
          resolveString(context, "policy_type") === "StepScaling" ? "Average" : "",
      },
      parents: [GROUP_PARENT],
    },
    aws_autoscaling_attachment: {
      values: { id: "{autoscaling_group_name}-20240101{digits:16}" },
      parents: [GROUP_PARENT],
    },
    aws_autoscaling_schedule: {
      identity: ["arn"],
      values: {
        id: "{scheduled_action_name}",
        arn: arnTemplate(
          "autoscaling:{region}:{account}:scheduledUpdateGroupAction:{uuid}:autoScalingGroupName/{autoscaling_group_name}:scheduledActionName/{scheduled_action_name}",
        ),
      },
      parents: [GROUP_PARENT],
    },
    aws_autoscaling_lifecycle_hook: { parents: [GROUP_PARENT] },
  },
  constraints: [autoScalingGroupNetwork, autoScalingGroupSize],
};

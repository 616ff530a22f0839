import { nestedBlocksOf, stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import type { ApiError, CallContext, Constraint } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";
import { launchTemplateOfGroup } from "./support/auto-scaling.ts";
import { apiErrorIf, findInRegion, isCreate } from "./support/constraint-helpers.ts";
import { securityGroupIdsOf, subnetIdsOf, vpcIdsOfSubnets } from "./support/network.ts";

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
export const autoScalingGroupNetwork: Constraint = {
  name: "auto-scaling-group-network",
  documentation: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-in-vpc.html",
  types: ["aws_autoscaling_group"],
  check(change, context) {
    if (change.after === null) return [];
    const operation = isCreate(change) ? "CreateAutoScalingGroup" : "UpdateAutoScalingGroup";
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

import { blocksOf, textOf, textsOf } from "../answers/read.ts";
import type { CallContext, Law, Refusal } from "../contracts.ts";
import type { ObjectValue } from "../value.ts";
import { fleetTemplate } from "./support/fleets.ts";
import { securityGroups, subnetsOf, vpcs } from "./support/network.ts";
import { creates, named, refuse } from "./support/rule.ts";

function groupRefusals(
  values: ObjectValue,
  vpc: string,
  operation: string,
  context: CallContext,
): readonly Refusal[] {
  const template = fleetTemplate(values, context)?.values ?? null;
  const interfaces = template === null ? [] : blocksOf(template, "network_interfaces");
  const ids = [template, ...interfaces].flatMap((place) => securityGroups(place));
  return ids.flatMap((id) => {
    const other = textOf(named(context, id, "aws_security_group")?.values, "vpc_id");
    return refuse(
      other !== undefined && other !== vpc,
      operation,
      "InvalidGroup.NotFound",
      `The security group '${id}' does not exist in VPC '${vpc}'`,
      "vpc_zone_identifier",
    );
  });
}

function targetRefusals(
  values: ObjectValue,
  vpc: string,
  operation: string,
  context: CallContext,
): readonly Refusal[] {
  return textsOf(values, "target_group_arns").flatMap((arn) => {
    const group = named(context, arn, "aws_lb_target_group", "aws_alb_target_group")?.values;
    const type = textOf(group, "target_type") ?? "instance";
    const other = textOf(group, "vpc_id");
    const isWrong = group === undefined || type !== "instance" || (other !== undefined && other !== vpc);
    return refuse(
      isWrong,
      operation,
      "ValidationError",
      `Provided Target Groups may not be valid. Please ensure they exist and try again: ${arn} is ${group === undefined ? "not there" : `of type ${type} in ${other}`}`,
      "target_group_arns",
    );
  });
}

/** A fleet's subnets, its servers' security groups and its target groups are of one VPC. */
export const fleetNetwork: Law = {
  name: "fleet-network",
  documentation: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-in-vpc.html",
  types: ["aws_autoscaling_group"],
  check(change, context) {
    if (change.after === null) return [];
    const operation = creates(change) ? "CreateAutoScalingGroup" : "UpdateAutoScalingGroup";
    const [vpc, ...others] = vpcs(context, subnetsOf(change.after));
    if (vpc === undefined) return [];
    return [
      ...refuse(
        others.length > 0,
        operation,
        "ValidationError",
        `The subnets are not all in the same VPC: ${[vpc, ...others].join(", ")}`,
        "vpc_zone_identifier",
      ),
      ...groupRefusals(change.after, vpc, operation, context),
      ...targetRefusals(change.after, vpc, operation, context),
    ];
  },
};

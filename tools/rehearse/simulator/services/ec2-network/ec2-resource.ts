import { withDefaultTwin } from "../../../../../aws/resource-types.ts";
import { stringAttribute } from "../../computed-values/attribute-reader.ts";
import { findExistingResource } from "../../computed-values/existing-resources.ts";
import { arnTemplate, resolveString, type ValueContext } from "../../computed-values/value-context.ts";

/** An EC2 resource with this ID prefix and ARN resource type. */
export function ec2Resource(
  prefix: string,
  kind: string,
): Readonly<Record<string, string | ReturnType<typeof arnTemplate>>> {
  return {
    id: `${prefix}-0{hex:16}`,
    arn: arnTemplate(`ec2:{region}:{account}:${kind}/{id}`),
    owner_id: "{account}",
  };
}

/** An attribute of the VPC that the resource references. */
export function vpcAttribute(name: string): (context: ValueContext) => string {
  return (context) =>
    stringAttribute(
      findExistingResource(context.account, resolveString(context, "vpc_id"), ...withDefaultTwin("aws_vpc"))
        ?.values,
      name,
    ) ?? "";
}

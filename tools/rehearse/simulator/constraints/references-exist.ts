import { withDefaultTwin } from "../../../../aws/resource-types.ts";
import { isGlobalType } from "../../../../aws/services.ts";
import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { operationName } from "../operation-name.ts";
import type { ApiError, CallContext, Constraint } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";
import { apiErrorIf, findInRegion, isCreate } from "./support/constraint-helpers.ts";
import { securityGroupIdsOf, subnetIdsOf } from "./support/network.ts";

function missingReferenceErrors(
  context: CallContext,
  type: string,
  values: ObjectValue,
): readonly ApiError[] {
  const operation = operationName(type, "create");
  const vpc = stringAttribute(values, "vpc_id");
  const isVpcMissing =
    vpc?.startsWith("vpc-") && findInRegion(context, vpc, ...withDefaultTwin("aws_vpc")) === undefined;
  return [
    ...apiErrorIf(
      isVpcMissing === true,
      operation,
      "InvalidVpcID.NotFound",
      `The vpc ID '${vpc}' does not exist`,
      "vpc_id",
    ),
    ...subnetIdsOf(values)
      .filter(
        (id) =>
          id.startsWith("subnet-") &&
          findInRegion(context, id, ...withDefaultTwin("aws_subnet")) === undefined,
      )
      .flatMap((id) =>
        apiErrorIf(true, operation, "InvalidSubnetID.NotFound", `The subnet ID '${id}' does not exist`),
      ),
    ...securityGroupIdsOf(values)
      .filter(
        (id) =>
          id.startsWith("sg-") &&
          findInRegion(context, id, ...withDefaultTwin("aws_security_group")) === undefined,
      )
      .flatMap((id) =>
        apiErrorIf(true, operation, "InvalidGroup.NotFound", `The security group '${id}' does not exist`),
      ),
  ];
}

/** The VPC, subnets and security groups that a resource references must exist in its region. */
export const referencesExist: Constraint = {
  name: "references-exist",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
  errorCodes: ["InvalidVpcID.NotFound", "InvalidSubnetID.NotFound", "InvalidGroup.NotFound"],
  types: "*",
  check(change, context) {
    // A global resource may reference a VPC of any region, which another argument names.
    return isCreate(change) && !isGlobalType(change.type)
      ? missingReferenceErrors(context, change.type, change.after)
      : [];
  },
};

import { nestedBlocksOf } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, idOrName, isDelete, resourcesInRegion } from "./support/constraint-helpers.ts";

/** An Elastic IP address cannot be released while a resource uses it. */
export const addressInUse: Constraint = {
  name: "address-in-use",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseAddress.html",
  types: ["aws_eip"],
  check(change, context) {
    if (!isDelete(change)) return [];
    const id = idOrName(change.before);
    const isUsed =
      resourcesInRegion(context, "aws_nat_gateway", "aws_eip_association").some(
        ({ values }) => values.allocation_id === id,
      ) ||
      resourcesInRegion(context, "aws_lb").some(({ values }) =>
        nestedBlocksOf(values, "subnet_mapping").some(({ allocation_id }) => allocation_id === id),
      );
    return apiErrorIf(
      isUsed,
      "ReleaseAddress",
      "InvalidIPAddress.InUse",
      `The address with allocation id '${id}' cannot be released because it is locked to an attachment.`,
    );
  },
};

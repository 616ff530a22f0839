import { VPC_QUOTAS } from "../../../../aws/vpc-quotas.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";

/** An account has at most five Elastic IP addresses in a region. */
export const addressQuota: Constraint = {
  name: "address-quota",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html",
  types: ["aws_eip"],
  check(change, context) {
    const isFull =
      isCreate(change) && resourcesInRegion(context, "aws_eip").length >= VPC_QUOTAS.elasticAddresses;
    return apiErrorIf(
      isFull,
      "AllocateAddress",
      "AddressLimitExceeded",
      "The maximum number of addresses has been reached.",
    );
  },
};

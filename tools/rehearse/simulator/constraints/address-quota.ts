import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";

/** The default quota of Elastic IP addresses per account and region. */
const ADDRESS_QUOTA = 5;

/** An account has at most five Elastic IP addresses in a region. */
export const addressQuota: Constraint = {
  name: "address-quota",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html",
  types: ["aws_eip"],
  check(change, context) {
    const isFull = isCreate(change) && resourcesInRegion(context, "aws_eip").length >= ADDRESS_QUOTA;
    return apiErrorIf(
      isFull,
      "AllocateAddress",
      "AddressLimitExceeded",
      "The maximum number of addresses has been reached.",
    );
  },
};

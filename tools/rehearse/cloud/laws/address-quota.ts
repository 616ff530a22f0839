import type { Law } from "../contracts.ts";
import { creates, here, refuse } from "./support/rule.ts";

/** Elastic addresses that an account may have in a region unless AWS raised the quota. */
const QUOTA = 5;

/** A region gives an account five elastic addresses. */
export const addressQuota: Law = {
  name: "address-quota",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html",
  types: ["aws_eip"],
  check(change, context) {
    const full = creates(change) && here(context, "aws_eip").length >= QUOTA;
    return refuse(
      full,
      "AllocateAddress",
      "AddressLimitExceeded",
      "The maximum number of addresses has been reached.",
    );
  },
};

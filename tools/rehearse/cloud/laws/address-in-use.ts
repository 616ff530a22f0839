import { blocksOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { deletes, here, idOf, refuse } from "./support/rule.ts";

/** An elastic address is released after the thing it stands on is gone. */
export const addressInUse: Law = {
  name: "address-in-use",
  documentation: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseAddress.html",
  types: ["aws_eip"],
  check(change, context) {
    if (!deletes(change)) return [];
    const id = idOf(change.before);
    const used =
      here(context, "aws_nat_gateway", "aws_eip_association").some(
        ({ values }) => values.allocation_id === id,
      ) ||
      here(context, "aws_lb", "aws_alb").some(({ values }) =>
        blocksOf(values, "subnet_mapping").some(({ allocation_id }) => allocation_id === id),
      );
    return refuse(
      used,
      "ReleaseAddress",
      "InvalidIPAddress.InUse",
      `The address with allocation id '${id}' cannot be released because it is locked to an attachment.`,
    );
  },
};

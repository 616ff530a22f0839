import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, idOrName, isDelete } from "./support/constraint-helpers.ts";

/** An instance with termination protection cannot be terminated. */
export const instanceProtected: Constraint = {
  name: "instance-protected",
  documentation:
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html",
  types: ["aws_instance"],
  check(change) {
    return apiErrorIf(
      isDelete(change) && change.before.disable_api_termination === true,
      "TerminateInstances",
      "OperationNotPermitted",
      `The instance '${idOrName(change.before)}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    );
  },
};

import type { Law } from "../contracts.ts";
import { deletes, idOf, refuse } from "./support/rule.ts";

/** A server with termination protection stays. */
export const serverProtected: Law = {
  name: "server-protected",
  documentation:
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html",
  types: ["aws_instance"],
  check(change) {
    return refuse(
      deletes(change) && change.before.disable_api_termination === true,
      "TerminateInstances",
      "OperationNotPermitted",
      `The instance '${idOf(change.before)}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    );
  },
};

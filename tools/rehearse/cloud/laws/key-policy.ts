import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { UNKNOWN } from "../value.ts";
import { allowsAction, principals, statements } from "./support/policy.ts";
import { refuse } from "./support/rule.ts";

/** A key's policy leaves someone of the account able to change it. */
export const keyPolicy: Law = {
  name: "key-policy",
  documentation: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  types: ["aws_kms_key", "aws_kms_key_policy"],
  check(change, { account }) {
    const text = textOf(change.after, "policy");
    if (text === undefined) return [];
    const bypass = change.after?.bypass_policy_lockout_safety_check;
    const operation = change.before === null && change.type === "aws_kms_key" ? "CreateKey" : "PutKeyPolicy";
    const all = statements(text);
    const locked =
      all !== undefined &&
      bypass !== true &&
      bypass !== UNKNOWN &&
      !all.some(
        (statement) =>
          allowsAction(statement, "kms:PutKeyPolicy") &&
          principals(statement).some((one) => one === "*" || one.includes(account.accountId)),
      );
    return [
      ...refuse(
        all === undefined,
        operation,
        "MalformedPolicyDocumentException",
        "Policy contains a statement that is not valid JSON.",
        "policy",
      ),
      ...refuse(
        locked,
        operation,
        "MalformedPolicyDocumentException",
        "The new key policy will not allow you to update the key policy in the future.",
        "policy",
      ),
    ];
  },
};

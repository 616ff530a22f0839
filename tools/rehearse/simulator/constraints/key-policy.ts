import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { UNKNOWN } from "../terraform-value.ts";
import { apiErrorIf } from "./support/constraint-helpers.ts";
import { allowsAction, parsePolicyStatements, statementPrincipals } from "./support/policy-statements.ts";

/** A key policy must let a principal of the account change the policy. */
export const keyPolicy: Constraint = {
  name: "key-policy",
  documentation: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  types: ["aws_kms_key", "aws_kms_key_policy"],
  check(change, { account }) {
    const text = stringAttribute(change.after, "policy");
    if (text === undefined) return [];
    const bypass = change.after?.bypass_policy_lockout_safety_check;
    const operation = change.before === null && change.type === "aws_kms_key" ? "CreateKey" : "PutKeyPolicy";
    const allStatements = parsePolicyStatements(text);
    const isLockedOut =
      allStatements !== undefined &&
      bypass !== true &&
      bypass !== UNKNOWN &&
      !allStatements.some(
        (statement) =>
          allowsAction(statement, "kms:PutKeyPolicy") &&
          statementPrincipals(statement).some(
            (principal) => principal === "*" || principal.includes(account.accountId),
          ),
      );
    return [
      ...apiErrorIf(
        allStatements === undefined,
        operation,
        "MalformedPolicyDocumentException",
        "Policy contains a statement that is not valid JSON.",
        "policy",
      ),
      ...apiErrorIf(
        isLockedOut,
        operation,
        "MalformedPolicyDocumentException",
        "The new key policy will not allow you to update the key policy in the future.",
        "policy",
      ),
    ];
  },
};

import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf } from "./support/constraint-helpers.ts";
import { parsePolicyStatements } from "./support/policy-statements.ts";

/**
 * The document attribute of each type, the AWS operation, and the elements its statements require.
 */
const POLICY_DOCUMENTS: Readonly<
  Record<string, readonly [attribute: string, operation: string, kind: "identity" | "resource" | "trust"]>
> = {
  aws_iam_policy: ["policy", "CreatePolicy", "identity"],
  aws_iam_role_policy: ["policy", "PutRolePolicy", "identity"],
  aws_iam_user_policy: ["policy", "PutUserPolicy", "identity"],
  aws_iam_group_policy: ["policy", "PutGroupPolicy", "identity"],
  aws_iam_role: ["assume_role_policy", "CreateRole", "trust"],
};

/** An IAM policy document must have valid statements with the elements that its kind requires. */
export const policyDocumentConstraint: Constraint = {
  name: "policy-document",
  documentation: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
  types: Object.keys(POLICY_DOCUMENTS),
  check(change) {
    const [attribute, operation, kind] = POLICY_DOCUMENTS[change.type] ?? ["", "", "identity"];
    const text = stringAttribute(change.after, attribute);
    if (text === undefined) return [];
    const allStatements = parsePolicyStatements(text);
    const malformed = (message: string) =>
      apiErrorIf(true, operation, "MalformedPolicyDocument", message, attribute);
    if (allStatements === undefined || allStatements.length === 0)
      return malformed("Syntax errors in policy.");
    if (allStatements.some(({ Effect }) => Effect !== "Allow" && Effect !== "Deny"))
      return malformed("Syntax errors in policy.");
    if (allStatements.some(({ Action, NotAction }) => Action === undefined && NotAction === undefined))
      return malformed("Policy statement must contain actions.");
    if (
      kind === "identity" &&
      allStatements.some(({ Resource, NotResource }) => Resource === undefined && NotResource === undefined)
    )
      return malformed("Policy statement must contain resources.");
    if (kind === "identity" && allStatements.some(({ Principal }) => Principal !== undefined))
      return malformed("Policy document should not specify a principal.");
    if (kind === "trust" && allStatements.some(({ Resource }) => Resource !== undefined))
      return malformed("Has prohibited field Resource");
    return kind === "trust" &&
      allStatements.some(
        ({ Principal, NotPrincipal }) => Principal === undefined && NotPrincipal === undefined,
      )
      ? malformed("Missing required field Principal")
      : [];
  },
};

import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { statements } from "./support/policy.ts";
import { refuse } from "./support/rule.ts";

/** Where a type keeps its document, AWS's call, and what its statements must have. */
const DOCUMENTS: Readonly<
  Record<string, readonly [attribute: string, operation: string, kind: "identity" | "resource" | "trust"]>
> = {
  aws_iam_policy: ["policy", "CreatePolicy", "identity"],
  aws_iam_role_policy: ["policy", "PutRolePolicy", "identity"],
  aws_iam_user_policy: ["policy", "PutUserPolicy", "identity"],
  aws_iam_group_policy: ["policy", "PutGroupPolicy", "identity"],
  aws_iam_role: ["assume_role_policy", "CreateRole", "trust"],
};

/** An IAM policy is a document with statements that say what they allow, and on what. */
export const policyDocument: Law = {
  name: "policy-document",
  documentation: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
  types: Object.keys(DOCUMENTS),
  check(change) {
    const [attribute, operation, kind] = DOCUMENTS[change.type] ?? ["", "", "identity"];
    const text = textOf(change.after, attribute);
    if (text === undefined) return [];
    const all = statements(text);
    const broken = (message: string) =>
      refuse(true, operation, "MalformedPolicyDocument", message, attribute);
    if (all === undefined || all.length === 0) return broken("Syntax errors in policy.");
    if (all.some(({ Effect }) => Effect !== "Allow" && Effect !== "Deny"))
      return broken("Syntax errors in policy.");
    if (all.some(({ Action, NotAction }) => Action === undefined && NotAction === undefined))
      return broken("Policy statement must contain actions.");
    if (
      kind === "identity" &&
      all.some(({ Resource, NotResource }) => Resource === undefined && NotResource === undefined)
    )
      return broken("Policy statement must contain resources.");
    if (kind === "identity" && all.some(({ Principal }) => Principal !== undefined))
      return broken("Policy document should not specify a principal.");
    if (kind === "trust" && all.some(({ Resource }) => Resource !== undefined))
      return broken("Has prohibited field Resource");
    return kind === "trust" &&
      all.some(({ Principal, NotPrincipal }) => Principal === undefined && NotPrincipal === undefined)
      ? broken("Missing required field Principal")
      : [];
  },
};

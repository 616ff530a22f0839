import { Pattern } from "./pattern.ts";
import type { PolicyPrincipal, StatementClause } from "./policy-document.ts";
import type { TextConstraint } from "./text-search.ts";

const ACCOUNT = /^(?:arn:[\w-]+:iam::)?(\d{12}|\$\{[^}]*\})(?::root)?$/;

/**
 * Returns the constraint on the requester of a statement, written `KIND:NAME`. An account stands
 * for all of its principals.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function requesterConstraint({ values, isNegated }: StatementClause<PolicyPrincipal>): TextConstraint {
  return { patterns: values.flatMap(requesterPatterns), isNegated };
}

/** The account that a principal belongs to, or is; undefined for services and whole kinds. */
export function accountOf({ kind, name }: PolicyPrincipal): string | undefined {
  if (kind !== "AWS") return undefined;
  return /^(?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(name)?.[1];
}

function requesterPatterns({ kind, name }: PolicyPrincipal): Pattern[] {
  if (kind === "*") return [Pattern.glob("*")];
  if (name === "*") return [Pattern.glob(`${kind}:*`)];
  const account = kind === "AWS" ? ACCOUNT.exec(name)?.[1] : undefined;
  // A lone symbol may be any ARN: it is no account unless `:root` says so.
  if (account === undefined || (account.startsWith("${") && !name.endsWith(":root")))
    return [Pattern.literal(`${kind}:${name}`)];
  return [Pattern.glob(`AWS:arn:*:iam::${account}:*`), Pattern.glob(`AWS:arn:*:sts::${account}:*`)];
}

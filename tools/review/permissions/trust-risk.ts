import type { ConditionTest } from "./condition-test.ts";
import type { OwnAccounts } from "./own-accounts.ts";
import type { Widening } from "./permission-set.ts";
import type { PolicyStatement } from "./policy-document.ts";
import type { PolicySubject } from "./policy-subject.ts";
import { accountOf } from "./principal-pattern.ts";
import type { WideningRisk } from "./widening-risk.ts";
import { requesterText } from "./witness-text.ts";

/** Conditions that keep others out of a role. */
const GUARDS = /^(?:sts:externalid|aws:sourcearn|aws:sourceaccount|aws:principalorgid)$|:(?:sub|aud)$/;
const TRUST = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html";
const OIDC =
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub";

/** Judges a principal that becomes able to assume a role. */
export function trustRisk(widening: Widening, subject: PolicySubject, accounts: OwnAccounts): WideningRisk {
  const who = requesterText(widening);
  const text = `${who} may assume ${subject.name}`;
  const { statement } = widening.allow;
  const risk = { rule: "iam-trust-wider", documentation: [TRUST] };
  if (isOpen(statement)) return { ...risk, level: "block", text: `${text}: the principal is not limited` };
  if (isOpenProvider(statement))
    return {
      rule: risk.rule,
      documentation: [OIDC],
      level: "block",
      text: `${text} with any token: no condition limits its sub`,
    };
  const foreign = statement.principals?.values
    .map(accountOf)
    .find((account) => account !== undefined && accounts.isForeign(account));
  if (foreign !== undefined) {
    const isGuarded = subject.isNew && statement.conditions.some(({ key }) => key === "sts:externalid");
    return {
      ...risk,
      level: isGuarded ? "ask" : "block",
      text: `${text}: account ${foreign} is another one`,
    };
  }
  const lost = lostGuard(statement, subject);
  if (lost !== undefined)
    return { ...risk, level: "block", text: `${text} without the condition on ${lost}` };
  return { ...risk, level: subject.isNew ? "quiet" : "ask", text };
}

function isOpen({ principals, conditions }: PolicyStatement): boolean {
  if (principals === undefined) return false;
  const names = principals.isNegated || principals.values.some(({ name }) => name === "*");
  return names && !conditions.some(limitsAccount);
}

function limitsAccount({ key, isNegated, ifExists, quantifier, values }: ConditionTest): boolean {
  const limits = /^aws:(?:principalorgid|principalorgpaths|principalaccount|principalarn)$/.test(key);
  const isWide = values.some((value) => value === "*" || /:iam::\*/.test(value));
  return limits && !isNegated && !ifExists && quantifier !== "all" && !isWide;
}

/**
 * True for an OIDC provider whose tokens are all accepted. GitHub, GitLab and others issue tokens
 * to everybody: only `sub` tells whose a token is.
 */
function isOpenProvider({ principals, conditions }: PolicyStatement): boolean {
  const isOidc = principals?.values.some(
    ({ kind, name }) => kind === "Federated" && !/:saml-provider\//.test(name),
  );
  return isOidc === true && !conditions.some(limitsSubject);
}

function limitsSubject({ key, isNegated, ifExists, quantifier, values }: ConditionTest): boolean {
  if (!/:(?:sub|aud|amr|repository|repository_id|project_id|project_path)$/.test(key)) return false;
  // All tokens for AWS have the same audience; Cognito's and Google's are their customer's.
  if (/:(?:aud|amr)$/.test(key) && !/^(?:cognito-identity|accounts\.google)/.test(key)) return false;
  return !isNegated && !ifExists && quantifier !== "all" && values.every((value) => !isWideSubject(value));
}

/** True for a `sub` that others can have too: `*`, or `repo:*` for any owner. */
function isWideSubject(value: string): boolean {
  return /^[*?]*$/.test(value) || /^(?:repo|project_path|organization|system):[*?]/.test(value);
}

/** The guarding condition of a similar statement before that this one does not have. */
function lostGuard(statement: PolicyStatement, { before }: PolicySubject): string | undefined {
  const names = new Set(statement.principals?.values.map(({ kind, name }) => `${kind} ${name}`));
  const keys = new Set(statement.conditions.map(({ key }) => key));
  return before.statements
    .filter((each) => each.statement.effect === "Allow")
    .filter((each) =>
      each.statement.principals?.values.some(({ kind, name }) => names.has(`${kind} ${name}`)),
    )
    .flatMap((each) => each.statement.conditions.map(({ key }) => key))
    .find((key) => GUARDS.test(key) && !keys.has(key));
}

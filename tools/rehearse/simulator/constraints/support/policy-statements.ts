import { isObjectValue, type ObjectValue, type TerraformValue } from "../../terraform-value.ts";

/** The statements of a policy document; `undefined` if it is not JSON or not a policy document. */
export function parsePolicyStatements(text: string): readonly ObjectValue[] | undefined {
  let document: TerraformValue;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObjectValue(document)) return undefined;
  const statement = document.Statement;
  if (Array.isArray(statement))
    return statement.every(isObjectValue) ? statement.filter(isObjectValue) : undefined;
  return isObjectValue(statement) ? [statement] : undefined;
}

/** Converts a string or a list of strings to a list. */
export function toStringList(value: TerraformValue | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** The principals of a statement, `*` for everyone. */
export function statementPrincipals(statement: ObjectValue): readonly string[] {
  const { Principal } = statement;
  if (isObjectValue(Principal)) return Object.values(Principal).flatMap(toStringList);
  return toStringList(Principal);
}

/** True if an action pattern of the statement (`kms:*`, `kms:Put*`) matches `action`. */
export function allowsAction(statement: ObjectValue, action: string): boolean {
  if (statement.Effect !== "Allow") return false;
  return toStringList(statement.Action).some((pattern) => {
    const escaped = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    return new RegExp(`^${escaped}$`, "i").test(action);
  });
}

/** True if a role's trust policy lets the service assume the role. */
export function trustPolicyAllowsService(trustPolicy: string, service: string): boolean {
  return (parsePolicyStatements(trustPolicy) ?? []).some(
    (statement) =>
      allowsAction(statement, "sts:AssumeRole") &&
      statementPrincipals(statement).some((principal) => principal === service || principal === "*"),
  );
}

/** A policy's size as IAM counts it: without white space. */
export function iamPolicySize(text: string): number {
  return text.replace(/\s/g, "").length;
}

import { isMapOrObject } from "../../computed-values/attribute-reader.ts";
import type { ObjectValue, TerraformValue } from "../../terraform-value.ts";

/** The statements of a policy document; `undefined` when it is no JSON or no document. */
export function parsePolicyStatements(text: string): readonly ObjectValue[] | undefined {
  let document: TerraformValue;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isMapOrObject(document)) return undefined;
  const statement = document.Statement;
  if (Array.isArray(statement))
    return statement.every(isMapOrObject) ? statement.filter(isMapOrObject) : undefined;
  return isMapOrObject(statement) ? [statement] : undefined;
}

/** One text or a list of texts, as a list. */
export function toStringList(value: TerraformValue | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

/** Every principal that a statement names, `*` for everyone. */
export function statementPrincipals(statement: ObjectValue): readonly string[] {
  const { Principal } = statement;
  if (isMapOrObject(Principal)) return Object.values(Principal).flatMap(toStringList);
  return toStringList(Principal);
}

/** Whether an action pattern of the statement covers `action`: `kms:*`, `kms:Put*`. */
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

/** Whether a role's trust policy lets the service assume it. */
export function trustPolicyAllowsService(trustPolicy: string, service: string): boolean {
  return (parsePolicyStatements(trustPolicy) ?? []).some(
    (statement) =>
      allowsAction(statement, "sts:AssumeRole") &&
      statementPrincipals(statement).some((one) => one === service || one === "*"),
  );
}

/** A policy's length as IAM counts it: without white space. */
export function iamPolicySize(text: string): number {
  return text.replace(/\s/g, "").length;
}

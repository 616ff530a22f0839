import { isObject } from "../../answers/read.ts";
import type { ObjectValue, Value } from "../../value.ts";

/** The statements of a policy document; `undefined` when it is no JSON or no document. */
export function statements(text: string): readonly ObjectValue[] | undefined {
  let document: Value;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(document)) return undefined;
  const inside = document.Statement;
  if (Array.isArray(inside)) return inside.every(isObject) ? inside.filter(isObject) : undefined;
  return isObject(inside) ? [inside] : undefined;
}

/** One text or a list of texts, as a list. */
export function texts(value: Value | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

/** Every principal that a statement names, `*` for everyone. */
export function principals(statement: ObjectValue): readonly string[] {
  const { Principal } = statement;
  if (isObject(Principal)) return Object.values(Principal).flatMap(texts);
  return texts(Principal);
}

/** Whether an action pattern of the statement covers `action`: `kms:*`, `kms:Put*`. */
export function allowsAction(statement: ObjectValue, action: string): boolean {
  if (statement.Effect !== "Allow") return false;
  return texts(statement.Action).some((pattern) => {
    const escaped = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    return new RegExp(`^${escaped}$`, "i").test(action);
  });
}

/** Whether a role's trust policy lets the service assume it. */
export function trusts(trustPolicy: string, service: string): boolean {
  return (statements(trustPolicy) ?? []).some(
    (statement) =>
      allowsAction(statement, "sts:AssumeRole") &&
      principals(statement).some((one) => one === service || one === "*"),
  );
}

/** A policy's length as IAM counts it: without white space. */
export function policySize(text: string): number {
  return text.replace(/\s/g, "").length;
}

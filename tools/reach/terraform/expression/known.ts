import { isList, isMap, Reference, Unknown, type Value } from "../value.ts";
import { InvalidValue, notDeployedYet, type Scope } from "./scope.ts";

/** Plain data: no reference and nothing unknown anywhere in it. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * A value as plain data, references that the configuration settles replaced; else the reason why it is not.
 * Of several reasons, that Terraform would refuse it comes first.
 */
export function toPlain(value: Value, scope: Pick<Scope, "configured">): Plain | Unknown {
  if (value instanceof Unknown) return value;
  if (value instanceof Reference) {
    const configured = scope.configured(value);
    return configured instanceof Reference ? notDeployedYet(configured) : toPlain(configured, scope);
  }
  if (isList(value)) {
    const items = value.map((item) => toPlain(item, scope));
    return firstUnknownReason(items) ?? (items as Plain[]);
  }
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, toPlain(item, scope)] as const);
    return firstUnknownReason(entries.map(([, item]) => item)) ?? (Object.fromEntries(entries) as Plain);
  }
  return value;
}

/** The reason that counts among some values; undefined when all are known. */
export function firstUnknownReason(values: readonly (Value | Plain)[]): Unknown | undefined {
  let found: Unknown | undefined;
  for (const value of values) {
    if (value instanceof InvalidValue) return value;
    if (value instanceof Unknown) found ??= value;
  }
  return found;
}

/** A number as Terraform writes it in a text. */
function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
}

/** A value as a text, the way templates and `tostring` convert it; undefined when it has none. */
export function toText(value: Plain): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  return typeof value === "boolean" ? String(value) : undefined;
}

/** A value as a number, the way arithmetic converts it; undefined when it is none. */
export function toNumber(value: Plain): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** A value as a truth value, the way conditions convert it; undefined when it is none. */
export function toBoolean(value: Plain): boolean | undefined {
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : undefined;
}

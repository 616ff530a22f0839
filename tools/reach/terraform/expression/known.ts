import { isList, isMap, Reference, Unknown, type Value } from "../value.ts";
import { InvalidValue, notDeployedYet, type Scope } from "./scope.ts";

/** Plain data, without any reference or unknown value. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * Converts a value to plain data, with references replaced where the configuration sets their
 * value; otherwise returns why it is unknown. Of several reasons, an error that Terraform would
 * raise comes first.
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

/** Returns the reason that prevails among some values; undefined if all are known. */
export function firstUnknownReason(values: readonly (Value | Plain)[]): Unknown | undefined {
  let found: Unknown | undefined;
  for (const value of values) {
    if (value instanceof InvalidValue) return value;
    if (value instanceof Unknown) found ??= value;
  }
  return found;
}

/** A number as Terraform writes it in a string. */
function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
}

/** Converts a value to a string as templates and `tostring` do; undefined if not possible. */
export function toText(value: Plain): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  return typeof value === "boolean" ? String(value) : undefined;
}

/** Converts a value to a number as arithmetic does; undefined if not possible. */
export function toNumber(value: Plain): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** Converts a value to a boolean as conditions do; undefined if not possible. */
export function toBoolean(value: Plain): boolean | undefined {
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : undefined;
}

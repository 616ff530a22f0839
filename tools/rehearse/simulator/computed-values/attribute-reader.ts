import { Cidr } from "../../../../aws/cidr.ts";
import { isObjectValue, type ObjectValue } from "../terraform-value.ts";

/** The attribute as a string; `undefined` if null, unknown, empty or of another type. */
export function stringAttribute(values: ObjectValue | null | undefined, name: string): string | undefined {
  const value = values?.[name];
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return undefined;
}

/** The attribute as a number; `undefined` if unknown or not a number. */
export function numberAttribute(values: ObjectValue | null | undefined, name: string): number | undefined {
  const value = values?.[name];
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  return undefined;
}

/** The strings of a list or set; unknown and null elements are dropped. */
export function stringListAttribute(values: ObjectValue | null | undefined, name: string): readonly string[] {
  const value = values?.[name];
  if (!Array.isArray(value)) return [];
  return value.filter((element): element is string => typeof element === "string");
}

/** The nested blocks (or objects) under `name`; empty if null or unknown. */
export function nestedBlocksOf(values: ObjectValue | null | undefined, name: string): readonly ObjectValue[] {
  const value = values?.[name];
  if (Array.isArray(value)) return value.filter(isObjectValue);
  return isObjectValue(value) ? [value] : [];
}

/** Returns a CIDR block attribute with its host bits cleared; undefined if it is no CIDR block. */
export function cidrAttribute(values: ObjectValue | null | undefined, name: string): Cidr | undefined {
  return Cidr.withoutHostBits(stringAttribute(values, name) ?? "");
}

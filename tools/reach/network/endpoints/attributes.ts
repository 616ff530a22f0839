import type { Resource } from "../../terraform/inventory.ts";
import { nestedBlocks } from "../../terraform/nested-blocks.ts";
import { isList, Reference, Unknown, type Value } from "../../terraform/value.ts";

/** Attributes of a resource or of a nested block. */
export type Attributes = Readonly<Record<string, Value>>;

/**
 * The items that an attribute's list names, and why it may name more; undefined if all are known.
 */
export interface PartialList<T> {
  readonly items: readonly T[];
  readonly unknown?: string;
}

/** A list known to be empty. */
export const EMPTY_LIST: PartialList<never> = { items: [] };

/** Returns a list, with the reason if it may be incomplete. */
export function partialList<T>(found: readonly T[], unknown: string | undefined): PartialList<T> {
  return { items: found, ...(unknown !== undefined && { unknown }) };
}

/** Joins lists; the first reason applies to the result. */
export function joinLists<T>(...parts: readonly PartialList<T>[]): PartialList<T> {
  return partialList(
    [...new Set(parts.flatMap((part) => part.items))],
    parts.find((part) => part.unknown !== undefined)?.unknown,
  );
}

/**
 * True if an attribute is set. Empty strings and empty lists leave the choice to AWS, as null does.
 */
export function isGiven(value: Value | undefined): value is Exclude<Value, null> {
  return value !== undefined && value !== null && value !== "" && !(isList(value) && value.length === 0);
}

/** Returns a string, or a number as a string; undefined if unset or unknown. */
export function attributeText(value: Value | undefined): string | undefined {
  if (typeof value === "number") return `${value}`;
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Returns a number, also one written as a string; undefined if unset or unknown. */
export function attributeNumber(value: Value | undefined): number | undefined {
  const text = attributeText(value);
  return text === undefined || !/^-?\d+$/.test(text) ? undefined : Number(text);
}

/**
 * Returns a boolean, also one written as a string; the default if unset; "unknown" if it cannot be
 * determined.
 */
export function attributeFlag<D extends boolean | "unknown" | undefined>(
  value: Value | undefined,
  byDefault: D,
): boolean | D | "unknown" {
  if (!isGiven(value)) return byDefault;
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : "unknown";
}

/** Returns the elements of a list; a value that stands for a whole list is one element. */
export function attributeElements(value: Value | undefined): readonly Value[] {
  if (!isGiven(value)) return [];
  return isList(value) ? value.flatMap((element) => attributeElements(element)) : [value];
}

/** Returns the nested blocks of a given name in a resource or block. */
export function attributeBlocks(attributes: Attributes, name: string): PartialList<Attributes> {
  const found = nestedBlocks(attributes, name);
  return found instanceof Unknown ? partialList([], found.why) : { items: found };
}

/** Explains why a value does not resolve: `aws_lb.web.arn is not in these files`. */
export function whyUnknown(value: Value): string {
  if (value instanceof Unknown) return value.why;
  if (value instanceof Reference) {
    return `${[value.address, ...value.path].join(".")} is known only after deployment`;
  }
  return `${typeof value === "string" ? value : JSON.stringify(value)} is not in these files`;
}

/** Returns why an attribute's target is unknown: it could be any resource in these files. */
export function whyAmbiguous({ address, values }: Resource, name: string): string | undefined {
  const value = values[name];
  return value instanceof Unknown ? `${name} of ${address}: ${value.why}` : undefined;
}

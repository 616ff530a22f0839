import { blocks } from "../../input/blocks.ts";
import type { Resource } from "../../input/inventory.ts";
import { isList, Reference, Unknown, type Value } from "../../input/value.ts";

/** Attributes of a resource or of a block in it. */
export type Attributes = Readonly<Record<string, Value>>;

/** What a list of an attribute names, and why it may name more; undefined when all of it is known. */
export interface Listing<T> {
  readonly found: readonly T[];
  readonly unknown?: string;
}

/** Nothing, for certain. */
export const NOTHING: Listing<never> = { found: [] };

/** A listing with its reason, where it has one. */
export function listing<T>(found: readonly T[], unknown: string | undefined): Listing<T> {
  return { found, ...(unknown !== undefined && { unknown }) };
}

/** Several listings as one; the first reason holds. */
export function joined<T>(...parts: readonly Listing<T>[]): Listing<T> {
  return listing(
    [...new Set(parts.flatMap((part) => part.found))],
    parts.find((part) => part.unknown !== undefined)?.unknown,
  );
}

/** Whether an attribute says something: an empty text and an empty list leave it to AWS, as null does. */
export function isGiven(value: Value | undefined): value is Exclude<Value, null> {
  return value !== undefined && value !== null && value !== "" && !(isList(value) && value.length === 0);
}

/** A text, or a number as text; undefined when it is not given or not known. */
export function textOf(value: Value | undefined): string | undefined {
  if (typeof value === "number") return `${value}`;
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A number, also as Terraform writes it in text; undefined when it is not given or not known. */
export function numberOf(value: Value | undefined): number | undefined {
  const text = textOf(value);
  return text === undefined || !/^-?\d+$/.test(text) ? undefined : Number(text);
}

/** A flag, also as text; the default when it is not given; "unknown" when it cannot be told. */
export function flagOf<D extends boolean | "unknown" | undefined>(
  value: Value | undefined,
  byDefault: D,
): boolean | D | "unknown" {
  if (!isGiven(value)) return byDefault;
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : "unknown";
}

/** The elements of a list; a value that stands for a whole list is one element. */
export function elementsOf(value: Value | undefined): readonly Value[] {
  if (!isGiven(value)) return [];
  return isList(value) ? value.flatMap((element) => elementsOf(element)) : [value];
}

/** The blocks of a name inside a resource or a block. */
export function blocksOf(attributes: Attributes, name: string): Listing<Attributes> {
  const found = blocks(attributes, name);
  return found instanceof Unknown ? listing([], found.why) : { found };
}

/** Why a value says nothing here: `aws_lb.web.arn is not of these files`. */
export function whyUnknown(value: Value): string {
  if (value instanceof Unknown) return value.why;
  if (value instanceof Reference) {
    return `${[value.address, ...value.path].join(".")} is known only once it is deployed`;
  }
  return `${typeof value === "string" ? value : JSON.stringify(value)} is not in these files`;
}

/** Why it cannot be told what an attribute of a resource speaks of: it could be anything of these files. */
export function whyUntold({ address, values }: Resource, name: string): string | undefined {
  const value = values[name];
  return value instanceof Unknown ? `${name} of ${address}: ${value.why}` : undefined;
}

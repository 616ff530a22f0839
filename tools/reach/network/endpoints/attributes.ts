import type { Resource } from "../../terraform/inventory.ts";
import { nestedBlocks } from "../../terraform/nested-blocks.ts";
import { isList, Reference, Unknown, type Value } from "../../terraform/value.ts";

/** Attributes of a resource or of a block in it. */
export type Attributes = Readonly<Record<string, Value>>;

/** What a list of an attribute names, and why it may name more; undefined when all of it is known. */
export interface PartialList<T> {
  readonly items: readonly T[];
  readonly unknown?: string;
}

/** Nothing, for certain. */
export const EMPTY_LIST: PartialList<never> = { items: [] };

/** A listing with its reason, where it has one. */
export function partialList<T>(found: readonly T[], unknown: string | undefined): PartialList<T> {
  return { items: found, ...(unknown !== undefined && { unknown }) };
}

/** Several listings as one; the first reason holds. */
export function joinLists<T>(...parts: readonly PartialList<T>[]): PartialList<T> {
  return partialList(
    [...new Set(parts.flatMap((part) => part.items))],
    parts.find((part) => part.unknown !== undefined)?.unknown,
  );
}

/** Whether an attribute says something: an empty text and an empty list leave it to AWS, as null does. */
export function isGiven(value: Value | undefined): value is Exclude<Value, null> {
  return value !== undefined && value !== null && value !== "" && !(isList(value) && value.length === 0);
}

/** A text, or a number as text; undefined when it is not given or not known. */
export function attributeText(value: Value | undefined): string | undefined {
  if (typeof value === "number") return `${value}`;
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A number, also as Terraform writes it in text; undefined when it is not given or not known. */
export function attributeNumber(value: Value | undefined): number | undefined {
  const text = attributeText(value);
  return text === undefined || !/^-?\d+$/.test(text) ? undefined : Number(text);
}

/** A flag, also as text; the default when it is not given; "unknown" when it cannot be told. */
export function attributeFlag<D extends boolean | "unknown" | undefined>(
  value: Value | undefined,
  byDefault: D,
): boolean | D | "unknown" {
  if (!isGiven(value)) return byDefault;
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : "unknown";
}

/** The elements of a list; a value that stands for a whole list is one element. */
export function attributeElements(value: Value | undefined): readonly Value[] {
  if (!isGiven(value)) return [];
  return isList(value) ? value.flatMap((element) => attributeElements(element)) : [value];
}

/** The blocks of a name inside a resource or a block. */
export function attributeBlocks(attributes: Attributes, name: string): PartialList<Attributes> {
  const found = nestedBlocks(attributes, name);
  return found instanceof Unknown ? partialList([], found.why) : { items: found };
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
export function whyAmbiguous({ address, values }: Resource, name: string): string | undefined {
  const value = values[name];
  return value instanceof Unknown ? `${name} of ${address}: ${value.why}` : undefined;
}

import type { Resource } from "./inventory.ts";
import { type PartialList, partialList } from "./partial-list.ts";
import { isList, isMap, Reference, Unknown, type Value } from "./value.ts";

/** Attributes of a resource or of a nested block. */
export type Attributes = Readonly<Record<string, Value>>;

/**
 * True if an attribute is set. Empty strings and empty lists leave the choice to AWS, as null does.
 */
export function isGiven(value: Value | undefined): value is Exclude<Value, null> {
  return value !== undefined && value !== null && value !== "" && !(isList(value) && value.length === 0);
}

/** Reads a string, number or boolean as a string: undefined if unset, or the reason if unknown. */
export function readText(value: Value | undefined): string | Unknown | undefined {
  if (!isGiven(value)) return undefined;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Unknown) return value;
  if (!(value instanceof Reference)) return new Unknown("it is not a string");
  return new Unknown(`${describeValue(value)} is not in these files, or known only after deployment`);
}

/** Reads an integer, also one written as a string, like {@link readText}. */
export function readNumber(value: Value | undefined): number | Unknown | undefined {
  const text = readText(value);
  if (text === undefined || text instanceof Unknown) return text;
  return /^-?\d+$/.test(text) ? Number(text) : new Unknown(`${text} is not an integer`);
}

/** Reads a boolean or a switch, also one written as a string: the default if unset. */
export function readFlag<D>(value: Value | undefined, byDefault: D): boolean | D | Unknown {
  const text = readText(value);
  if (text === undefined || text instanceof Unknown) return text ?? byDefault;
  if (text === "true" || text === "enable") return true;
  return text === "false" || text === "disable" ? false : new Unknown(`${text} is not a boolean`);
}

/** Returns a string, also of a number or boolean; undefined if unset or unknown. */
export function attributeText(value: Value | undefined): string | undefined {
  return value instanceof Reference ? undefined : known(readText(value));
}

/** Returns an integer, also one written as a string; undefined if unset or unknown. */
export function attributeNumber(value: Value | undefined): number | undefined {
  return known(readNumber(value));
}

function known<T>(read: T | Unknown): T | undefined {
  return read instanceof Unknown ? undefined : read;
}

/** Returns a boolean like {@link readFlag}; "unknown" if it cannot be determined. */
export function attributeFlag<D extends boolean | "unknown" | undefined>(
  value: Value | undefined,
  byDefault: D,
): boolean | D | "unknown" {
  const flag = readFlag(value, byDefault);
  return flag instanceof Unknown ? "unknown" : flag;
}

/** Returns the elements of a list; a value that stands for a whole list is one element. */
export function attributeElements(value: Value | undefined): readonly Value[] {
  if (!isGiven(value)) return [];
  return isList(value) ? value.flatMap((element) => attributeElements(element)) : [value];
}

/** Returns the elements of a list attribute; a reference to a whole list is one unknown element. */
export function attributeList(value: Value | undefined): readonly Value[] {
  if (value instanceof Reference) return [new Unknown(`${describeValue(value)} is unknown`)];
  return attributeElements(value);
}

/**
 * Returns the nested blocks of one name in a resource or another block, and why they are unknown.
 * Terraform JSON may write one block as an object and several as a list. Blocks that a resource's
 * provider computes are not written, so there are none.
 */
export function attributeBlocks(within: Resource | Attributes, name: string): PartialList<Attributes> {
  const isResource = isWhole(within);
  const value = isResource ? within.values[name] : within[name];
  if (value === undefined || value === null) return { items: [] };
  if (value instanceof Unknown) return partialList([], value.why);
  if (value instanceof Reference) {
    const isOwn = isResource && value.address === within.address;
    return partialList([], isOwn ? undefined : `${value.address} provides it only after deployment`);
  }
  if (!isList(value)) return isMap(value) ? { items: [value] } : partialList([], `${name} is not a block`);
  const unknown = value.find((item) => !isMap(item));
  if (unknown === undefined) return { items: value.filter(isMap) };
  return partialList([], unknown instanceof Unknown ? unknown.why : `one of its ${name} blocks is unknown`);
}

function isWhole(within: Resource | Attributes): within is Resource {
  return (
    typeof within.address === "string" && isMap(within.values as Value) && typeof within.stack === "string"
  );
}

/** Returns the known ones of some nested blocks, given as one map or a list. */
export function knownBlocks(value: Value | undefined): readonly Attributes[] {
  if (isMap(value)) return [value];
  return isList(value) ? value.filter(isMap) : [];
}

/** Explains why a value does not resolve: `aws_lb.web.arn is not in these files`. */
export function whyUnknown(value: Value): string {
  if (value instanceof Unknown) return value.why;
  if (value instanceof Reference) return `${describeValue(value)} is known only after deployment`;
  return `${describeValue(value)} is not in these files`;
}

/** Returns why an attribute's target is unknown: it could be any resource in these files. */
export function whyAmbiguous({ address, values }: Resource, name: string): string | undefined {
  const value = values[name];
  return value instanceof Unknown ? `${name} of ${address}: ${value.why}` : undefined;
}

/** Describes a value in a message. */
export function describeValue(value: Value | undefined): string {
  if (value instanceof Reference) return [value.address, ...value.path].join(".");
  if (value instanceof Unknown) return `an unknown value (${value.why})`;
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

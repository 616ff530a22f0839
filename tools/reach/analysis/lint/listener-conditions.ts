import { patternCovers } from "../../../../aws/listener-patterns.ts";
import { required } from "../../../../language/required.ts";
import { parseAddresses } from "../../packets/addresses.ts";
import {
  type Attributes,
  attributeBlocks,
  attributeElements,
  attributeText,
  isGiven,
} from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";

/** A condition of a listener rule. A request matches if it matches any of the values. */
export interface Condition {
  /** The part of the request that is compared: `host_header`. */
  readonly kind: keyof typeof KINDS;
  /** The name of an `http_header` in lower case; otherwise empty. */
  readonly key: string;
  /** Patterns with `*` and `?`, methods or CIDR blocks; for a query string `key=value`. */
  readonly values: readonly string[];
  /** The regular expressions. */
  readonly expressions: readonly string[];
}

/**
 * The comparison of values by kind.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
const KINDS = {
  host_header: "pattern in any case",
  path_pattern: "pattern",
  http_header: "pattern in any case",
  http_request_method: "word",
  query_string: "pattern in any case",
  source_ip: "block",
} as const;
const NAMES = Object.keys(KINDS) as (keyof typeof KINDS)[];

/** Reads the conditions of a listener rule; undefined if one is unknown. */
export function readConditions(rule: Resource): readonly Condition[] | undefined {
  const { items, unknown } = attributeBlocks(rule, "condition");
  if (unknown !== undefined || items.length === 0) return undefined;
  const conditions = items.flatMap((block) => NAMES.map((kind) => readCondition(block, kind)));
  if (conditions.includes("unknown")) return undefined;
  return conditions.filter((condition) => condition !== undefined && condition !== "unknown");
}

function readCondition(block: Attributes, kind: Condition["kind"]): Condition | "unknown" | undefined {
  const { items, unknown } = attributeBlocks(block, kind);
  if (unknown !== undefined) return "unknown";
  if (items.length === 0) return undefined;
  const values = kind === "query_string" ? items.map(queryOf) : items.flatMap(valuesOf);
  const expressions = items.flatMap((part) => attributeElements(part.regex_values).map(attributeText));
  const isKnown = !values.includes(undefined) && !expressions.includes(undefined);
  const key = kind === "http_header" ? attributeText(required(items, 0).http_header_name)?.toLowerCase() : "";
  if (!isKnown || key === undefined) return "unknown";
  return { kind, key, values: values.filter(isText), expressions: expressions.filter(isText) };
}

function valuesOf(part: Attributes): (string | undefined)[] {
  return attributeElements(part.values).map(attributeText);
}

/** Formats a query string condition. Without a key, any key matches. */
function queryOf(part: Attributes): string | undefined {
  const value = attributeText(part.value);
  const key = isGiven(part.key) ? attributeText(part.key) : "*";
  return value === undefined || key === undefined ? undefined : `${key}=${value}`;
}

function isText(text: string | undefined): text is string {
  return text !== undefined;
}

/** Reports that every request that matches `narrow` is certain to match `wide`. */
export function conditionCovers(wide: Condition, narrow: Condition): boolean {
  if (wide.kind !== narrow.kind || wide.key !== narrow.key) return false;
  return (
    narrow.values.every((value) => wide.values.some((other) => coversValue(wide.kind, other, value))) &&
    narrow.expressions.every((expression) => wide.expressions.includes(expression) || matchesAnything(wide))
  );
}

function matchesAnything({ kind, values }: Condition): boolean {
  return KINDS[kind].startsWith("pattern") && values.includes("*");
}

function coversValue(kind: Condition["kind"], wide: string, narrow: string): boolean {
  switch (KINDS[kind]) {
    case "word":
      return wide === narrow;
    case "block": {
      const [outer, inner] = [parseAddresses(wide), parseAddresses(narrow)];
      return outer !== undefined && inner !== undefined && outer.covers(inner);
    }
    case "pattern":
      return patternCovers(wide, narrow);
    case "pattern in any case":
      return patternCovers(wide.toLowerCase(), narrow.toLowerCase());
  }
}

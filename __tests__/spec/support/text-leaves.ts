import type { z } from "zod";
import { platformSchema } from "../../../spec/platform.ts";
import { type Leaf, leavesOf } from "./schema-leaves.ts";

/** What zod keeps of a check on a text. */
interface TextCheck {
  readonly check: string;
  readonly pattern?: RegExp;
}

/** Every part of the platform's schema that takes a text and is no list of words; keys of records too. */
export function textLeaves(): Leaf[] {
  return leavesOf(platformSchema, "platform").filter(({ schema }) => schema._zod.def.type === "string");
}

function checksOf({ schema }: Leaf): TextCheck[] {
  const { checks = [] } = schema._zod.def as { readonly checks?: readonly z.core.$ZodCheck[] };
  return checks.map((check) => check._zod.def as TextCheck);
}

/** The patterns that a text must match. */
export function patternsOf(leaf: Leaf): RegExp[] {
  return checksOf(leaf).flatMap(({ pattern }) => (pattern === undefined ? [] : [pattern]));
}

/** Whether a leaf is of `freeText`: texts of any characters, which are read in a form of Unicode. */
export function isFreeText(leaf: Leaf): boolean {
  return checksOf(leaf).some(({ check }) => check === "overwrite");
}

/** Whether a leaf is the key of a record. */
export function isKey({ path }: Leaf): boolean {
  return path.endsWith("{key}");
}

/** Whether a leaf takes a text. */
export function takes({ schema }: Leaf, text: string): boolean {
  return (schema as z.ZodType).safeParse(text).success;
}

const ATOM = /\\(?:u[\da-f]{4}|x[\da-f]{2}|.)|\[(?:\\.|[^\]\\])*\]|\(\?(?:<?[=!]|:)|\{[\d,]+\}|[^\\]/giy;

/**
 * Whether it is certain that no text with `{` in it matches a pattern: the pattern speaks of the whole text, and
 * nothing that takes a character of it takes a brace. Look-aheads take none.
 */
export function matchesNoBrace({ source, flags }: RegExp): boolean {
  if (flags.includes("m") || !source.startsWith("^") || !source.endsWith("$")) return false;
  const groups: boolean[] = [];
  for (const [atom] of source.slice(1, -1).matchAll(ATOM)) {
    if (atom.startsWith("(")) groups.push(/^\(\?<?[=!]/.test(atom));
    else if (atom === ")") groups.pop();
    else if (groups.includes(true) || /^(?:[*+?]|\{[\d,]+\})$/.test(atom)) continue;
    else if (atom === "|" ? groups.length === 0 : new RegExp(`^(?:${atom})$`, flags).test("{")) return false;
  }
  return true;
}

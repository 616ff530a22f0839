import type * as z from "zod";
import { platformSchema } from "../../../language/platform.ts";
import { type Leaf, leavesOf } from "./schema-leaves.ts";

/** A zod check on a text. */
interface TextCheck {
  readonly check: string;
  readonly pattern?: RegExp;
}

/** Returns every string schema of the platform, including record keys, without enums. */
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

/** Reports that a leaf is `freeText`, which normalizes texts. */
export function isFreeText(leaf: Leaf): boolean {
  return checksOf(leaf).some(({ check }) => check === "overwrite");
}

/** Reports that a leaf is the key of a record. */
export function isKey({ path }: Leaf): boolean {
  return path.endsWith("{key}");
}

/** Reports that a leaf accepts a text. */
export function acceptsText({ schema }: Leaf, text: string): boolean {
  return (schema as z.ZodType).safeParse(text).success;
}

const ATOM = /\\(?:u[\da-f]{4}|x[\da-f]{2}|.)|\[(?:\\.|[^\]\\])*\]|\(\?(?:<?[=!]|:)|\{[\d,]+\}|[^\\]/giy;

/**
 * Reports that a pattern certainly matches no text with `{`: it is anchored at both ends, and no
 * part that consumes a character matches a brace. Look-arounds consume none.
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

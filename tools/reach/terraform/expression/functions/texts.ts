import { trimEnd } from "../../../../trim-end.ts";
import type { Plain } from "../known.ts";
import { compareByCodeUnit } from "../sets.ts";
import { integerArgument, textArgument, textListArgument } from "./arguments.ts";
import { terraformFormat, terraformFormatList } from "./format.ts";
import { CallProblem, MAX_ELEMENTS, NotEvaluated, type PlainFunction } from "./registry.ts";

/** Functions of strings. */
export const STRING_FUNCTIONS: Readonly<Record<string, PlainFunction>> = {
  chomp: (value) => trimEnd(textArgument(value), "\r\n"),
  endswith: (value, end) => textArgument(value).endsWith(textArgument(end)),
  format: (pattern, ...values) => terraformFormat(textArgument(pattern), values),
  formatlist: (pattern, ...values) => terraformFormatList(textArgument(pattern), values),
  join: (separator, ...lists) => lists.flatMap(textListArgument).join(textArgument(separator)),
  jsondecode: (json) => decode(textArgument(json)),
  jsonencode: (value) => encode(value ?? null),
  lower: (value) => textArgument(value).toLowerCase(),
  replace: (value, search, replacement) =>
    replace(textArgument(value), textArgument(search), textArgument(replacement)),
  sort: (values) => textListArgument(values).sort(compareByCodeUnit),
  split: (separator, value) => textArgument(value).split(textArgument(separator)),
  startswith: (value, start) => textArgument(value).startsWith(textArgument(start)),
  strcontains: (value, part) => textArgument(value).includes(textArgument(part)),
  strrev: (value) => [...textArgument(value)].reverse().join(""),
  substr: (value, offset, length) =>
    substring(textArgument(value), integerArgument(offset), integerArgument(length)),
  title: (value) => textArgument(value).replace(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase()),
  trim: (value, characters) => trim(textArgument(value), textArgument(characters)),
  trimprefix: (value, prefix) => {
    const [whole, start] = [textArgument(value), textArgument(prefix)];
    return whole.startsWith(start) ? whole.slice(start.length) : whole;
  },
  trimspace: (value) => textArgument(value).trim(),
  trimsuffix: (value, suffix) => {
    const [whole, end] = [textArgument(value), textArgument(suffix)];
    return end !== "" && whole.endsWith(end) ? whole.slice(0, -end.length) : whole;
  },
  upper: (value) => textArgument(value).toUpperCase(),
};

/**
 * Replaces text. A search between slashes is a regular expression in RE2 syntax, which differs from
 * JavaScript's.
 */
function replace(value: string, search: string, replacement: string): string {
  if (/^\/.*\/$/s.test(search) && search.length > 1)
    throw new NotEvaluated("it searches with a regular expression");
  if (search === "" && value.length > MAX_ELEMENTS) throw new CallProblem("the result is too long");
  return value.split(search).join(replacement);
}

function substring(value: string, offset: number, length: number): string {
  const characters = [...value];
  const start = offset < 0 ? Math.max(characters.length + offset, 0) : offset;
  return characters.slice(start, length < 0 ? undefined : start + length).join("");
}

function trim(value: string, characters: string): string {
  const gone = new Set(characters);
  const all = [...value];
  const first = all.findIndex((character) => !gone.has(character));
  const last = all.findLastIndex((character) => !gone.has(character));
  return first < 0 ? "" : all.slice(first, last + 1).join("");
}

function decode(json: string): Plain {
  try {
    return JSON.parse(json) as Plain;
  } catch {
    throw new CallProblem("its argument is not JSON");
  }
}

/**
 * Encodes JSON as Terraform does: keys sorted, and the characters with a meaning in HTML escaped.
 */
function encode(value: Plain): string {
  return JSON.stringify(value, (_, each: Plain) => {
    if (typeof each !== "object" || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => compareByCodeUnit(a, b)));
  }).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

import type { Plain } from "../known.ts";
import { compareTexts } from "../sets.ts";
import { integer, text, texts } from "./arguments.ts";
import { format, formatList } from "./format.ts";
import { CallProblem, MAX_ELEMENTS, NotEvaluated, type PlainFunction } from "./registry.ts";

/** Functions of texts. */
export const TEXTS: Readonly<Record<string, PlainFunction>> = {
  chomp: (value) => text(value).replace(/[\r\n]+$/, ""),
  endswith: (value, end) => text(value).endsWith(text(end)),
  format: (pattern, ...values) => format(text(pattern), values),
  formatlist: (pattern, ...values) => formatList(text(pattern), values),
  join: (separator, ...lists) => lists.flatMap(texts).join(text(separator)),
  jsondecode: (json) => decode(text(json)),
  jsonencode: (value) => encode(value ?? null),
  lower: (value) => text(value).toLowerCase(),
  replace: (value, search, replacement) => replace(text(value), text(search), text(replacement)),
  sort: (values) => texts(values).sort(compareTexts),
  split: (separator, value) => text(value).split(text(separator)),
  startswith: (value, start) => text(value).startsWith(text(start)),
  strcontains: (value, part) => text(value).includes(text(part)),
  strrev: (value) => [...text(value)].reverse().join(""),
  substr: (value, offset, length) => substring(text(value), integer(offset), integer(length)),
  title: (value) => text(value).replace(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase()),
  trim: (value, characters) => trim(text(value), text(characters)),
  trimprefix: (value, prefix) => {
    const [whole, start] = [text(value), text(prefix)];
    return whole.startsWith(start) ? whole.slice(start.length) : whole;
  },
  trimspace: (value) => text(value).trim(),
  trimsuffix: (value, suffix) => {
    const [whole, end] = [text(value), text(suffix)];
    return end !== "" && whole.endsWith(end) ? whole.slice(0, -end.length) : whole;
  },
  upper: (value) => text(value).toUpperCase(),
};

/** A search between slashes is a regular expression of another dialect than JavaScript's. */
function replace(value: string, search: string, replacement: string): string {
  if (/^\/.*\/$/s.test(search) && search.length > 1)
    throw new NotEvaluated("it searches by a regular expression");
  if (search === "" && value.length > MAX_ELEMENTS) throw new CallProblem("it is too long");
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
    throw new CallProblem("its argument is no JSON");
  }
}

/** Keys in order, and the characters that HTML reads escaped, as Terraform writes JSON. */
function encode(value: Plain): string {
  return JSON.stringify(value, (_, each: Plain) => {
    if (typeof each !== "object" || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => compareTexts(a, b)));
  }).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

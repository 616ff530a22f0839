import { TerraformStack } from "cdktf";
import type { Platform } from "../../../language/platform.ts";
import { buildApp } from "../../../stacks/build.ts";
import { MARKERS, shopWithTexts } from "./free-texts.ts";

/** A string of synthesized JSON into which texts of the spec go. */
interface WrittenText {
  /** The string with markers for texts. */
  readonly marked: string;
  /** The same string with other texts, as it is written. */
  readonly written: string;
}

const marked = stringsOf(shopWithTexts(MARKERS));

/** The strings of the shop's stacks into which texts went, with what they must say. */
export interface Sample {
  readonly pairs: readonly WrittenText[];
  /** By pair, what its reader must find: see {@link meaningsOf}. */
  readonly expected: readonly unknown[];
}

/** Synthesizes the shop with a text at each of its places for free text. */
export function sampleOf(texts: readonly string[]): Sample {
  const pairs = writtenTexts(texts === MARKERS ? marked : stringsOf(shopWithTexts(texts)));
  const read = new Map(MARKERS.map((marker, index) => [marker, texts[index]!]));
  return { pairs, expected: pairs.map((pair) => expectedMeaning(pair, read)) };
}

/** The values of evaluated strings, decoded where they are JSON documents or base64. */
export function meaningsOf(pairs: readonly WrittenText[], read: readonly unknown[]): unknown[] {
  return pairs.map((pair, index) => meaningOf(String(read[index]), pair.marked));
}

/** Every string value of a platform's stacks, in order, without cdktf's metadata. */
function stringsOf(platform: Platform): string[] {
  const stacks = buildApp([platform], { outdir: "never-written" }).node.children.filter(
    TerraformStack.isStack,
  );
  return stacks.flatMap((stack) => stringsIn(JSON.parse(JSON.stringify(stack.toTerraform()))));
}

function stringsIn(json: unknown): string[] {
  if (typeof json === "string") return [json];
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => (key === "//" ? [] : stringsIn(value)));
}

/** The strings that texts went into. What has no marker when markers do must not have changed. */
function writtenTexts(written: readonly string[]): WrittenText[] {
  expect(written.length).toBe(marked.length);
  const has = (text: string) => MARKERS.some((marker) => text.includes(marker));
  const pairs = marked.map((text, index) => ({ marked: text, written: written[index]! }));
  const isText = ({ marked: text }: WrittenText) => has(text) || has(fromBase64(text));
  const others = pairs.filter((pair) => !isText(pair));
  expect(others.map((pair) => pair.written)).toEqual(others.map((pair) => pair.marked));
  return pairs.filter(isText).map(withoutReferences);
}

/** The strings with a fixed text for each reference: the references are those of the marked one. */
function withoutReferences({ marked, written }: WrittenText): WrittenText {
  const references = new Set(marked.match(/\$\{[^}]*\}/g));
  const replaced = (text: string) =>
    [...references].reduce(
      (rest, reference) => rest.replaceAll(new RegExp(`(?<!\\$)${escaped(reference)}`, "g"), "(known later)"),
      text,
    );
  return { marked: replaced(marked), written: replaced(written) };
}

function escaped(text: string): string {
  return text.replace(/[.?*+^$[\]\\(){}|-]/g, "\\$&");
}

/** The value that a string must have once evaluated: the marked one's, with texts for markers. */
function expectedMeaning({ marked }: WrittenText, texts: ReadonlyMap<string, string>): unknown {
  const replaced = (value: unknown): unknown => {
    if (typeof value === "string") {
      return [...texts].reduce((rest, [marker, text]) => rest.replaceAll(marker, () => text), value);
    }
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item)]));
  };
  return replaced(meaningOf(marked, marked));
}

/** Decodes an evaluated string as `like` is encoded: as a JSON document, base64 or not at all. */
function meaningOf(text: string, like: string): unknown {
  if (/^[[{]/.test(like)) return JSON.parse(text);
  return like.includes("marker") ? text : fromBase64(text);
}

function fromBase64(text: string): string {
  return Buffer.from(text, "base64").toString("utf8");
}

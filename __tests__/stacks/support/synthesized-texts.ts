import { TerraformStack } from "cdktf";
import type { Platform } from "../../../language/platform.ts";
import { buildApp } from "../../../stacks/build.ts";
import { MARKERS, shopWithTexts } from "./free-texts.ts";

/** A string in synthesized JSON that contains texts of the spec. */
interface SynthesizedText {
  /** The string with markers as texts. */
  readonly marked: string;
  /** The same string with other texts. */
  readonly synthesized: string;
}

const marked = stringsOf(shopWithTexts(MARKERS));

/** The strings in the shop's stacks that contain texts, with their expected values. */
export interface Sample {
  readonly pairs: readonly SynthesizedText[];
  /** The expected value of each pair, as {@link decodedTexts} returns it. */
  readonly expected: readonly unknown[];
}

/** Synthesizes the shop with a text at each of {@link FREE_TEXT_PATHS}. */
export function sampleOf(texts: readonly string[]): Sample {
  const pairs = synthesizedTexts(texts === MARKERS ? marked : stringsOf(shopWithTexts(texts)));
  const textOfMarker = new Map(MARKERS.map((marker, index) => [marker, texts[index]!]));
  return { pairs, expected: pairs.map((pair) => expectedValue(pair, textOfMarker)) };
}

/** Decodes evaluated strings that are JSON documents or base64; others stay unchanged. */
export function decodedTexts(pairs: readonly SynthesizedText[], evaluated: readonly unknown[]): unknown[] {
  return pairs.map((pair, index) => decode(String(evaluated[index]), pair.marked));
}

/** Every string value of a platform's stacks, in order, without cdktf's metadata. */
function stringsOf(platform: Platform): string[] {
  const stacks = buildApp([platform]).node.children.filter(TerraformStack.isStack);
  return stacks.flatMap((stack) => stringsIn(JSON.parse(JSON.stringify(stack.toTerraform()))));
}

function stringsIn(json: unknown): string[] {
  if (typeof json === "string") return [json];
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => (key === "//" ? [] : stringsIn(value)));
}

/** Selects the strings that contain texts. Expects the others to be unchanged. */
function synthesizedTexts(synthesized: readonly string[]): SynthesizedText[] {
  expect(synthesized.length).toBe(marked.length);
  const has = (text: string) => MARKERS.some((marker) => text.includes(marker));
  const pairs = marked.map((text, index) => ({ marked: text, synthesized: synthesized[index]! }));
  const isText = ({ marked: text }: SynthesizedText) => has(text) || has(fromBase64(text));
  const others = pairs.filter((pair) => !isText(pair));
  expect(others.map((pair) => pair.synthesized)).toEqual(others.map((pair) => pair.marked));
  return pairs.filter(isText).map(withoutReferences);
}

/** Replaces each reference of the marked string by a fixed text, in both strings. */
function withoutReferences({ marked, synthesized }: SynthesizedText): SynthesizedText {
  const references = new Set(marked.match(/\$\{[^}]*\}/g));
  const replaced = (text: string) =>
    [...references].reduce(
      (rest, reference) =>
        rest.replaceAll(new RegExp(`(?<!\\$)${escapeRegExp(reference)}`, "g"), "(known later)"),
      text,
    );
  return { marked: replaced(marked), synthesized: replaced(synthesized) };
}

function escapeRegExp(text: string): string {
  return text.replace(/[.?*+^$[\]\\(){}|-]/g, "\\$&");
}

/** The expected value of an evaluated string: the marked one's value with texts for markers. */
function expectedValue({ marked }: SynthesizedText, texts: ReadonlyMap<string, string>): unknown {
  const replaced = (value: unknown): unknown => {
    if (typeof value === "string") {
      return [...texts].reduce((rest, [marker, text]) => rest.replaceAll(marker, () => text), value);
    }
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item)]));
  };
  return replaced(decode(marked, marked));
}

/** Decodes a string in the encoding of `like`: JSON, base64 or none. */
function decode(text: string, like: string): unknown {
  if (/^[[{]/.test(like)) return JSON.parse(text);
  return like.includes("marker") ? text : fromBase64(text);
}

function fromBase64(text: string): string {
  return Buffer.from(text, "base64").toString("utf8");
}

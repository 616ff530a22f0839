import { isJsonObject, type JsonObject, toList } from "../../reach/terraform/configuration/json.ts";
import type { PlanDocument } from "../plan/plan-document.ts";
import { isCommonValue, isShortSecret, namesWithParts } from "./common-values.ts";
import { decodingsOf } from "./decoded-texts.ts";
import { PATTERN_UNITS_MIN, PatternIndex, type TextSpan } from "./pattern-index.ts";
import { secretsInPlan } from "./plan-secrets.ts";
import { secretParts } from "./secret-parts.ts";

/** The text in place of a secret. It is the same for each, so that lengths stay secret. */
export const REDACTED = "(sensitive)";

/** The shortest secret that is searched for, in UTF-16 code units. */
const SHORTEST_SECRET = 2;
/** The number of encodings around one another that are decoded. */
const ENCODING_DEPTH_MAX = 6;
/** The longest text, and the number of texts, whose results are kept. */
const KNOWN_UNITS_MAX = 60;
const KNOWN_MAX = 20_000;
/** Shorter decoded texts are not decoded again: an escape is longer than what it stands for. */
const DECODED_AGAIN_MIN = PATTERN_UNITS_MIN + 1;

/** White space, as it is or encoded, that may stand between two lines of one secret. */
const GAP = /^(?:\s|\\[nrt]|%0[ad]|%20)*$/i;
const GAP_UNITS_MAX = 32;

/**
 * Replaces secrets by value. A mask in plan JSON covers one path only, while copies of the value
 * stand elsewhere without one, also encoded.
 */
export class Redactor {
  readonly #index: PatternIndex;
  /** Secrets that are too short for a search of any place, the longest first. */
  readonly #shortSecrets: readonly string[];
  /**
   * Results for short texts, which plans repeat: names of attributes and stacks, sizes, versions.
   */
  readonly #known = new Map<string, string>();

  private constructor(secrets: ReadonlySet<string>, publicNames: ReadonlySet<string>) {
    this.#shortSecrets = [...secrets]
      .filter((secret) => isShortSecret(secret, publicNames))
      .sort((a, b) => b.length - a.length);
    this.#index = new PatternIndex(patternsOf(secrets, publicNames));
  }

  /** Collects the secrets of plans. */
  static of(plans: readonly PlanDocument[]): Redactor {
    const secrets = new Set(plans.flatMap(({ json }) => secretsInPlan(json)));
    return new Redactor(secrets, namesWithParts(plans.flatMap(configuredNames)));
  }

  /**
   * Replaces each secret in a text by {@link REDACTED}: as it is, and JSON-, URL-, HTML-, base64-
   * or hex-encoded, also in one another. Secrets of less than four characters are replaced where
   * they stand as a whole word.
   */
  redact(text: string): string {
    if (this.#isEmpty || text.length < SHORTEST_SECRET) return text;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const redacted = replaceSpans(
      text,
      [...this.#find(text, 0), ...this.#findShort(text)].sort(([a], [b]) => a - b),
    );
    if (text.length <= KNOWN_UNITS_MAX && this.#known.size < KNOWN_MAX) this.#known.set(text, redacted);
    return redacted;
  }

  /** Replaces secrets that a text holds as they are: faster, for texts that are not printed. */
  redactPlain(text: string): string {
    return replaceSpans(text, this.#index.find(text));
  }

  get #isEmpty(): boolean {
    return this.#index.isEmpty && this.#shortSecrets.length === 0;
  }

  #findShort(text: string): TextSpan[] {
    return this.#shortSecrets.flatMap((secret) => wholeWords(text, secret));
  }

  #find(text: string, depth: number): TextSpan[] {
    const spans = this.#index.find(text);
    if (depth === ENCODING_DEPTH_MAX || (depth > 0 && text.length < DECODED_AGAIN_MIN)) return spans;
    for (const decoded of decodingsOf(text)) {
      for (const span of this.#find(decoded.text, depth + 1)) spans.push(decoded.locate(span));
    }
    return spans;
  }
}

/** Returns the texts to search for; those that are not ASCII also as UTF-8 bytes. */
function* patternsOf(secrets: Iterable<string>, publicNames: ReadonlySet<string>): Generator<string> {
  for (const secret of secrets) {
    for (const part of secretParts(secret)) {
      if (isCommonValue(part, publicNames)) continue;
      yield part;
      const bytes = Buffer.from(part, "utf8").toString("latin1");
      if (bytes !== part) yield bytes;
    }
  }
}

/**
 * Returns names that the configuration's text has, which no variable can set: those of the stack,
 * of resource types, resources and modules. Keys of `for_each` are none.
 */
function configuredNames({ stack, json }: PlanDocument): string[] {
  const changes = toList(json.resource_changes).filter(isJsonObject);
  return [stack, ...changes.flatMap(namesInAddress)];
}

function namesInAddress({ type, name, module_address: module }: JsonObject): string[] {
  const modules = typeof module === "string" ? module.replace(INSTANCE_KEY, "").split(".") : [];
  return [type, name, ...modules].filter((each) => typeof each === "string");
}

const INSTANCE_KEY = /\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g;

/** The places of a text where a secret stands without letters, digits or _ beside it. */
function wholeWords(text: string, secret: string): TextSpan[] {
  const found: TextSpan[] = [];
  for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
    const end = at + secret.length;
    if (!WORD.test(text.charAt(at - 1)) && !WORD.test(text.charAt(end))) found.push([at, end]);
  }
  return found;
}

const WORD = /[\p{L}\p{N}_]/u;

/** @param spans in the order of their starts */
function replaceSpans(text: string, spans: readonly TextSpan[]): string {
  let redacted = "";
  let at = 0;
  for (const [start, end] of joinedSpans(spans, text)) {
    redacted += text.slice(at, start) + REDACTED;
    at = end;
  }
  return redacted + text.slice(at);
}

/** Joins spans that overlap or have only white space between them. */
function joinedSpans(spans: readonly TextSpan[], text: string): TextSpan[] {
  const all: TextSpan[] = [];
  for (const [start, end] of spans) {
    const last = all.at(-1);
    if (last !== undefined && isGap(text, last[1], start)) {
      all[all.length - 1] = [last[0], Math.max(end, last[1])];
    } else all.push([start, end]);
  }
  return all;
}

function isGap(text: string, from: number, to: number): boolean {
  return to <= from || (to - from <= GAP_UNITS_MAX && GAP.test(text.slice(from, to)));
}

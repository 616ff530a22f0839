import { isJsonObject, type Json } from "../../reach/terraform/configuration/json.ts";
import { inflated } from "./inflated.ts";

/** The depth of JSON in JSON, and of base64 in JSON, that is taken apart. */
const DEPTH_MAX = 4;

/**
 * Returns a secret with everything inside it that is a secret by itself: the members of a JSON
 * text, each line, the value of `NAME=value` lines, the password of a URL, and what base64 encodes.
 */
export function secretParts(secret: string, depth = 0): string[] {
  const inner = depth === DEPTH_MAX ? [] : [...new Set(innerTexts(secret))];
  return [secret, ...inner.filter((text) => text !== secret).flatMap((text) => secretParts(text, depth + 1))];
}

/**
 * Returns all strings of a JSON value, its numbers as text, and those names of members that are no
 * identifiers: a map may be keyed by tokens.
 */
export function leafTexts(value: Json | undefined): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return numberTexts(value);
  if (Array.isArray(value)) return value.flatMap(leafTexts);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, own]) => [
    ...(IDENTIFIER.test(name) ? [] : [name]),
    ...leafTexts(own),
  ]);
}

/** Words in any of the usual spellings, with three digits at most: `DB_HOST`, `s3-key-2`. */
const IDENTIFIER = /^(?=(?:\D*\d){0,3}\D*$)[\w./: -]{0,40}$/;

/** The digits of a number that are exact in JSON as JavaScript reads it. */
const EXACT_DIGITS = 15;

/** Returns a number as text, also in digits alone; of a large one the digits that are exact. */
function numberTexts(value: number): string[] {
  const text = String(value);
  if (Number.isSafeInteger(value) || !Number.isInteger(value)) return [text];
  return [text, BigInt(value).toString().replace("-", "").slice(0, EXACT_DIGITS)];
}

/** A text without anything that JSON, lines, assignments or URLs need. */
const ONE_WORD = /^[\w.+/-]*$/;

function innerTexts(secret: string): string[] {
  if (ONE_WORD.test(secret)) return base64Content(secret);
  if (isConfiguration(secret)) return [];
  return [
    secret.trim(),
    ...jsonMembers(secret),
    ...lines(secret),
    ...assignedValue(secret),
    ...urlPassword(secret),
    ...base64Content(secret),
  ];
}

function jsonMembers(secret: string): string[] {
  if (!/^\s*[[{"]/.test(secret)) return [];
  try {
    return leafTexts(JSON.parse(secret) as Json);
  } catch {
    return [];
  }
}

/**
 * True for a stack's own configuration in Terraform's JSON syntax, which the sensitive output
 * `deployed_configuration` holds: its texts are names and settings that plans show anyway. To hide
 * each of them would hide the plan. Its literal secrets are found in the plan's configuration.
 * The end may be missing: {@link inflated} reads no more than a limit.
 */
function isConfiguration(text: string): boolean {
  return /^\s*\{/.test(text) && /"terraform"\s*:/.test(text) && /"required_providers"\s*:/.test(text);
}

function lines(secret: string): string[] {
  if (!/[\r\n]/.test(secret)) return [];
  return secret.split(/[\r\n]+/).map((line) => line.trim());
}

/** `DB_PASSWORD="hunter22"`, `export TOKEN=…`, `password: …`. */
function assignedValue(secret: string): string[] {
  const [, value = ""] = /^(?:export\s+)?[A-Za-z_][\w.-]*\s*(?:=|:\s)\s*(\S.*)$/.exec(secret) ?? [];
  return [value.trim(), value.trim().replace(/^(["'])(.*)\1$/, "$2")];
}

/** The password of `postgres://user:password@host/db`, as it stands there and decoded. */
function urlPassword(secret: string): string[] {
  const passwords = [...secret.matchAll(/(?<=[a-z0-9+.-]):\/\/[^\s:/?#@]*:([^\s/?#]+)@/gi)];
  return passwords.flatMap(([, password = ""]) => [password, percentDecoded(password)]);
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The text that a longer base64 text encodes; nothing for random bytes. */
function base64Content(secret: string): string[] {
  if (!/^(?:[\w+/-]{4}){4,}(?:[\w+/-]{2,3}={0,2})?$/.test(secret)) return [];
  const bytes = Buffer.from(secret, "base64");
  const text = (inflated(bytes) ?? bytes).toString("utf8");
  return /^[\t\r\n\x20-\x7e\u00a0-\ufffc]+$/.test(text) ? [text] : [];
}

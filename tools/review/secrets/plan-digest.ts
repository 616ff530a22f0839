import { createHash } from "node:crypto";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  toList,
} from "../../reach/terraform/configuration/json.ts";
import { compareByCodeUnit } from "../../reach/terraform/expression/sets.ts";
import type { PlanDocument } from "../plan/plan-document.ts";
import { REDACTED, type Redactor } from "./redactor.ts";

/** The parts of a plan's JSON that a review judges. Times and versions differ in an equal plan. */
const JUDGED = [
  ...["complete", "errored", "configuration", "output_changes", "resource_changes", "resource_drift"],
  ...["action_invocations", "deferred_changes"],
];

/**
 * Returns the SHA-256 of what a review judges, as hexadecimal. The order of keys and changes, and
 * the plan's time, do not matter. Secrets are left out, since a digest is printed, and who knows
 * the rest of a plan could try out short ones.
 */
export function planDigest({ stack, json }: PlanDocument, redactor: Redactor): string {
  const hash = createHash("sha256").update(JSON.stringify(stack));
  for (const name of JUDGED) {
    hash.update(`\n${name} `);
    const value = json[name];
    const parts = Array.isArray(value)
      ? value.map((each: Json) => withoutSecrets(each))
      : [withoutSecrets(value)];
    const texts = parts.map((part) => redactor.redactPlain(canonicalText(part)));
    for (const text of texts.sort(compareByCodeUnit)) hash.update(`${text}\n`);
  }
  return hash.digest("hex");
}

/** Replaces masked values of a change or an output, which may be too short to be found by value. */
function withoutSecrets(json: Json | undefined): Json {
  if (!isJsonObject(json)) return json ?? null;
  const change = isJsonObject(json.change) ? json.change : json;
  const { before, after, before_sensitive: maskBefore, after_sensitive: maskAfter } = change;
  if (maskBefore === undefined && maskAfter === undefined) return mapped(json);
  const hidden = {
    ...change,
    before: hide(hide(before, maskBefore), maskAfter),
    after: hide(hide(after, maskAfter), maskBefore),
  };
  return isJsonObject(json.change) ? { ...json, change: hidden } : hidden;
}

function mapped(json: JsonObject): Json {
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, withoutSecrets(value)]));
}

function hide(value: Json | undefined, mask: Json | undefined): Json {
  if (value === undefined || value === null) return null;
  if (mask === true) return REDACTED;
  if (Array.isArray(value)) return value.map((item: Json, index) => hide(item, toList(mask)[index]));
  if (!isJsonObject(value) || !isJsonObject(mask)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, hide(own, mask[name])]));
}

/** Returns JSON text with the keys of objects sorted. */
function canonicalText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalText(item)).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort(compareByCodeUnit);
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalText(value[name] ?? null)}`).join(",")}}`;
}

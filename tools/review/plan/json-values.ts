import { isJsonObject, type Json } from "../../reach/terraform/configuration/json.ts";

/**
 * True if a plan's marks mark anything: `true` at any place of `after_unknown`, or of a mask of
 * sensitive values.
 */
export function hasMark(marks: Json | undefined): boolean {
  if (Array.isArray(marks)) return marks.some(hasMark);
  return isJsonObject(marks) ? Object.values(marks).some(hasMark) : marks === true;
}

/** Returns all texts in a JSON value. */
export function allTexts(json: Json | undefined): string[] {
  if (typeof json === "string") return [json];
  if (Array.isArray(json)) return json.flatMap(allTexts);
  return isJsonObject(json) ? Object.values(json).flatMap(allTexts) : [];
}

import type { Value } from "../../value.ts";
import { type Facts, render, textFact } from "../facts.ts";

/**
 * The suffix the provider gives to generated names: 18 digits of a time and 8 hexadecimal digits. The
 * time is fixed: a rehearsal's names must not change from run to run.
 */
export function uniqueSuffix(facts: Facts): string {
  return render("20240101{digits:10/name}{hex:8/name}", facts);
}

/** A name the provider or AWS generates: from the prefix that is set, else `terraform-`. */
export function generatedName(facts: Facts): Value {
  const prefix = textFact(facts, `${facts.leaf}_prefix`);
  if (facts.leaf === "name" || prefix !== "") {
    return `${prefix === "" ? "terraform-" : prefix}${uniqueSuffix(facts)}`;
  }
  return "";
}

import { type Json, toList } from "../../reach/terraform/configuration/json.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import type { RuleContext } from "./review-rule.ts";

/**
 * Compares the host names of two certificates that the plans under review hold.
 *
 * @returns true if the second lacks a name of the first; undefined if either is not in the plans
 */
export function certificateLosesNames(
  before: Json | undefined,
  after: Json | undefined,
  context: RuleContext,
): boolean | undefined {
  const certificates = context.ofType("aws_acm_certificate");
  const old = certificates.find((certificate) => certificate.was("arn") === before);
  const next = certificates.find((certificate) => certificate.becomes("arn") === after);
  if (before === undefined || after === undefined || old === undefined || next === undefined)
    return undefined;
  return !coversAll(namesAfter(next), namesBefore(old));
}

/** The host names that a certificate covers before its change. */
export function namesBefore(certificate: PlannedResourceChange): readonly string[] {
  return textsOf(certificate.was("domain_name"), certificate.was("subject_alternative_names"));
}

/** The host names that a certificate covers after its change. */
export function namesAfter(certificate: PlannedResourceChange): readonly string[] {
  return textsOf(certificate.becomes("domain_name"), certificate.becomes("subject_alternative_names"));
}

/** True if some names cover all others; `*.example.com` covers `www.example.com`. */
export function coversAll(names: readonly string[], others: readonly string[]): boolean {
  const known = new Set(names);
  return others.every((other) => known.has(other) || known.has(other.replace(/^[^.]+/, "*")));
}

function textsOf(...values: readonly (Json | undefined)[]): readonly string[] {
  const texts = values.flatMap(toList).filter((value) => typeof value === "string");
  return [...new Set(texts)];
}

import { createHash } from "node:crypto";
import type { Change, Refusal } from "./contracts.ts";
import { actionOf } from "./faults.ts";
import { type Diagnostic, SEVERITY } from "./protocol/messages.ts";
import { serviceOf } from "./services.ts";

const VERBS = { create: "creating", update: "updating", delete: "deleting" } as const;

/** An error as Terraform shows it. */
export function errorDiagnostic(summary: string, detail = "", attribute?: string): Diagnostic {
  const path = attribute === undefined ? {} : { attribute: { steps: [{ attributeName: attribute }] } };
  return { severity: SEVERITY.error, summary, detail, ...path };
}

/** A refused change, worded as the provider words AWS's own errors. */
export function changeRefused(change: Change, refusal: Refusal): Diagnostic {
  const summary = `${what(change)}: ${apiError(change.type, refusal)}`;
  return errorDiagnostic(summary, "", refusal.attribute);
}

/** A change of a resource that AWS has no more. */
export function resourceMissing(change: Change): Diagnostic {
  return errorDiagnostic(`${what(change)}: couldn't find resource`);
}

/** A refused look-up, worded likewise. */
export function lookupRefused(type: string, refusal: Refusal): Diagnostic {
  return errorDiagnostic(
    `reading ${serviceOf(type).noun}: ${apiError(type, refusal)}`,
    "",
    refusal.attribute,
  );
}

/** `updating EC2 Subnet (subnet-0123)`. */
function what(change: Change): string {
  const id = change.before?.id;
  const which = typeof id === "string" ? ` (${id})` : "";
  return `${VERBS[actionOf(change)]} ${serviceOf(change.type).noun}${which}`;
}

function apiError(type: string, { operation, code, message }: Refusal): string {
  const { service } = serviceOf(type);
  const request = requestId(`${operation} ${code} ${message}`);
  return `operation error ${service}: ${operation}, https response error StatusCode: 400, RequestID: ${request}, api error ${code}: ${message}`;
}

/** The same refusal has the same request id in each run. */
function requestId(seed: string): string {
  const hex = createHash("sha256").update(seed).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

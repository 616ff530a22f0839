import { createHash } from "node:crypto";
import { changeAction } from "./faults.ts";
import { type Diagnostic, Diagnostic_Severity } from "./protocol/tfplugin5.ts";
import { resourceTypeLabel } from "./resource-type-labels.ts";
import type { ApiError, ResourceChange } from "./simulator-types.ts";

const ACTION_VERBS = { create: "creating", update: "updating", delete: "deleting" } as const;

/** Creates an error as Terraform shows it. */
export function errorDiagnostic(summary: string, detail = "", attribute?: string): Diagnostic {
  const path = attribute === undefined ? undefined : { steps: [{ attribute_name: attribute }] };
  return { severity: Diagnostic_Severity.ERROR, summary, detail, attribute: path };
}

/** An API error of a change, in the provider's format for AWS errors. */
export function changeErrorDiagnostic(change: ResourceChange, apiError: ApiError): Diagnostic {
  const summary = `${describeChange(change)}: ${formatApiError(change.type, apiError)}`;
  return errorDiagnostic(summary, "", apiError.attribute);
}

/** The error for an update of a resource that no longer exists. */
export function resourceNotFoundDiagnostic(change: ResourceChange): Diagnostic {
  return errorDiagnostic(`${describeChange(change)}: couldn't find resource`);
}

/** An API error of a data source read, in the provider's format. */
export function dataSourceErrorDiagnostic(type: string, apiError: ApiError): Diagnostic {
  return errorDiagnostic(
    `reading ${resourceTypeLabel(type).displayName}: ${formatApiError(type, apiError)}`,
    "",
    apiError.attribute,
  );
}

/** Formats a change for messages: `updating EC2 Subnet (subnet-0123)`. */
function describeChange(change: ResourceChange): string {
  const id = change.before?.id;
  const idSuffix = typeof id === "string" ? ` (${id})` : "";
  return `${ACTION_VERBS[changeAction(change)]} ${resourceTypeLabel(change.type).displayName}${idSuffix}`;
}

function formatApiError(type: string, { operation, code, message }: ApiError): string {
  const { sdkServiceId } = resourceTypeLabel(type);
  const request = requestId(`${operation} ${code} ${message}`);
  return `operation error ${sdkServiceId}: ${operation}, https response error StatusCode: 400, RequestID: ${request}, api error ${code}: ${message}`;
}

/** A request ID derived from the error, so that it is the same in every run. */
function requestId(seed: string): string {
  const hex = createHash("sha256").update(seed).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

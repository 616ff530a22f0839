import { setTimeout as sleep } from "node:timers/promises";
import { constraintViolations } from "./constraint-violations.ts";
import { waitForDependents } from "./delete-retry.ts";
import { changeErrorDiagnostic, resourceNotFoundDiagnostic } from "./diagnostics.ts";
import { changeAction, type Fault } from "./faults.ts";
import { firstUnknownPath, normalizeToSchema } from "./normalize-to-schema.ts";
import { operationName } from "./operation-name.ts";
import { decodeObjectValue, encodeDynamicValue } from "./protocol/codec.ts";
import type {
  ApplyResourceChange_Request,
  ApplyResourceChange_Response,
  Diagnostic,
} from "./protocol/tfplugin5.ts";
import type { ProviderSession } from "./provider-sessions.ts";
import { resourceId } from "./resource-id.ts";
import type { SchemaBlock } from "./schema.ts";
import {
  type AppliedChange,
  createCallContext,
  readResourceSchema,
  regionOfResource,
  type SimulatorContext,
} from "./simulator-context.ts";
import type { ApiError, CallContext, ResourceChange } from "./simulator-types.ts";
import type { ObjectValue } from "./terraform-value.ts";

/** AWS's error for a throttled call once the provider's retries are used up. */
const THROTTLED = { code: "Throttling", message: "Rate exceeded" } as const;

/** Creates, updates or deletes a resource in the simulated account. */
export async function handleApply(
  simulator: SimulatorContext,
  session: ProviderSession,
  request: ApplyResourceChange_Request,
): Promise<ApplyResourceChange_Response> {
  const before = decodeObjectValue(request.prior_state);
  const after = decodeObjectValue(request.planned_state);
  const change: ResourceChange = { type: request.type_name, before, after };
  const { settings } = session.configured;
  const { block } = await readResourceSchema(simulator, change.type);
  const context = createCallContext(simulator, regionOfResource(after ?? before, block, settings));
  const injectedFault = simulator.behavior.faults(change, context);
  if (injectedFault?.kind === "slow") await sleep(injectedFault.milliseconds);
  await waitForDependents(simulator, change, context);

  // Nothing below waits, so that each change sees the account as the previous change left it.
  const logOutcome = logChange(simulator, change, context);
  const base = {
    legacy_type_system: simulator.legacyTypes.has(change.type),
    private: request.planned_private,
  };
  if (injectedFault?.kind === "crash" && !injectedFault.afterApply) {
    logOutcome("crashed");
    return dropConnection(session);
  }
  const diagnostics = changeErrors(simulator, change, context, injectedFault, settings.maxRetries);
  if (diagnostics.length > 0) {
    logOutcome("rejected");
    return { ...base, new_state: request.prior_state, diagnostics };
  }
  const values = performChange(simulator, change, block, context);
  const errorsAfterApply =
    injectedFault?.kind === "fail" ? [changeErrorDiagnostic(change, injectedFault.apiError)] : [];
  const outcome =
    injectedFault?.kind === "crash" ? "crashed" : errorsAfterApply.length > 0 ? "rejected" : "done";
  logOutcome(outcome, values ?? before, injectedFault?.kind === "throttle" ? injectedFault.times : 0);
  return outcome === "crashed"
    ? dropConnection(session)
    : { ...base, new_state: encodeDynamicValue(values), diagnostics: errorsAfterApply };
}

/** The response to an apply that failed internally: Terraform keeps the prior state. */
export function failedApplyResponse(
  request: ApplyResourceChange_Request,
  diagnostic: Diagnostic,
): ApplyResourceChange_Response {
  return {
    new_state: request.prior_state,
    diagnostics: [diagnostic],
    legacy_type_system: true,
    private: request.planned_private,
  };
}

function dropConnection(session: ProviderSession): never {
  session.abort();
  throw new Error("the connection was cut on purpose");
}

/**
 * The errors that prevent a change: an injected fault, a violated constraint, or a resource deleted
 * meanwhile.
 */
function changeErrors(
  simulator: SimulatorContext,
  change: ResourceChange,
  context: CallContext,
  injectedFault: Fault | undefined,
  maxRetries: number,
): readonly Diagnostic[] {
  const { type, before, after } = change;
  const injectedError = faultError(injectedFault, change, maxRetries);
  if (injectedError !== undefined) return [changeErrorDiagnostic(change, injectedError)];
  const isUpdate = before !== null && after !== null;
  if (isUpdate && simulator.account.find(type, context.region, resourceId(type, before)) === undefined) {
    return [resourceNotFoundDiagnostic(change)];
  }
  return constraintViolations(simulator.behavior.constraints, change, context).map((apiError) =>
    changeErrorDiagnostic(change, apiError),
  );
}

function faultError(
  injectedFault: Fault | undefined,
  change: ResourceChange,
  maxRetries: number,
): ApiError | undefined {
  if (injectedFault?.kind === "fail" && !injectedFault.afterApply) return injectedFault.apiError;
  if (injectedFault?.kind !== "throttle" || injectedFault.times <= maxRetries) return undefined;
  const attempts = `exceeded maximum number of attempts, ${maxRetries + 1}`;
  return { ...THROTTLED, operation: `${operationName(change.type, changeAction(change))}, ${attempts}` };
}

/** Applies a change to the account. Returns the resource's new values, `null` after a deletion. */
function performChange(
  simulator: SimulatorContext,
  { type, before, after }: ResourceChange,
  block: SchemaBlock,
  context: CallContext,
): ObjectValue | null {
  const { account, behavior } = simulator;
  const { region } = context;
  if (before !== null && after === null) {
    account.remove(type, region, resourceId(type, before));
    return null;
  }
  if (after === null) return null;
  const values = normalizeToSchema(behavior.computeValues({ type, before, after }, block, context), block);
  const unknown = firstUnknownPath(values);
  if (unknown !== undefined) {
    throw new Error(`the simulation of ${type} left "${unknown}" unknown`);
  }
  const id = resourceId(type, values);
  if (before !== null && resourceId(type, before) !== id)
    account.remove(type, region, resourceId(type, before));
  account.put({ type, id, region, values });
  return values;
}

/** Returns a function that logs the outcome of a change. */
function logChange(simulator: SimulatorContext, change: ResourceChange, { region }: CallContext) {
  const { type, before } = change;
  return (outcome: AppliedChange["outcome"], values = before, throttleCount = 0) => {
    const id = values === null ? null : resourceId(type, values);
    simulator.applied.push({ type, id, region, action: changeAction(change), outcome, throttleCount });
  };
}

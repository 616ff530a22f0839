import { setTimeout as sleep } from "node:timers/promises";
import { conformObject, firstUnknown } from "./conform.ts";
import type { CallContext, Change, Refusal } from "./contracts.ts";
import { changeRefused, resourceMissing } from "./diagnostics.ts";
import { actionOf, type Fault } from "./faults.ts";
import { lawRefusals, untilLetGo } from "./patience.ts";
import { decodeObject, encodeDynamic } from "./protocol/codec.ts";
import type { ApplyRequest, ApplyResponse, Diagnostic } from "./protocol/messages.ts";
import { resourceId } from "./resource-id.ts";
import type { Block } from "./schema.ts";
import type { Session } from "./sessions.ts";
import { type AppliedChange, callContext, regionOf, resourceSchema, type Simulation } from "./simulation.ts";
import type { ObjectValue } from "./value.ts";

/** AWS's answer to a throttled call that was tried as often as the provider does. */
const THROTTLED = { code: "Throttling", message: "Rate exceeded" } as const;

/** Creates, updates or deletes a resource in the simulated account. */
export async function applyChange(
  simulation: Simulation,
  session: Session,
  request: ApplyRequest,
): Promise<ApplyResponse> {
  const before = decodeObject(request.priorState);
  const after = decodeObject(request.plannedState);
  const change: Change = { type: request.typeName, before, after };
  const { settings } = session.configured;
  const { block } = await resourceSchema(simulation, change.type);
  const context = callContext(simulation, regionOf(after ?? before, block, settings));
  const fault = simulation.knowledge.faults(change, context);
  if (fault?.kind === "slow") await sleep(fault.milliseconds);
  await untilLetGo(simulation, change, context);

  // From here on nothing waits: each change meets the account as the one before left it.
  const log = record(simulation, change, context);
  const legacyTypeSystem = simulation.legacyTypes.has(change.type);
  const answer = { legacyTypeSystem, private: request.plannedPrivate };
  if (fault?.kind === "crash" && !fault.done) {
    log("crashed");
    return crash(session);
  }
  const diagnostics = refused(simulation, change, context, fault, settings.maxRetries);
  if (diagnostics.length > 0) {
    log("refused");
    return { ...answer, newState: request.priorState, diagnostics };
  }
  const values = perform(simulation, change, block, context);
  const late = fault?.kind === "fail" ? [changeRefused(change, fault.refusal)] : [];
  const outcome = fault?.kind === "crash" ? "crashed" : late.length > 0 ? "refused" : "done";
  log(outcome, values ?? before, fault?.kind === "throttle" ? fault.times : 0);
  return outcome === "crashed"
    ? crash(session)
    : { ...answer, newState: encodeDynamic(values), diagnostics: late };
}

/** The answer to an apply that broke down: Terraform keeps what it knew. */
export function applyFailed(request: ApplyRequest, diagnostic: Diagnostic): ApplyResponse {
  return {
    newState: request.priorState,
    diagnostics: [diagnostic],
    legacyTypeSystem: true,
    private: request.plannedPrivate,
  };
}

function crash(session: Session): never {
  session.abort();
  throw new Error("the connection was cut on purpose");
}

/** Why a change is not made: a fault, a law, or a resource that has gone meanwhile. */
function refused(
  simulation: Simulation,
  change: Change,
  context: CallContext,
  fault: Fault | undefined,
  maxRetries: number,
): readonly Diagnostic[] {
  const { type, before, after } = change;
  const failed = faultRefusal(fault, change, maxRetries);
  if (failed !== undefined) return [changeRefused(change, failed)];
  const isUpdate = before !== null && after !== null;
  if (isUpdate && simulation.account.find(type, context.region, resourceId(type, before)) === undefined) {
    return [resourceMissing(change)];
  }
  return lawRefusals(simulation, change, context).map((refusal) => changeRefused(change, refusal));
}

function faultRefusal(fault: Fault | undefined, change: Change, maxRetries: number): Refusal | undefined {
  if (fault?.kind === "fail" && !fault.done) return fault.refusal;
  if (fault?.kind !== "throttle" || fault.times <= maxRetries) return undefined;
  const words = change.type.replace(/^aws_/, "").split("_");
  const noun = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  const verb = { create: "Create", update: "Modify", delete: "Delete" }[actionOf(change)];
  const attempts = `exceeded maximum number of attempts, ${maxRetries + 1}`;
  return { ...THROTTLED, operation: `${verb}${noun}, ${attempts}` };
}

/** Changes the account; the resource's values afterwards, `null` when it is gone. */
function perform(
  simulation: Simulation,
  { type, before, after }: Change,
  block: Block,
  context: CallContext,
): ObjectValue | null {
  const { account, knowledge } = simulation;
  const { region } = context;
  if (before !== null && after === null) {
    account.remove(type, region, resourceId(type, before));
    return null;
  }
  if (after === null) return null;
  const values = conformObject(knowledge.answerChange({ type, before, after }, block, context), block);
  const unknown = firstUnknown(values);
  if (unknown !== undefined) {
    throw new Error(`the simulation of ${type} left "${unknown}" unknown`);
  }
  const id = resourceId(type, values);
  if (before !== null && resourceId(type, before) !== id)
    account.remove(type, region, resourceId(type, before));
  account.put({ type, id, region, values });
  return values;
}

/** Writes one line of the log: what became of the change. */
function record(simulation: Simulation, change: Change, { region }: CallContext) {
  const { type, before } = change;
  return (outcome: AppliedChange["outcome"], values = before, throttled = 0) => {
    const id = values === null ? null : resourceId(type, values);
    simulation.applied.push({ type, id, region, action: actionOf(change), outcome, throttled });
  };
}

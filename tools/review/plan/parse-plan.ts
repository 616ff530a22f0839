import { canonicalType } from "../../../aws/resource-types.ts";
import { compact } from "../../../language/compact.ts";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  toList,
} from "../../reach/terraform/configuration/json.ts";
import { compareByCodeUnit } from "../../reach/terraform/expression/sets.ts";
import { toObject } from "../../reach/terraform/plan/plan-module.ts";
import { ReviewError } from "../review-error.ts";
import { hasMark } from "./json-values.ts";
import type { ActionInvocation, FailedCheck, OutputChange, PlanDocument, PlanMode } from "./plan-document.ts";
import { type PlanAction, PlannedResourceChange } from "./planned-resource-change.ts";

/** The identity of a parsed plan. */
export interface PlanSource {
  readonly stack: string;
  readonly path: string;
  /** The text of the configuration's files by path. @default unknown */
  readonly configurationFiles?: ReadonlyMap<string, string>;
}

/**
 * Reads a plan as printed by `terraform show -json`. Unknown keys are ignored.
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 *
 * @throws ReviewError if it is no plan, or of an unknown major version of the format
 */
export function parsePlan(json: Json, source: PlanSource): PlanDocument {
  if (!isJsonObject(json))
    throw new ReviewError(`${source.path} is not a Terraform plan: it holds no object.`);
  rejectOtherDocuments(json, source.path);
  const changes = objectsIn(json.resource_changes)
    .filter(({ mode }) => mode !== "data")
    .map((change) => resourceChange(change, source.stack))
    .sort((a, b) => compareByCodeUnit(a.displayAddress, b.displayAddress));
  const drift = objectsIn(json.resource_drift)
    .filter(({ mode }) => mode !== "data")
    .map((change) => resourceChange(change, source.stack))
    .sort((a, b) => compareByCodeUnit(a.displayAddress, b.displayAddress));
  return {
    ...compact({ configurationFiles: source.configurationFiles }),
    stack: source.stack,
    path: source.path,
    mode: modeOf(json, changes),
    // Terraform before 1.8 writes neither.
    isComplete: json.complete !== false,
    isErrored: json.errored === true,
    changes,
    drift,
    outputs: outputChanges(json),
    failedChecks: failedChecks(json.checks),
    // A deferred one runs with a later plan, which may be applied without a review.
    invocations: [
      ...objectsIn(json.action_invocations),
      ...objectsIn(json.deferred_action_invocations).map((deferred) => toObject(deferred.action_invocation)),
    ].map(invocation),
    deferred: objectsIn(json.deferred_changes).map((deferred) =>
      textOf(toObject(deferred.resource_change).address),
    ),
    json,
  };
}

/** @throws ReviewError for a state, and for anything else that is no plan */
function rejectOtherDocuments(json: JsonObject, path: string): void {
  const { format_version: version } = json;
  const isState =
    (typeof json.serial === "number" && typeof json.lineage === "string") ||
    (isJsonObject(json.values) && !("planned_values" in json));
  if (isState) {
    throw new ReviewError(
      `${path} is a state, not a plan. Fix: terraform plan -out plan.bin, then give plan.bin, or what terraform show -json plan.bin prints.`,
    );
  }
  const hasPlanKey = ["resource_changes", "planned_values", "resource_drift", "output_changes"].some(
    (key) => key in json,
  );
  if (typeof version !== "string" || !hasPlanKey) {
    throw new ReviewError(
      `${path} is not a Terraform plan: it has ${typeof version === "string" ? "no changes" : "no format_version"}. Fix: give what terraform show -json prints of a saved plan.`,
    );
  }
  if (!/^1\.\d+$/.test(version)) {
    throw new ReviewError(
      `${path} has the plan format ${JSON.stringify(version)}, and only 1.x is known. Fix: use a Terraform that writes 1.x, or a newer Drydock.`,
    );
  }
  for (const key of ["resource_changes", "resource_drift"]) {
    if (key in json && json[key] !== null && !Array.isArray(json[key])) {
      throw new ReviewError(`${path} is damaged: ${key} is not a list.`);
    }
  }
}

function resourceChange(json: JsonObject, stack: string): PlannedResourceChange {
  const change = toObject(json.change);
  const actions = toList(change.actions).map(textOf);
  const { before, after } = change;
  return new PlannedResourceChange({
    ...compact({
      deposed: optionalText(json.deposed),
      previousAddress: optionalText(json.previous_address),
      actionReason: optionalText(json.action_reason),
    }),
    stack,
    address: textOf(json.address),
    type: canonicalType(textOf(json.type)),
    provider: textOf(json.provider_name),
    action: actionOf(actions),
    actions,
    replacePaths: toList(change.replace_paths).map((path) => toList(path).filter(isStep)),
    before: isJsonObject(before) ? before : null,
    after: isJsonObject(after) ? after : null,
    afterUnknown: toObject(change.after_unknown),
    isImported: isJsonObject(change.importing),
  });
}

const ACTIONS: Readonly<Record<string, PlanAction>> = {
  "no-op": "no-op",
  create: "create",
  read: "read",
  update: "update",
  delete: "delete",
  forget: "forget",
  "delete,create": "replace",
  "create,delete": "replace-create-first",
  "create,forget": "create-forget",
};

function actionOf(actions: readonly string[]): PlanAction {
  const name = actions.join(",");
  return Object.hasOwn(ACTIONS, name) ? (ACTIONS[name] ?? "unrecognized") : "unrecognized";
}

/**
 * The mode of a plan. A destroy plan has no mark of its own: only deletions without a reason, and
 * nothing afterwards.
 */
function modeOf(json: JsonObject, changes: readonly PlannedResourceChange[]): PlanMode {
  const hasChanges = Array.isArray(json.resource_changes);
  if (!hasChanges && Array.isArray(json.resource_drift)) return "refresh-only";
  const deletions = changes.filter(({ action }) => action !== "no-op");
  const isDestroy =
    deletions.length > 0 &&
    deletions.every(({ action, actionReason }) => action === "delete" && actionReason === undefined);
  return isDestroy ? "destroy" : "normal";
}

/**
 * The changed outputs. A plan marks both sides as sensitive if either is, so that only the
 * configuration tells a mask that disappears: an output of a sensitive value must have `sensitive`.
 */
function outputChanges(plan: JsonObject): OutputChange[] {
  const configured = toObject(toObject(toObject(plan.configuration).root_module).outputs);
  return Object.entries(toObject(plan.output_changes))
    .filter(([, change]) => isJsonObject(change))
    .map(([name, value]) => {
      const change = toObject(value);
      const own = configured[name];
      const isSensitiveAfter =
        change.after_sensitive === true && (!isJsonObject(own) || own.sensitive === true);
      return {
        name,
        actions: toList(change.actions).map(textOf),
        isUnknown: hasMark(change.after_unknown),
        isSensitive: isSensitiveAfter || change.before_sensitive === true,
        losesMask: change.before_sensitive === true && !isSensitiveAfter && change.after !== undefined,
      };
    })
    .sort((a, b) => compareByCodeUnit(a.name, b.name));
}

function failedChecks(json: Json | undefined): FailedCheck[] {
  return objectsIn(json).flatMap((check) => {
    const { status } = check;
    if (status !== "fail" && status !== "error" && status !== "unknown") return [];
    return [{ address: textOf(toObject(check.address).to_display), status }];
  });
}

function invocation(json: JsonObject): ActionInvocation {
  const trigger = toObject(json.lifecycle_action_trigger);
  const resource = optionalText(trigger.triggering_resource_address);
  const event = optionalText(trigger.action_trigger_event);
  return {
    address: textOf(json.address),
    type: textOf(json.type),
    ...compact({ trigger: resource && `${resource}${event === undefined ? "" : ` (${event})`}` }),
  };
}

function objectsIn(json: Json | undefined): readonly JsonObject[] {
  return toList(json).filter(isJsonObject);
}

function textOf(json: Json | undefined): string {
  return typeof json === "string" ? json : "";
}

function optionalText(json: Json | undefined): string | undefined {
  return typeof json === "string" && json !== "" ? json : undefined;
}

function isStep(step: Json): step is string | number {
  return typeof step === "string" || typeof step === "number";
}

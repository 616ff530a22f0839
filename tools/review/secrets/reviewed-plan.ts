import { compact } from "../../../language/compact.ts";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  toList,
} from "../../reach/terraform/configuration/json.ts";
import { compareByCodeUnit } from "../../reach/terraform/expression/sets.ts";
import type { PlanDocument } from "../plan/plan-document.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import type { ReviewedChange, ReviewedPlan } from "../review.ts";
import { planDigest } from "./plan-digest.ts";
import type { Redactor } from "./redactor.ts";
import { reviewedAttributes } from "./reviewed-attributes.ts";

/** Returns a plan as outputs show it: values by allow-list, every text redacted. */
export function reviewedPlan(document: PlanDocument, redactor: Redactor): ReviewedPlan {
  const { stack, path, mode, isComplete, isErrored, changes } = document;
  const changed = changes.filter(({ action }) => action !== "no-op");
  const masks = masksByAddress(document.json);
  return {
    stack: redactor.redact(stack),
    path: redactor.redact(path),
    mode,
    isComplete,
    isErrored,
    digest: planDigest(document, redactor),
    counts: countsByAction(changed),
    changes: changed.map((change) => reviewedChange(change, masks.get(change.displayAddress), redactor)),
  };
}

function reviewedChange(
  change: PlannedResourceChange,
  mask: JsonObject | undefined,
  redactor: Redactor,
): ReviewedChange {
  return {
    address: redactor.redact(change.displayAddress),
    type: redactor.redact(change.type),
    action: change.action,
    attributes: reviewedAttributes(change, mask ?? {}).map(({ name, before, after, ...rest }) => ({
      ...rest,
      name: redactor.redact(name),
      ...compact({
        before: before && redactor.redact(before),
        after: after && redactor.redact(after),
      }),
    })),
  };
}

/** The masks of each change: what is masked on either side. */
function masksByAddress(json: JsonObject): ReadonlyMap<string, JsonObject> {
  const changes = toList(json.resource_changes).filter(isJsonObject);
  return new Map(
    changes.flatMap(({ address, deposed, change }) => {
      if (typeof address !== "string" || !isJsonObject(change)) return [];
      const isDeposed = typeof deposed === "string" && deposed !== "";
      const { before_sensitive: before, after_sensitive: after } = change;
      return [[isDeposed ? `${address} (deposed ${deposed})` : address, joinedMask(before, after)]];
    }),
  );
}

/** Masks of top-level attributes; a mask of the whole object covers each. */
function joinedMask(before: Json | undefined, after: Json | undefined): JsonObject {
  if (before === true || after === true) return { "": true };
  const sides = [before, after].filter(isJsonObject);
  const names = new Set(sides.flatMap((side) => Object.keys(side)));
  return Object.fromEntries([...names].map((name) => [name, sides.map((side) => side[name] ?? false)]));
}

function countsByAction(changes: readonly PlannedResourceChange[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const actions = changes.map(({ action }) => action).sort(compareByCodeUnit);
  for (const action of actions) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}

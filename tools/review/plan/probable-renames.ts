import type { PlanDocument } from "./plan-document.ts";
import { isSameMeaning, type PlannedResourceChange } from "./planned-resource-change.ts";

/** The share of equal attributes from which a deletion and a creation count as a rename. */
const MIN_SHARE = 0.8;

/**
 * Returns the new address of each deleted resource that the same plan creates again under another
 * address, with the same arguments: a construct or module was renamed, or an index shifted.
 */
export function probableRenames(plan: PlanDocument): ReadonlyMap<string, string> {
  const created = plan.changes.filter(({ action }) => action === "create");
  const found = new Map<string, string>();
  const taken = new Set<PlannedResourceChange>();
  for (const change of plan.changes) {
    if (change.action !== "delete" || change.deposed !== undefined) continue;
    const successor = created
      .filter((each) => each.type === change.type && !taken.has(each))
      .map((each) => ({ each, share: equalShare(change, each) }))
      .filter(({ share }) => share >= MIN_SHARE)
      .sort((a, b) => b.share - a.share)[0]?.each;
    if (successor === undefined) continue;
    taken.add(successor);
    found.set(change.address, successor.address);
  }
  return found;
}

/** The share of the created resource's known arguments that equal those of the deleted one. */
function equalShare(deleted: PlannedResourceChange, created: PlannedResourceChange): number {
  const names = Object.keys(created.after).filter(
    (name) => !name.startsWith("tags") && !created.isUnknown(name) && created.becomes(name) !== undefined,
  );
  if (names.length === 0) return 0;
  return (
    names.filter((name) => isSameMeaning(deleted.was(name), created.becomes(name))).length / names.length
  );
}

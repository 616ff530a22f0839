import { formatList } from "../../reach/analysis/lint/words.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";

/** Terraform's reasons for a replacement that no attribute forces. */
const REPLACEMENT_REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: "it is tainted",
  replace_by_request: "-replace asks for it",
  replace_by_triggers: "replace_triggered_by asks for it",
};

/**
 * Begins a sentence on how a plan destroys an object, without a full stop: `It is replaced, since
 * engine and username force it`, `It is deleted`.
 */
export function replacementText(change: PlannedResourceChange): string {
  if (change.isReplaced) return `It is replaced${replacementReason(change)}`;
  if (change.deposed !== undefined) return "The deposed object, left by an earlier replacement, is deleted";
  return change.action === "delete" ? "It is deleted" : "The plan's action is not known, and may delete it";
}

function replacementReason({ replacePaths, actionReason }: PlannedResourceChange): string {
  const names = [...new Set(replacePaths.map(attributeName))];
  if (names.length > 0) return `, since ${formatList(names)} ${names.length === 1 ? "forces" : "force"} it`;
  const reason = REPLACEMENT_REASONS[actionReason ?? ""];
  return reason === undefined ? "" : `, since ${reason}`;
}

/** The names of a path, without positions and keys of elements: `root_block_device.kms_key_id`. */
function attributeName(path: readonly (string | number)[]): string {
  return path.filter((step) => typeof step === "string" && /^[a-z][a-z0-9_]*$/.test(step)).join(".");
}

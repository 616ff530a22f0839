import type { PlannedChange } from "../terraform/planned-changes.ts";
import { ChangeError, HOW_TO_GO_ON } from "./change-error.ts";
import { isReplaceable } from "./forms/replaceable-types.ts";
import { replacedAddress } from "./forms/replaced.ts";
import { typeOfAddress } from "./forms/resource-address.ts";
import type { StackChange } from "./stack-change.ts";

/**
 * The addresses that a plan of the up pass would replace, and those whose earlier resource an
 * interrupted change has already moved aside.
 */
export function replacedIn(
  changes: readonly PlannedChange[],
  { leftovers }: Pick<StackChange, "leftovers">,
): string[] {
  const replaced = changes.filter((change) => change.action === "replace" && isDeletion(change));
  const asides = changes.filter(({ action, address }) => action === "delete" && !leftovers.includes(address));
  return [
    ...replaced.map(({ address }) => address),
    ...asides.flatMap(({ address }) => replacedAddress(address) ?? []),
  ];
}

/**
 * True for a deletion that an interrupted change was about to make: what is in the state, and in no
 * form. The up form has everything of both forms.
 */
export function isFinished({ action, reason }: PlannedChange, { mayFinishDeletions }: StackChange): boolean {
  return mayFinishDeletions && action === "delete" && reason === "delete_because_no_resource_config";
}

/**
 * True for a change that deletes what something may use: not a replacement of a type that
 * {@link isReplaceable} accepts, and not of what AWS did not finish creating, which Terraform
 * marked.
 */
function isDeletion({ address, action, reason }: PlannedChange): boolean {
  if (action === "replace") {
    return reason !== "tainted" && !isReplaceable(typeOfAddress(address));
  }
  return action === "delete";
}

/** @throws ChangeError if changes delete or replace anything */
export function rejectDeletions(stack: string, changes: readonly PlannedChange[]): void {
  const deletions = changes.filter(isDeletion);
  if (deletions.length === 0) return;
  const lines = deletions.map(({ address, action, reason }) => {
    const why = reason === undefined ? "" : ` (${reason.replaceAll("_", " ")})`;
    return `  ${action} ${address}${why}`;
  });
  throw new ChangeError(
    `${stack}: this pass must not delete these, and its plan would:\n${lines.join("\n")}\n${HOW_TO_GO_ON}`,
  );
}

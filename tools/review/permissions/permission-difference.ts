import { compareByCodeUnit } from "../../reach/terraform/expression/sets.ts";
import type { ReviewedPermissions } from "../review.ts";
import { comparePermissions, type PermissionComparison, type Widening } from "./permission-set.ts";
import type { PolicySubject } from "./policy-subject.ts";
import { requesterText, witnessText } from "./witness-text.ts";

/**
 * Returns what a subject's policies allow and forbid otherwise than before: a list of one; none if
 * they mean the same.
 *
 * @param comparison of the subject's permissions before with those after
 */
export function permissionDifference(
  subject: PolicySubject,
  comparison: PermissionComparison,
): readonly ReviewedPermissions[] {
  const gained = witnesses(comparison, subject);
  const lost = witnesses(comparePermissions(subject.after, subject.before), subject);
  const reasons = [
    ...(comparison.verdict === "unknown" ? [comparison.why] : []),
    ...subject.gaps.map(({ why }) => why),
  ];
  const unknown = [...new Set(reasons)].sort(compareByCodeUnit);
  if (gained.length + lost.length + unknown.length === 0) return [];
  return [{ subject: subject.name, gained, lost, unknown }];
}

/** An example of each cause by which one set of permissions allows more than another. */
function witnesses(comparison: PermissionComparison, subject: PolicySubject): readonly string[] {
  if (comparison.verdict !== "wider") return [];
  const texts = comparison.widenings.map((widening) => requestText(widening, subject));
  return [...new Set(texts)].sort(compareByCodeUnit);
}

function requestText(widening: Widening, { kind }: PolicySubject): string {
  const who = requesterText(widening);
  const request = witnessText(widening);
  return kind === "identity" || who === "" ? request : `${request} by ${who}`;
}

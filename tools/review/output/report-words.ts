import { formatCount } from "../../format-count.ts";
import type { ReviewFinding, RiskClass } from "../finding.ts";
import { LEVELS, type Level } from "../level.ts";
import type { ReviewedAttribute, ReviewedPlan } from "../review.ts";
import { visibleName } from "./visible-text.ts";

/** The sentence that a verdict stands for. */
export const VERDICTS: Readonly<Record<Level, string>> = {
  block: "must not be applied as it is",
  unknown: "cannot be judged before apply",
  ask: "a person must decide",
  note: "nothing to decide",
  quiet: "no risk found",
};

/** The headings of findings by level. */
export const LEVEL_TITLES: Readonly<Record<Level, string>> = {
  block: "Blocking",
  unknown: "Unknown before apply",
  ask: "To decide",
  note: "Notes",
  quiet: "Quiet",
};

/** The meaning of each class of risk, for help texts. */
export const CLASS_MEANINGS: Readonly<Record<RiskClass, string>> = {
  loss: "Data or keys are lost.",
  public: "Something becomes open to everybody.",
  exposure: "A network path opens.",
  permission: "IAM allows more than before.",
  refused: "AWS refuses the change half-way.",
  cut: "A network path closes.",
  outage: "The change causes an outage at apply.",
  name: "A host name, address or ARN that others use changes.",
  disarmed: "A guard against loss is taken off.",
  blind: "Logs, alarms or backups stop.",
  unknown: "The change cannot be judged before apply.",
  later: "The change causes an outage in a maintenance window or at a reboot.",
  thinner: "There is less capacity or redundancy.",
  cost: "The change costs more money.",
  cosmetic: "Tags, descriptions or the order change.",
};

const ACTIONS: ReadonlyMap<string, string> = new Map([
  ["create", "created"],
  ["read", "read"],
  ["update", "updated in place"],
  ["delete", "deleted"],
  ["forget", "forgotten, not deleted"],
  ["replace", "replaced"],
  ["replace-create-first", "replaced, the new one first"],
  ["create-forget", "created anew, the old one forgotten"],
  ["unrecognized", "changed in an unknown way"],
]);

/** Returns the participle of an action: `replaced`. An action without a word stays as it is. */
export function actionWords(action: string): string {
  return ACTIONS.get(action) ?? visibleName(action);
}

/** Returns the number of changes by action: `2 created, 1 replaced`. */
export function countsText({ counts }: Pick<ReviewedPlan, "counts">): string {
  const parts = Object.entries(counts).map(([action, count]) => `${count} ${actionWords(action)}`);
  return parts.length === 0 ? "no changes" : parts.join("; ");
}

/** Returns what is special about a plan, a sentence each. */
export function planRemarks({ mode, isComplete, isErrored }: ReviewedPlan): string[] {
  return [
    ...(mode === "destroy" ? ["This plan destroys everything in the stack."] : []),
    ...(mode === "refresh-only"
      ? ["This plan only takes changes made outside Terraform into the state."]
      : []),
    ...(isErrored ? ["Terraform stopped at an error: the plan cannot be applied."] : []),
    ...(!isComplete && !isErrored ? ["This plan covers only a part of the stack (-target)."] : []),
  ];
}

/** Returns the number of findings by level, the worst first: `1 block, 2 ask`. */
export function levelCounts(findings: readonly Pick<ReviewFinding, "level">[]): string {
  const counts = LEVELS.map((level) => [level, findings.filter((finding) => finding.level === level).length]);
  const parts = counts.filter(([, count]) => count !== 0).map(([level, count]) => `${count} ${level}`);
  return parts.length === 0 ? "no findings" : parts.join(", ");
}

/** Returns the findings of one level. */
export function ofLevel<T extends { readonly level: Level }>(findings: readonly T[], level: Level): T[] {
  return findings.filter((finding) => finding.level === level);
}

/** Groups findings by their rule, in the order in which the rules come. */
export function groupByRule(
  findings: readonly ReviewFinding[],
): ReadonlyMap<string, readonly ReviewFinding[]> {
  const groups = new Map<string, ReviewFinding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.rule);
    if (group === undefined) groups.set(finding.rule, [finding]);
    else group.push(finding);
  }
  return groups;
}

/** Returns the number of plans and their changes: `3 plans, 12 changes`. */
export function scopeText(plans: readonly ReviewedPlan[]): string {
  const changes = plans.reduce((sum, plan) => sum + plan.changes.length, 0);
  return `${formatCount(plans.length, "plan")}, ${formatCount(changes, "change")}`;
}

/** Returns an attribute's values: `16.1 → 16.2`; empty if none is shown. */
export function valuesText({ before, after, isUnknown }: ReviewedAttribute): string {
  const becomes = isUnknown === true ? "(known after apply)" : after;
  if (before !== undefined && becomes !== undefined) return `${before} → ${becomes}`;
  return becomes ?? before ?? "";
}

import { formatCount } from "../../format-count.ts";
import type { ReviewFinding, Risk } from "../finding.ts";
import type { PlanDocument } from "./plan-document.ts";
import type { PlannedResourceChange } from "./planned-resource-change.ts";

const PLAN_FORMAT = "https://developer.hashicorp.com/terraform/internals/json-format";

/**
 * Findings on a plan as a whole, and on what it has beside resource changes: incomplete plans,
 * errors, provider actions, failed checks, deferred changes, unmasked outputs and drift.
 */
export function planFindings(plan: PlanDocument): readonly ReviewFinding[] {
  return [
    ...wholePlanFindings(plan),
    ...plan.invocations.map(({ address, type, trigger }) =>
      findingOf(plan, "action-invoked", address, "invoke", {
        class: "outage",
        level: "ask",
        text: `The provider action ${type} runs${trigger === undefined ? "" : ` after ${trigger}`}: it changes AWS without a resource change.`,
      }),
    ),
    ...plan.failedChecks.map(({ address, status }) =>
      findingOf(plan, "check-not-passed", address, "check", {
        class: "unknown",
        level: "note",
        text:
          status === "unknown"
            ? "This check is known only after apply."
            : "This check does not pass. It does not stop the plan.",
      }),
    ),
    ...plan.deferred.map((address) =>
      findingOf(plan, "change-deferred", address, "defer", {
        class: "unknown",
        level: "unknown",
        text: "Terraform defers this change to a later plan.",
      }),
    ),
    ...plan.outputs
      .filter(({ actions }) => actions.includes("delete") && plan.mode !== "destroy")
      .map(({ name }) =>
        findingOf(plan, "output-removed", `output.${name}`, "delete", {
          class: "outage",
          level: "note",
          text: "This output is removed: a stack that reads it fails at its next plan.",
        }),
      ),
    ...plan.outputs
      .filter(({ losesMask }) => losesMask)
      .map(({ name }) =>
        findingOf(plan, "output-unmasked", `output.${name}`, "update", {
          class: "public",
          level: "ask",
          text: "This output is no longer sensitive: its value shows in logs, and to all that read the state.",
        }),
      ),
    ...driftFindings(plan),
  ];
}

function wholePlanFindings(plan: PlanDocument): ReviewFinding[] {
  const found: ReviewFinding[] = [];
  const add = (rule: string, risk: Risk) => found.push(findingOf(plan, rule, "(plan)", "plan", risk));
  if (plan.isErrored) {
    const kept = plan.changes.filter(({ isDestroyed }) => isDestroyed).map(({ address }) => address);
    add("plan-errored", {
      class: "refused",
      level: "block",
      text: `Terraform stopped at an error and will not apply this plan, most often since prevent_destroy protects ${kept[0] ?? "a resource"}. Its changes are reviewed below.`,
    });
  } else if (!plan.isComplete) {
    add("plan-incomplete", {
      class: "unknown",
      level: "note",
      text: "The plan is incomplete: it was made with -target or -exclude, and leaves other changes out.",
    });
  }
  if (plan.mode === "destroy") {
    add("plan-destroys", {
      class: "outage",
      level: "ask",
      text: `The plan destroys everything in the stack: ${formatCount(plan.changes.filter(({ isDestroyed }) => isDestroyed).length, "resource")}.`,
    });
  }
  if (plan.mode === "refresh-only") {
    add("plan-refreshes", {
      class: "cosmetic",
      level: "note",
      text: "The plan changes nothing in AWS: it only records in the state what is there.",
    });
  }
  return found;
}

/**
 * Drift, in the words of this plan's effect: reverted, kept, or an object that is gone. Alike drift
 * of a type is one finding, at its first address.
 */
function driftFindings(plan: PlanDocument): ReviewFinding[] {
  const changes = new Map(plan.changes.map((change) => [change.displayAddress, change]));
  const groups = new Map<string, PlannedResourceChange[]>();
  for (const drift of plan.drift) {
    const key = `${drift.type} ${driftEffect(drift, changes.get(drift.displayAddress))} ${changedNames(drift).join()}`;
    groups.set(key, [...(groups.get(key) ?? []), drift]);
  }
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const names = changedNames(first);
    if (names.length === 0 && first.action !== "delete") return [];
    const effect = driftEffect(first, changes.get(first.displayAddress));
    const others = alike.length > 1 ? ` (and ${alike.length - 1} alike)` : "";
    const what = effect === "gone" ? "was deleted" : `was changed (${names.join(", ")})`;
    return [
      findingOf(plan, `drift-${effect}`, first.displayAddress, first.action, {
        class: "cosmetic",
        level: "note",
        text: `It ${what} outside Terraform${others}. ${DRIFT_EFFECTS[effect]}`,
      }),
    ];
  });
}

const DRIFT_EFFECTS = {
  gone: "This plan no longer manages it, or creates it again.",
  reverted: "This plan changes it.",
  kept: "This plan leaves it so.",
} as const;

function driftEffect(
  drift: PlannedResourceChange,
  change: PlannedResourceChange | undefined,
): keyof typeof DRIFT_EFFECTS {
  if (drift.action === "delete") return "gone";
  return change === undefined || change.action === "no-op" ? "kept" : "reverted";
}

/** The top-level attributes that differ in meaning, sorted; computed copies of tags left out. */
function changedNames(change: PlannedResourceChange): string[] {
  const names = new Set([...Object.keys(change.before), ...Object.keys(change.after)]);
  return [...names].filter((name) => name !== "tags_all" && change.changes(name)).sort();
}

function findingOf(
  { stack }: PlanDocument,
  rule: string,
  address: string,
  action: string,
  risk: Risk,
): ReviewFinding {
  return { ...risk, rule, stack, address, action, documentation: [PLAN_FORMAT] };
}

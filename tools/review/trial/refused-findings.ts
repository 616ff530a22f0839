import { formatCount } from "../../format-count.ts";
import { formatFew } from "../../reach/analysis/lint/words.ts";
import { constraints } from "../../rehearse/simulator/constraints/index.ts";
import type { ReviewFinding } from "../finding.ts";
import type { PlanDocument } from "../plan/plan-document.ts";
import { orderPlans, type PlanOrder } from "../plan/plan-order.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { type RefusedChange, tryPlans } from "./trial.ts";

/** The findings of a trial, and what it could not judge. */
export interface TrialFindings {
  readonly findings: readonly ReviewFinding[];
  /** Sentences on what was not tried, or by general rules alone. */
  readonly limits: readonly string[];
}

/**
 * Tries plans out on a simulated AWS, in the order in which their stacks depend on each other: what
 * AWS would refuse is a finding at its address.
 */
export function refusedFindings(plans: readonly PlanDocument[]): TrialFindings {
  const order = orderPlans(plans);
  const { refused, notReached, uncertain, generalTypes } = tryPlans(order.plans);
  const limits = [
    ...orderLimits(order),
    ...(uncertain.length > 0
      ? [
          `Not tried in full: ${formatCount(uncertain.length, "change")}, whose order or values the plans do not show (${formatAddresses(uncertain)}).`,
        ]
      : []),
    ...(notReached.length > 0
      ? [
          `Not reached: ${formatCount(notReached.length, "change")} after a refused one (${formatAddresses(notReached)}).`,
        ]
      : []),
    ...(generalTypes.length > 0
      ? [`Tried by general rules alone, without rules of their own: ${formatFew(generalTypes, MAX_NAMES)}.`]
      : []),
  ];
  return { findings: refused.map(findingOf), limits };
}

/** Says in which order plans that read each other's outputs were tried. */
function orderLimits({ plans, isFromOutputs, circular }: PlanOrder): readonly string[] {
  if (!isFromOutputs) return [];
  const names = plans.map(({ stack }) => stack);
  return [
    `Tried in the order of the outputs that they read: ${formatFew(names, MAX_NAMES)}.`,
    ...(circular.length > 0
      ? [`Stacks that read each other's outputs have no order: ${formatFew(circular, MAX_NAMES)}.`]
      : []),
  ];
}

/** The most names in one sentence. */
const MAX_NAMES = 5;

function formatAddresses(changes: readonly PlannedResourceChange[]): string {
  return formatFew(
    changes.map(({ displayAddress }) => displayAddress),
    MAX_NAMES,
  );
}

function findingOf({ change, kind, errors, isCertain }: RefusedChange): ReviewFinding {
  const codes = new Set(errors.map(({ code }) => code));
  const documentation = constraints
    .filter(({ errorCodes }) => errorCodes.some((code) => codes.has(code)))
    .filter(({ types }) => types === "*" || types.includes(change.type))
    .map((constraint) => constraint.documentation);
  const reasons = errors.map(({ operation, code, message }) => `${operation} fails with ${code}: ${message}`);
  return {
    rule: kind === "delete" ? "trial-delete-refused" : "trial-change-refused",
    class: "refused",
    level: isCertain ? "block" : "ask",
    stack: change.stack,
    address: change.displayAddress,
    action: change.action,
    text: `${isCertain ? "AWS would refuse it half-way." : "AWS may refuse it: Terraform does not wait for the deletion that it needs first."} ${[...new Set(reasons)].join(" ")}`,
    documentation: [...new Set(documentation)].sort(),
  };
}

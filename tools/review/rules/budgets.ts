import type { JsonObject } from "../../reach/terraform/configuration/json.ts";
import { isSameMeaning } from "../plan/planned-resource-change.ts";
import { fromTo, riskOf } from "./builders.ts";
import type { ReviewRule } from "./review-rule.ts";
import {
  blocksAfter,
  blocksBefore,
  deletionRule,
  numericValue,
  pagedRule,
  settingRule,
} from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/cost-management/latest/userguide";

/** Rules on budgets and cost anomalies. */
export const budgetRules: readonly ReviewRule[] = [
  deletionRule({
    id: "budget-removed",
    types: ["aws_budgets_budget", "aws_ce_anomaly_monitor", "aws_ce_anomaly_subscription"],
    finds: "a budget, or a watch on cost anomalies, that is removed",
    pages: [`${GUIDE}/budgets-managing-costs.html`],
    consequences: [["blind", "nobody is told of costs by it"]],
  }),
  deletionRule({
    id: "budget-action-removed",
    types: ["aws_budgets_budget_action"],
    finds: "an action that stops spending, and is removed",
    pages: [`${GUIDE}/budgets-controls.html`],
    consequences: [["disarmed", "spending is no longer stopped by it"]],
  }),
  settingRule({
    id: "budget-higher",
    types: ["aws_budgets_budget"],
    attributes: ["limit_amount"],
    on: "raises",
    risk: "blind",
    finds: "a budget that is raised",
    text: (change) =>
      `The budget is raised, ${fromTo(change, "limit_amount")}: its notifications come later.`,
    pages: [`${GUIDE}/budgets-managing-costs.html`],
  }),
  settingRule({
    id: "budget-scope-changes",
    types: ["aws_budgets_budget"],
    attributes: ["cost_filter", "cost_types", "time_unit", "budget_type", "time_period_end"],
    on: "changes",
    risk: "blind",
    finds: "a budget of other costs, or for another time",
    text: (_, attributes) =>
      `The budget counts other costs (${attributes.join(", ")}): those that it counted may go unnoticed.`,
    pages: [`${GUIDE}/budgets-create-filters.html`],
    guards: ["time_unit", "budget_type"],
  }),
  pagedRule({
    id: "budget-notification-weaker",
    types: ["aws_budgets_budget"],
    guards: ["notification"],
    finds: "a budget's notification that is removed, comes later, or goes to fewer",
    pages: [`${GUIDE}/budgets-best-practices.html`],
    judge: (change) => {
      if (!change.isUpdated || !change.changes("notification")) return [];
      const after = blocksAfter(change, "notification");
      const isWeaker = blocksBefore(change, "notification").some(
        (before) => !after.some((other) => tellsAsSoon(before, other)),
      );
      const text = "A notification of the budget is removed, comes later, or goes to others.";
      return isWeaker ? [riskOf("blind", text)] : [];
    },
  }),
  settingRule({
    id: "anomaly-subscription-weaker",
    types: ["aws_ce_anomaly_subscription"],
    attributes: ["subscriber", "monitor_arn_list", "threshold_expression", "frequency"],
    on: "changes",
    risk: "blind",
    finds: "cost anomalies that others are told of, or later",
    text: (_, attributes) => `Cost anomalies are reported otherwise (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/getting-started-ad.html`],
    guards: ["frequency"],
  }),
];

/** True if a notification tells the same people of the same costs, and no later. */
function tellsAsSoon(before: JsonObject, after: JsonObject): boolean {
  const kinds = ["comparison_operator", "notification_type", "threshold_type"];
  const people = ["subscriber_email_addresses", "subscriber_sns_topic_arns"];
  const [threshold, next] = [numericValue(before.threshold), numericValue(after.threshold)];
  return (
    [...kinds, ...people].every((name) => isSameMeaning(before[name], after[name])) &&
    threshold !== undefined &&
    next !== undefined &&
    next <= threshold
  );
}

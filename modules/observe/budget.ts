import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget/index.js";
import { Construct } from "constructs";
import type { BudgetSettings as BudgetSpec } from "../../language/operations.ts";
import { planNotifications } from "./budget-plan.ts";

/** Inputs of {@link Budget}. */
export interface BudgetProps {
  /** The budget's name: `cybershield-prod-monthly`. */
  readonly name: string;
  /** The monthly limit in USD and the shares that notify, from the spec. */
  readonly settings: BudgetSpec;
  /** ARN of the SNS topic that is notified. */
  readonly topicArn: string;
}

/**
 * A monthly budget of the whole account, not of the platform's tags: a cost allocation tag must be
 * activated in the billing console first, and until then a filtered budget silently stays at zero.
 * In an account shared by several platforms it therefore warns early, never late.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
 */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, { name, settings, topicArn }: BudgetProps) {
    super(scope, id);
    new BudgetsBudget(this, "budget", {
      name,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(settings.monthlyUsd),
      limitUnit: "USD",
      notification: planNotifications(settings.alertPercents).map(({ kind, percent }) => ({
        comparisonOperator: "GREATER_THAN",
        notificationType: kind,
        threshold: percent,
        thresholdType: "PERCENTAGE",
        subscriberEmailAddresses: [...settings.emails],
        subscriberSnsTopicArns: [topicArn],
      })),
    });
  }
}

import { formatTimestamp } from "../computed-values/attribute-rules/attributes.ts";
import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** Budgets, Cost Explorer and Compute Optimizer. */
export const costManagementResources: ServiceResources = {
  types: {
    aws_budgets_budget: {
      values: {
        id: "{account_id}:{name}",
        account_id: "{account}",
        arn: arnTemplate("budgets::{account_id}:budget/{name}"),
        limit_amount: "0",
        limit_unit: "USD",
        time_period_start: (context) => `${formatTimestamp(context).slice(0, 7)}-01_00:00`,
        cost_types: [
          {
            include_credit: true,
            include_discount: true,
            include_other_subscription: true,
            include_recurring: true,
            include_refund: true,
            include_subscription: true,
            include_support: true,
            include_tax: true,
            include_upfront: true,
            use_amortized: false,
            use_blended: false,
          },
        ],
      },
      uniqueName: {
        attribute: "name",
        code: "DuplicateRecordException",
        message: "Error creating budget: {} - the budget already exists.",
      },
    },
    aws_budgets_budget_action: {
      values: {
        id: "{account_id}:{action_id}:{budget_name}",
        action_id: "{uuid}",
        account_id: "{account}",
      },
    },
    aws_ce_anomaly_monitor: {
      values: { id: "{arn}", arn: arnTemplate("ce::{account}:anomalymonitor/{uuid}") },
    },
    aws_ce_cost_allocation_tag: { values: { id: "{tag_key}", type: "UserDefined" } },
    aws_computeoptimizer_enrollment_status: {
      values: { id: "{account}", number_of_member_accounts_opted_in: 0, include_member_accounts: false },
    },
    aws_ce_anomaly_subscription: {
      values: {
        id: "{arn}",
        arn: arnTemplate("ce::{account}:anomalysubscription/{uuid}"),
        account_id: "{account}",
      },
    },
  },
};

import { LOG_DELIVERY_ACCOUNTS } from "../../../aws/log-delivery-accounts.ts";
import { isJsonObject, type Json, toList } from "../../reach/terraform/configuration/json.ts";
import type { PlanDocument } from "../plan/plan-document.ts";

const ARN_ACCOUNT = /^arn:[\w-]+:[\w-]+:[\w-]*:(\d{12}):/;

/** The accounts that plans are for, and whose principals are therefore not foreign. */
export class OwnAccounts {
  readonly #accounts: ReadonlySet<string>;

  /** Reads the accounts from the ARNs of the plans' resources, and from `aws_caller_identity`. */
  constructor(plans: readonly PlanDocument[]) {
    const found = plans.flatMap((plan) => [
      ...plan.changes.flatMap(({ before, after }) => [accountIn(before.arn), accountIn(after.arn)]),
      ...callerAccounts(plan.json.prior_state),
    ]);
    this.#accounts = new Set(found.filter((account) => account !== undefined));
  }

  /** True if an account is known to be another one; AWS's log delivery counts as a service. */
  isForeign(account: string): boolean {
    const isDelivery = Object.values(LOG_DELIVERY_ACCOUNTS).includes(account);
    return this.#accounts.size > 0 && !this.#accounts.has(account) && !isDelivery;
  }
}

function accountIn(arn: Json | undefined): string | undefined {
  return typeof arn === "string" ? ARN_ACCOUNT.exec(arn)?.[1] : undefined;
}

function callerAccounts(state: Json | undefined): string[] {
  const values = isJsonObject(state) ? state.values : undefined;
  return isJsonObject(values) ? callersIn(values.root_module) : [];
}

function callersIn(module: Json | undefined): string[] {
  if (!isJsonObject(module)) return [];
  const own = toList(module.resources)
    .filter(isJsonObject)
    .filter(({ type }) => type === "aws_caller_identity")
    .map(({ values }) => (isJsonObject(values) ? values.account_id : undefined));
  return [
    ...own.filter((account) => typeof account === "string"),
    ...toList(module.child_modules).flatMap(callersIn),
  ];
}

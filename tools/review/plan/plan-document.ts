import type { JsonObject } from "../../reach/terraform/configuration/json.ts";
import type { PlannedResourceChange } from "./planned-resource-change.ts";

/** A change of a stack's output, which other stacks may read. */
export interface OutputChange {
  /** The output's name. */
  readonly name: string;
  /** The action, as the plan lists it: `create`, `update`, `delete`. */
  readonly actions: readonly string[];
  /** True if the value is known only after apply. */
  readonly isUnknown: boolean;
  /** True if the value was, or stays, marked as sensitive. */
  readonly isSensitive: boolean;
  /** True if a mark of sensitivity disappears: the value becomes readable. */
  readonly losesMask: boolean;
}

/** A check of the configuration that does not pass. */
export interface FailedCheck {
  /** `check.health`, `aws_instance.web`. */
  readonly address: string;
  /** The result. Its message may hold a secret, and is not read. */
  readonly status: "fail" | "error" | "unknown";
}

/** An action of a provider that the plan invokes: `aws_lambda_invoke`. */
export interface ActionInvocation {
  /** `action.aws_lambda_invoke.migrate`. */
  readonly address: string;
  /** The action's type: `aws_lambda_invoke`. */
  readonly type: string;
  /** The resource and its event that trigger it. @default none */
  readonly trigger?: string;
}

/** The kind of a plan: what Terraform was asked for. */
export type PlanMode = "normal" | "destroy" | "refresh-only";

/** A plan as `terraform show -json` prints it, read whole. */
export interface PlanDocument {
  /** The stack: the file's name, or its folder's if the file's is generic. */
  readonly stack: string;
  /** The path of the file. */
  readonly path: string;
  /** The kind of plan that was asked for. */
  readonly mode: PlanMode;
  /** False for a plan with `-target`, and for one that stopped at an error. */
  readonly isComplete: boolean;
  /** True if Terraform stopped at an error, such as `prevent_destroy`. */
  readonly isErrored: boolean;
  /** The changes of managed resources in the order of their addresses, unchanged ones included. */
  readonly changes: readonly PlannedResourceChange[];
  /** The changes made in AWS beside Terraform, in the same form. */
  readonly drift: readonly PlannedResourceChange[];
  /** The changed outputs, sorted by name. */
  readonly outputs: readonly OutputChange[];
  /** The checks that do not pass. */
  readonly failedChecks: readonly FailedCheck[];
  /** The provider's actions that run with the plan. */
  readonly invocations: readonly ActionInvocation[];
  /** Changes that Terraform puts off to a later plan: their addresses. */
  readonly deferred: readonly string[];
  /** The plan's JSON. It holds secrets: never print from it. */
  readonly json: JsonObject;
  /** The text of the configuration's files by path, of a saved plan file. @default unknown */
  readonly configurationFiles?: ReadonlyMap<string, string>;
}

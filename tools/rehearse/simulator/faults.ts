import type { ApiError, CallContext, ResourceChange } from "./simulator-types.ts";

/** A fault injected into one change. */
export type Fault =
  /** AWS throttles the call that many times; the provider retries up to its `max_retries`. */
  | { readonly kind: "throttle"; readonly times: number }
  /**
   * AWS rejects the change, or (`afterApply`) fails after it made it: Terraform marks a created
   * resource as tainted.
   */
  | { readonly kind: "fail"; readonly apiError: ApiError; readonly afterApply?: boolean }
  /**
   * The provider crashes before the change, or (`afterApply`) after the change but before Terraform
   * gets the response.
   */
  | { readonly kind: "crash"; readonly afterApply: boolean }
  /** The response takes that many milliseconds of real time. */
  | { readonly kind: "slow"; readonly milliseconds: number };

/** Selects the fault for each change, before any other check; `undefined` means none. */
export type FaultPlan = (change: ResourceChange, context: CallContext) => Fault | undefined;

/** A fault plan that injects one fault once, at the first change of that type and action. */
export function faultOnce(
  type: string,
  action: "create" | "update" | "delete",
  injectedFault: Fault,
): FaultPlan {
  let isUsed = false;
  return (change) => {
    if (isUsed || change.type !== type || changeAction(change) !== action) return undefined;
    isUsed = true;
    return injectedFault;
  };
}

/** The action of a change, derived from its values before and after. */
export function changeAction({ before, after }: ResourceChange): "create" | "update" | "delete" {
  if (after === null) return "delete";
  return before === null ? "create" : "update";
}

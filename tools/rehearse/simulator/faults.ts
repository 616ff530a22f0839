import type { ApiError, CallContext, ResourceChange } from "./simulator-types.ts";

/** Something that goes wrong in AWS, or on the way to it, at one change. */
export type Fault =
  /** AWS answers "too many requests" that many times; the provider tries again up to its `max_retries`. */
  | { readonly kind: "throttle"; readonly times: number }
  /** AWS refuses, or (`done`) fails after it did it: Terraform marks what was created as tainted. */
  | { readonly kind: "fail"; readonly apiError: ApiError; readonly afterApply?: boolean }
  /** The provider dies before AWS is asked, or (`done`) after AWS did it and before Terraform hears of it. */
  | { readonly kind: "crash"; readonly afterApply: boolean }
  /** The answer takes that many milliseconds of real time. */
  | { readonly kind: "slow"; readonly milliseconds: number };

/** Decides for each change, before anything else, what goes wrong; `undefined` is nothing. */
export type FaultPlan = (change: ResourceChange, context: CallContext) => Fault | undefined;

/** A plan that does one fault once, at the first change of that type and action. */
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

/** A plan of several: the first that has a fault for the change decides. */
export function firstFault(...plans: readonly FaultPlan[]): FaultPlan {
  return (change, context) => {
    for (const plan of plans) {
      const injectedFault = plan(change, context);
      if (injectedFault !== undefined) return injectedFault;
    }
    return undefined;
  };
}

/** What a change does, by its two sides. */
export function changeAction({ before, after }: ResourceChange): "create" | "update" | "delete" {
  if (after === null) return "delete";
  return before === null ? "create" : "update";
}

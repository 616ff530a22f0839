import { setTimeout as sleep } from "node:timers/promises";
import { constraintViolations } from "./constraint-violations.ts";
import { isRetriedByProvider } from "./constraints/index.ts";
import type { SimulatorContext } from "./simulator-context.ts";
import type { ApiError, CallContext, ResourceChange } from "./simulator-types.ts";

/**
 * The time without changes after which an API error is final: Terraform then has nothing else to
 * delete.
 */
const IDLE_TIMEOUT_MS = 1500;
const POLL_INTERVAL_MS = 50;

/**
 * Waits while dependents block a deletion, as the provider does for minutes: Terraform deletes
 * resources in parallel if neither references the other. Returns once nothing blocks the deletion,
 * or once the account has not changed for {@link IDLE_TIMEOUT_MS}.
 */
export async function waitForDependents(
  simulator: SimulatorContext,
  change: ResourceChange,
  context: CallContext,
): Promise<void> {
  if (change.after !== null) return;
  const { account } = simulator;
  let lastResources = account.resources();
  let unchangedSince = Date.now();
  while (
    isBlockedByDependents(constraintViolations(simulator.behavior.constraints, change, context)) &&
    Date.now() - unchangedSince < IDLE_TIMEOUT_MS
  ) {
    await sleep(POLL_INTERVAL_MS);
    if (account.resources() === lastResources) continue;
    lastResources = account.resources();
    unchangedSince = Date.now();
  }
}

function isBlockedByDependents(violations: readonly ApiError[]): boolean {
  return violations.length > 0 && violations.every(isRetriedByProvider);
}

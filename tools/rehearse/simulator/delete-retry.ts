import { setTimeout as sleep } from "node:timers/promises";
import { isRetriedByProvider } from "./constraints/index.ts";
import type { SimulatorContext } from "./simulator-context.ts";
import type { ApiError, CallContext, ResourceChange } from "./simulator-types.ts";

/** How long the account must stand still before a refusal counts: Terraform has then nothing else to remove. */
const IDLE_TIMEOUT_MS = 1500;
const POLL_INTERVAL_MS = 50;

/** Every way the change breaks the rules, in the order of the laws. */
export function constraintViolations(
  simulator: SimulatorContext,
  change: ResourceChange,
  context: CallContext,
): readonly ApiError[] {
  return simulator.behavior.constraints
    .filter(({ types }) => types === "*" || types.includes(change.type))
    .flatMap((constraint) => constraint.check(change, context));
}

/**
 * Waits while something else holds what is to be deleted, as the provider does for minutes: Terraform
 * deletes side by side what does not name each other. Returns once nothing holds it, or once the account has
 * not changed for a while.
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
    isBlockedByDependents(constraintViolations(simulator, change, context)) &&
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

import { setTimeout as sleep } from "node:timers/promises";
import type { CallContext, Change, Refusal } from "./contracts.ts";
import { isRetried } from "./laws/index.ts";
import type { Simulation } from "./simulation.ts";

/** How long the account must stand still before a refusal counts: Terraform has then nothing else to remove. */
const STILL_MS = 1500;
const PAUSE_MS = 50;

/** Every way the change breaks the rules, in the order of the laws. */
export function lawRefusals(
  simulation: Simulation,
  change: Change,
  context: CallContext,
): readonly Refusal[] {
  return simulation.knowledge.laws
    .filter(({ types }) => types === "*" || types.includes(change.type))
    .flatMap((law) => law.check(change, context));
}

/**
 * Waits while something else holds what is to be deleted, as the provider does for minutes: Terraform
 * deletes side by side what does not name each other. Returns once nothing holds it, or once the account has
 * not changed for a while.
 */
export async function untilLetGo(
  simulation: Simulation,
  change: Change,
  context: CallContext,
): Promise<void> {
  if (change.after !== null) return;
  const { account } = simulation;
  let seen = account.resources();
  let since = Date.now();
  while (isHeld(lawRefusals(simulation, change, context)) && Date.now() - since < STILL_MS) {
    await sleep(PAUSE_MS);
    if (account.resources() === seen) continue;
    seen = account.resources();
    since = Date.now();
  }
}

function isHeld(refusals: readonly Refusal[]): boolean {
  return refusals.length > 0 && refusals.every(isRetried);
}

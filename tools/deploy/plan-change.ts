import { isDeepStrictEqual } from "node:util";
import { compact } from "../../language/compact.ts";
import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import { ChangeError } from "./change-error.ts";
import { keptForm } from "./forms/kept-form.ts";
import { resourcesByAddress } from "./forms/resource-address.ts";
import { retirementName } from "./forms/retirement.ts";
import { type InPlaceProblem, inPlaceProblems } from "./in-place/in-place-problems.ts";
import { planRetirements, type RetirementProblem, type Retirements } from "./plan-retirement.ts";
import type { AcceptableCut, DeployedStack, StackChange } from "./stack-change.ts";

/** A change that was planned, and what forbids it. */
export interface PlannedStackChanges {
  /** The forms of each stack that either side has. */
  readonly stacks: readonly StackChange[];
  /** Every protected resource that would leave without a retirement. */
  readonly problems: readonly RetirementProblem[];
  /** Every change that cannot be made in place, with the way around it. */
  readonly inPlace: readonly InPlaceProblem[];
}

/**
 * Plans how stacks go from what is deployed to what is wanted, in two passes: *up* in the order of
 * dependencies, where nothing is deleted, and *down* in reverse order, where everything becomes
 * as wanted. A stack that another reads is so never deleted from while the other still uses it.
 *
 * @returns the stacks in no particular order; {@link StackChange.dependencies} orders them
 */
export function planChange(
  deployed: readonly DeployedStack[],
  wanted: readonly DeployedStack[],
  retire: Retirements = {},
): PlannedStackChanges {
  const before = new Map(deployed.map((stack) => [stack.name, stack]));
  const after = new Map(wanted.map((stack) => [stack.name, stack]));
  const names = new Set([...after.keys(), ...before.keys()]);
  const changes = [...names].map((name) => stackChange(name, before.get(name), after.get(name)));
  const { changes: stacks, problems } = planRetirements(changes, deployed, retire);
  return { stacks, problems, inPlace: inPlaceProblems(changes, deployed, wanted) };
}

/**
 * @throws ChangeError with all that forbids a change, one problem on each line
 */
export function rejectForbiddenChange({
  problems,
  inPlace,
}: Pick<PlannedStackChanges, "problems" | "inPlace">): void {
  const messages = [...inPlace, ...problems].map(({ message }) => message);
  if (messages.length > 0) throw new ChangeError(messages.join("\n"));
}

function stackChange(
  name: string,
  deployed: DeployedStack | undefined,
  wanted: DeployedStack | undefined,
): StackChange {
  const dependencies = [...new Set([...(wanted?.dependencies ?? []), ...(deployed?.dependencies ?? [])])];
  const shared = {
    name,
    dependencies,
    turned: undefined,
    forgotten: [],
    movedLinks: [],
    cuts: [],
    mayFinishDeletions: deployed?.isRecorded === true,
  };
  if (deployed === undefined) return { ...shared, up: wanted?.json, down: undefined, leftovers: [] };
  if (wanted === undefined) {
    const { leftovers } = keptForm(deployed.json, {});
    return { ...shared, up: undefined, down: emptyForm(deployed.json), leftovers };
  }
  const kept = keptForm(deployed.json, wanted.json);
  const isWanted = isDeepStrictEqual(kept.json, wanted.json);
  return {
    ...shared,
    up: isWanted ? wanted.json : kept.json,
    turned: kept.turned,
    down: isWanted ? undefined : wanted.json,
    leftovers: kept.leftovers,
    movedLinks: kept.movedLinks,
    cuts: cutsOf(wanted.json, kept.movedLinks),
  };
}

function cutsOf(wanted: TerraformJson, movedLinks: readonly string[]): AcceptableCut[] {
  const bodies = resourcesByAddress(wanted);
  return movedLinks.map((address) => ({
    name: retirementName(bodies.get(address) ?? {}),
    why: `${address} moves: it is linked to nothing for about a minute`,
  }));
}

/** A form without resources, which deletes what a stack has: only its backend and provider. */
function emptyForm({ terraform, provider }: TerraformJson): TerraformJson {
  return compact({ terraform, provider });
}

import { isDeepStrictEqual } from "node:util";
import { compact } from "../../language/compact.ts";
import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import { ChangeError, HOW_TO_GO_ON } from "./change-error.ts";
import { keptForm } from "./forms/kept-form.ts";
import { formQuotaProblems } from "./forms/quotas.ts";
import { type InPlaceProblem, inPlaceChanges } from "./in-place/in-place-problems.ts";
import { movedForms } from "./in-place/moved-forms.ts";
import { sharedTargetGroups } from "./in-place/shared-target-groups.ts";
import { takenNumbers } from "./in-place/taken-numbers.ts";
import { type Handover, planHandovers } from "./plan-handover.ts";
import { planRetirements, type RetirementProblem, type Retirements } from "./plan-retirement.ts";
import type { DeployedStack, StackChange } from "./stack-change.ts";

/** A change that was planned, and what forbids it. */
export interface PlannedStackChanges {
  /** The forms of each stack that either side has. */
  readonly stacks: readonly StackChange[];
  /** Every protected resource that would leave without a retirement. */
  readonly problems: readonly RetirementProblem[];
  /** Every change that cannot be made in place, with the way around it. */
  readonly inPlace: readonly InPlaceProblem[];
  /** Every object of AWS that goes from one stack to another. */
  readonly handovers: readonly Handover[];
  /** Every object of AWS that would be claimed twice, and that cannot be handed over. */
  readonly claims: readonly string[];
  /** Every quota of AWS that a kept form exceeds. */
  readonly quotas: readonly string[];
  /**
   * Plans again, with resources of a stack that a changed argument would replace: they stay beside
   * their successors.
   *
   * @throws ChangeError if one cannot
   */
  readonly replacing: (stack: string, addresses: Iterable<string>) => PlannedStackChanges;
}

/** By stack, addresses of the wanted form that cannot be changed in place. */
type Replaced = ReadonlyMap<string, ReadonlySet<string>>;

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
  return planReplacing(deployed, wanted, retire, new Map());
}

function planReplacing(
  deployed: readonly DeployedStack[],
  wanted: readonly DeployedStack[],
  retire: Retirements,
  replaced: Replaced,
): PlannedStackChanges {
  const before = new Map(deployed.map((stack) => [stack.name, stack]));
  const after = new Map(wanted.map((stack) => [stack.name, stack]));
  const names = new Set([...after.keys(), ...before.keys()]);
  const changes = [...names].map((name) =>
    stackChange(name, before.get(name), after.get(name), replaced.get(name)),
  );
  const inPlace = inPlaceChanges(changes, deployed, wanted);
  if (inPlace.besides.size > 0) {
    return planReplacing(deployed, wanted, retire, withMore(replaced, inPlace.besides));
  }
  const { changes: retired, problems } = planRetirements(changes, deployed, retire);
  const { changes: stacks, handovers, problems: claims } = planHandovers(retired, deployed, wanted);
  const quotas = stacks.flatMap(({ name, up }) =>
    formQuotaProblems(up ?? {}).map((problem) => `${name}: ${problem}`),
  );
  const replacing = (stack: string, addresses: Iterable<string>) =>
    planReplacing(deployed, wanted, retire, withMore(replaced, new Map([[stack, addresses]])));
  const moved = movedForms(changes, deployed);
  const shared = [...sharedTargetGroups(moved, wanted), ...takenNumbers(moved, wanted)];
  return {
    stacks,
    problems,
    inPlace: inPlace.problems,
    handovers,
    claims: [...claims, ...shared],
    quotas,
    replacing,
  };
}

function withMore(replaced: Replaced, more: ReadonlyMap<string, Iterable<string>>): Replaced {
  const added = [...more].map(
    ([stack, addresses]) => [stack, new Set([...(replaced.get(stack) ?? []), ...addresses])] as const,
  );
  return new Map([...replaced, ...added]);
}

/** The problems of a change that neither a retirement nor an accepted cut solves. */
export function obstaclesOf({
  inPlace,
  claims,
  quotas,
}: Pick<PlannedStackChanges, "inPlace" | "claims" | "quotas">): readonly string[] {
  return [...inPlace.map(({ message }) => message), ...claims, ...quotas];
}

/** @throws ChangeError with all that forbids a change, one problem on each line */
export function rejectForbiddenChange(
  planned: Pick<PlannedStackChanges, "problems" | "inPlace" | "claims" | "quotas">,
): void {
  const messages = [...obstaclesOf(planned), ...planned.problems.map(({ message }) => message)];
  if (messages.length > 0) throw new ChangeError(messages.join("\n"));
}

function stackChange(
  name: string,
  deployed: DeployedStack | undefined,
  wanted: DeployedStack | undefined,
  replaced: ReadonlySet<string> | undefined,
): StackChange {
  const dependencies = [...new Set([...(wanted?.dependencies ?? []), ...(deployed?.dependencies ?? [])])];
  const shared = {
    name,
    dependencies,
    turned: undefined,
    asides: new Map(),
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
  const kept = keptForm(deployed.json, wanted.json, replaced);
  rejectAsides(name, kept.asideProblems);
  const isWanted = isDeepStrictEqual(kept.json, wanted.json);
  return {
    ...shared,
    up: isWanted ? wanted.json : kept.json,
    turned: kept.turned,
    asides: kept.asides,
    down: isWanted ? undefined : wanted.json,
    leftovers: kept.leftovers,
    movedLinks: kept.movedLinks,
    cuts: kept.cuts,
  };
}

/** @throws ChangeError if something replaced cannot stay beside its successor */
function rejectAsides(stack: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new ChangeError(
    [
      `${stack}: these cannot be changed in place, nor replaced:`,
      ...problems.map((problem) => `  ${problem}`),
      HOW_TO_GO_ON,
    ].join("\n"),
  );
}

/** A form without resources, which deletes what a stack has: only its backend and provider. */
function emptyForm({ terraform, provider }: TerraformJson): TerraformJson {
  return compact({ terraform, provider });
}

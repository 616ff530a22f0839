import { formatStackPasses } from "../deploy/format-passes.ts";
import type { InPlaceProblem } from "../deploy/in-place/in-place-problems.ts";
import { planChange } from "../deploy/plan-change.ts";
import type { RetirementProblem, Retirements } from "../deploy/plan-retirement.ts";
import type { AcceptableCut, DeployedStack, StackChange } from "../deploy/stack-change.ts";
import { upOrder } from "../deploy/up-order.ts";
import { changedStacks } from "../rehearse/changed-stacks.ts";

/** The kinds of change: `new` where the revision has no such platform or environment. */
export type CheckedChangeKind = "new" | "none" | "one-pass" | "two-passes";

/** The change of one stack since a revision. */
export interface CheckedStackChange {
  /** The stack's name. */
  readonly name: string;
  /** Both passes, as `drydock deploy` says them: `up; down: deletes 8`; or `unchanged`. */
  readonly passes: string;
  /** The addresses that the down pass deletes. */
  readonly deletes: readonly string[];
  /** The addresses that Terraform forgets, and that stay in AWS. */
  readonly forgets: readonly string[];
}

/** The change of a platform in one environment since a revision. */
export interface CheckedChange {
  /** The kind of change. */
  readonly kind: CheckedChangeKind;
  /** The change of each stack, in the order of the up pass. */
  readonly stacks: readonly CheckedStackChange[];
  /** Every change that cannot be made in place, with the way around it. */
  readonly inPlace: readonly InPlaceProblem[];
  /** The protected things that leave without a line that says what becomes of them. */
  readonly retirements: readonly RetirementProblem[];
  /** Every object of AWS that two stacks claim, and that cannot be handed over. */
  readonly claims: readonly string[];
  /** Every quota of AWS that both forms together exceed. */
  readonly quotas: readonly string[];
  /** Everything that is cut off for a while, and must be accepted. */
  readonly cuts: readonly AcceptableCut[];
}

/** True if `drydock deploy` would refuse the change, whatever is accepted. */
export function isForbidden({ inPlace, retirements, claims, quotas }: CheckedChange): boolean {
  return inPlace.length + retirements.length + claims.length + quotas.length > 0;
}

/** Plans the change of a platform from its stacks at a revision to those of this tree. */
export function checkChange(
  deployed: readonly DeployedStack[],
  wanted: readonly DeployedStack[],
  retire: Retirements,
): CheckedChange {
  if (deployed.length === 0) return NOTHING_DEPLOYED;
  const { stacks, problems, inPlace, claims, quotas } = planChange(deployed, wanted, retire);
  const changed = new Set([...changedStacks(deployed, wanted), ...gone(deployed, wanted)]);
  return {
    kind: changed.size === 0 ? "none" : stacks.some(hasDownPass) ? "two-passes" : "one-pass",
    stacks: inUpOrder(stacks).map((stack) => checkedStack(stack, changed.has(stack.name))),
    inPlace,
    retirements: problems,
    claims,
    quotas,
    cuts: stacks.flatMap(({ cuts }) => cuts),
  };
}

const NOTHING_DEPLOYED: CheckedChange = {
  kind: "new",
  stacks: [],
  inPlace: [],
  retirements: [],
  claims: [],
  quotas: [],
  cuts: [],
};

function gone(deployed: readonly DeployedStack[], wanted: readonly DeployedStack[]): string[] {
  const names = new Set(wanted.map(({ name }) => name));
  return deployed.map(({ name }) => name).filter((name) => !names.has(name));
}

function hasDownPass({ down }: StackChange): boolean {
  return down !== undefined;
}

/** The stacks, each after those that come before it in the up pass. */
function inUpOrder(stacks: readonly StackChange[]): readonly StackChange[] {
  const waiting = [...upOrder(stacks)];
  const ordered: StackChange[] = [];
  while (waiting.length > 0) {
    const index = waiting.findIndex(({ after }) => !waiting.some(({ name }) => after.includes(name)));
    ordered.push(...waiting.splice(Math.max(index, 0), 1).map(({ stack }) => stack));
  }
  return ordered;
}

function checkedStack(stack: StackChange, isChanged: boolean): CheckedStackChange {
  return {
    name: stack.name,
    passes: isChanged ? formatStackPasses(stack) : "unchanged",
    deletes: stack.leftovers,
    forgets: stack.forgotten,
  };
}

import { ChangeError } from "../deploy/change-error.ts";
import type { FormName, FormPlan } from "../deploy/change-runner.ts";
import type { ReviewFinding } from "../review/finding.ts";
import { isAtLeast } from "../review/level.ts";
import { parsePlan } from "../review/plan/parse-plan.ts";
import type { PlanDocument } from "../review/plan/plan-document.ts";
import type { ReviewedStep } from "../review/planned-passes.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { type UncoveredPart, uncoveredParts } from "./covered.ts";
import { stepName } from "./refusals.ts";

/** A plan that was made again and does what was not reviewed. Nothing of it was applied. */
export class NotCoveredError extends ChangeError {
  /** Everything that is new. */
  readonly parts: readonly UncoveredPart[];

  constructor(parts: readonly UncoveredPart[]) {
    super(parts.map(({ address, what }) => `${address}: ${what}`).join("\n"));
    this.parts = parts;
  }
}

/** Options of {@link CoverageCheck}. */
export interface CoverageCheckOptions {
  /** Shows plans. */
  readonly terraform: Terraform;
  /** The reviewed plans. */
  readonly reviewed: readonly ReviewedStep[];
  /** The risks of the reviewed plans. */
  readonly reviewedRisks: readonly ReviewFinding[];
  /** Finds the risks of a plan, with the states of the other stacks beside it. */
  readonly findRisks: (
    plan: PlanDocument,
    states: ReadonlyMap<string, string>,
  ) => Promise<readonly ReviewFinding[]>;
  /** The states of the deployed stacks, in Terraform's format. */
  readonly states: ReadonlyMap<string, string>;
}

/** Compares plans that are made while others are applied with those that were reviewed. */
export class CoverageCheck {
  readonly #options: CoverageCheckOptions;

  readonly #states: Map<string, string>;

  constructor(options: CoverageCheckOptions) {
    this.#options = options;
    this.#states = new Map(options.states);
  }

  /** Notes the state of a stack that was just applied. */
  noteState(stack: string, state: string): void {
    this.#states.set(stack, state);
  }

  /** @throws NotCoveredError if a new plan does anything that was not reviewed */
  async require(pass: FormName, plan: FormPlan): Promise<void> {
    const { terraform, reviewed, findRisks, reviewedRisks } = this.#options;
    const shown = JSON.parse(await terraform.showPlan(plan.folder, plan.file));
    const planned = parsePlan(shown, { stack: plan.stack, path: stepName(pass, plan.stack) });
    const step = reviewed.find((one) => one.step.pass === pass && one.step.stack === plan.stack);
    if (step === undefined) {
      const { changes } = planned;
      const news = changes.filter(({ isChanged }) => isChanged);
      if (news.length === 0) return;
      throw new NotCoveredError(
        news.map(({ displayAddress: address, action }) => ({ address, what: `${action} is new` })),
      );
    }
    const parts = uncoveredParts(step.document, planned);
    if (parts.length > 0) throw new NotCoveredError(parts);
    const added = newRisks(reviewedRisks, await findRisks(step.judgedAlike(planned), this.#states));
    if (added.length > 0) {
      throw new NotCoveredError(
        added.map(({ address, text, level }) => ({
          address,
          what: `${text} The review did not have this: ${level}.`,
        })),
      );
    }
  }
}

/**
 * The findings that ask for a decision and that a review did not have: neither at the same address,
 * nor, sentence by sentence, at others. A connection that opens is a finding at whatever opens it
 * last.
 */
export function newRisks(
  reviewed: readonly ReviewFinding[],
  found: readonly ReviewFinding[],
): readonly ReviewFinding[] {
  return found.filter((finding) => {
    if (!isAtLeast(finding.level, "ask")) return false;
    const alike = reviewed.filter(
      ({ rule, level }) => rule === finding.rule && isAtLeast(level, finding.level),
    );
    const isSamePlace = alike.some(
      ({ stack, address }) => stack === finding.stack && address === finding.address,
    );
    return !isSamePlace && !sentencesOf(finding).every((one) => alike.some(({ text }) => text.includes(one)));
  });
}

function sentencesOf({ text }: ReviewFinding): readonly string[] {
  return text.split(/(?<=\.) (?=\S)/);
}

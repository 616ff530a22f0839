import type { FormName } from "../deploy/change-runner.ts";
import { formatCount } from "../format-count.ts";
import type { PlanManifest, PlannedRevision, PlannedState, PlanStep } from "../plan/plan-folder.ts";
import type { ReviewRecord } from "../review/review-record.ts";
import type { RecordedStep } from "./apply-record.ts";

/** The circumstances in which plans are about to be applied. */
export interface ApplyFacts {
  /** The digest of the manifest, as it is now. */
  readonly plans: string;
  /** The project's revision; null without Git. */
  readonly revision: PlannedRevision | null;
  /** SHA-256 of the project's `.terraform.lock.hcl`; null without one. */
  readonly lockDigest: string | null;
  /** SHA-256 of what is synthesized now, by stack. */
  readonly synthesized: Readonly<Record<string, string>>;
  /** SHA-256 of each stack's form of the up pass, as it follows from what is deployed now. */
  readonly forms: ReadonlyMap<string, string>;
  /** The states as they are now, by stack. */
  readonly states: ReadonlyMap<string, PlannedState>;
  /** The review of the plans; undefined without one. */
  readonly review: ReviewRecord | undefined;
  /** The version of the rules. */
  readonly ruleSet: string;
  /** The steps that an earlier run of the same command began. */
  readonly begun: readonly RecordedStep[];
  /** The current date: `2026-11-30`. */
  readonly today: string;
  /** The digest that the user accepts. */
  readonly accepted: string | undefined;
  /** Names of what may be cut off. */
  readonly acceptedCuts: readonly string[];
  /** True for the name of a set environment variable. */
  readonly isSet: (variable: string) => boolean;
}

/** A reason not to apply plans. */
export interface Refusal {
  /** The problem, in one sentence. */
  readonly problem: string;
  /** The next step. */
  readonly next: string;
}

/** The fewest characters of a digest that name it. */
export const SHORTEST_DIGEST = 12;

/** Lists every reason not to apply plans, before the first is applied. */
export function refusals(manifest: PlanManifest, facts: ApplyFacts): readonly Refusal[] {
  return [
    ...incompletePlans(manifest),
    ...stalePlans(manifest, facts),
    ...reviewRefusals(facts),
    ...cutRefusals(manifest, facts),
    ...missingVariables(manifest, facts),
  ];
}

function planAgain({ platform, environment }: PlanManifest): string {
  return `plan again: npx drydock plan ${platform} ${environment}`;
}

function incompletePlans(manifest: PlanManifest): Refusal[] {
  const { unplanned, steps, leftOut } = manifest;
  const later = steps.filter(({ pass, changes }) => pass !== "up" && changes.length > 0);
  return [
    ...unplanned.map(({ stack }) => ({
      problem: `${stack} could not be planned.`,
      next: planAgain(manifest),
    })),
    ...(leftOut.length === 0 ? [] : later).map(({ pass, stack }) => ({
      problem: `${stack} is provisional: its ${pass} pass deletes or moves what ${leftOut.join(", ")} may still use, which the plans leave out.`,
      next: `${planAgain(manifest)}, without names of stacks`,
    })),
  ];
}

/** Lists the files that are not what was planned, before Terraform runs beside them. */
export function fileRefusals(manifest: PlanManifest, changedFiles: readonly string[]): readonly Refusal[] {
  return changedFiles.map((file) => ({
    problem: `${file} is not what was planned.`,
    next: planAgain(manifest),
  }));
}

function stalePlans(manifest: PlanManifest, facts: ApplyFacts): Refusal[] {
  const next = planAgain(manifest);
  const stale = (problem: string) => [{ problem, next }];
  const { revision, lockDigest, synthesized } = manifest;
  return [
    ...(revision !== null && facts.revision !== null && revision.tree !== facts.revision.tree
      ? stale(
          `The plans are of commit ${shortened(revision.commit)}, and this is ${shortened(facts.revision.commit)}, with other files.`,
        )
      : []),
    ...(lockDigest === facts.lockDigest
      ? []
      : stale(".terraform.lock.hcl is another one than when the plans were made.")),
    ...Object.keys({ ...synthesized, ...facts.synthesized })
      .filter((stack) => synthesized[stack] !== facts.synthesized[stack])
      .flatMap((stack) => stale(`${stack}: the project synthesizes something else than what was planned.`)),
    ...Object.entries(manifest.states).flatMap(([stack, planned]) => {
      const why = staleState(planned, facts.states.get(stack) ?? null, lastBegun(stack, facts.begun));
      return why === undefined ? [] : stale(`${stack}: ${why}`);
    }),
    ...manifest.steps
      .filter((step) => isAppliedAsItIs(step, facts.begun) && !isSameForm(step, manifest, facts))
      .flatMap(({ stack }) => stale(`${stack}: another form follows from what is deployed now.`)),
  ];
}

/** True for a plan that no earlier run has begun to apply. */
export function isAppliedAsItIs({ kind, pass, stack }: PlanStep, begun: readonly RecordedStep[]): boolean {
  return kind === "exact" && !begun.some((step) => step.pass === pass && step.stack === stack);
}

function isSameForm(
  { stack, formDigest }: PlanStep,
  { states }: PlanManifest,
  { forms }: ApplyFacts,
): boolean {
  return !(stack in states) || forms.get(stack) === formDigest;
}

function lastBegun(stack: string, begun: readonly RecordedStep[]): RecordedStep | undefined {
  return begun.filter((step) => step.stack === stack).at(-1);
}

/** The reason for which a state is not the one that was planned from; undefined if it is. */
function staleState(
  planned: PlannedState,
  now: PlannedState,
  last: RecordedStep | undefined,
): string | undefined {
  // A step that did not end may have written the state before it was interrupted.
  const isUnfinished = last !== undefined && last.doneAt === undefined;
  const expected = last?.doneAt === undefined ? planned : (last.state ?? null);
  if (expected === null)
    return now === null || isUnfinished ? undefined : "it was deployed since it was planned.";
  if (now === null) return "its state is gone.";
  if (now.lineage !== expected.lineage) return "its state is another one: it was made anew since.";
  if (now.serial === expected.serial || (isUnfinished && now.serial > expected.serial)) return undefined;
  return `its state was changed since: it has serial ${now.serial}, and the plan was made from ${expected.serial}.`;
}

function reviewRefusals(facts: ApplyFacts): Refusal[] {
  const { review, accepted, today } = facts;
  const next = "review them: npx drydock review FOLDER";
  if (review === undefined) return [{ problem: "The plans were not reviewed.", next }];
  if (review.plans !== facts.plans) {
    return [
      {
        problem: "The plans, of which drydock-plan.json is the manifest, are not those that were reviewed.",
        next,
      },
    ];
  }
  if (review.ruleSet !== facts.ruleSet) {
    return [{ problem: "Other rules reviewed the plans than those of this version.", next }];
  }
  return [
    ...review.waived
      .filter(({ until }) => until < today)
      .map(({ rule, stack, address, until }) => ({
        problem: `${stack}: the waiver of ${rule} for ${address} ended on ${until}.`,
        next: "decide again in review-waivers.json, and review again",
      })),
    ...verdictRefusals(review, accepted),
    ...(accepted !== undefined && !isNamed(accepted, review)
      ? [
          {
            problem: `--accept ${accepted} is not the digest of this review: it is ${review.digest}.`,
            next: "accept the digest of the review that you have read",
          },
        ]
      : []),
  ];
}

function verdictRefusals(review: ReviewRecord, accepted: string | undefined): Refusal[] {
  const { verdict } = review;
  if (verdict === "block") {
    return [
      {
        problem: "The review blocks: the plans must not be applied as they are.",
        next: "change the platform, or waive each blocking finding in review-waivers.json, and review again",
      },
    ];
  }
  if (verdict !== "ask" && verdict !== "unknown") return [];
  if (accepted !== undefined) return [];
  return [
    {
      problem: `The review says ${verdict}: a person decides.`,
      next: `to go on, pass --accept ${review.digest.slice(0, SHORTEST_DIGEST)}`,
    },
  ];
}

function isNamed(accepted: string, review: ReviewRecord): boolean {
  return accepted.length >= SHORTEST_DIGEST && review.digest.startsWith(accepted);
}

function cutRefusals({ cuts }: PlanManifest, { acceptedCuts }: ApplyFacts): Refusal[] {
  return cuts
    .filter(({ name }) => !acceptedCuts.includes(name))
    .map(({ name, why }) => ({
      problem: `${name} is cut off for a while: ${why}.`,
      next: `to go on, pass --accept-cut ${name}`,
    }));
}

function missingVariables({ steps }: PlanManifest, { isSet }: ApplyFacts): Refusal[] {
  const names = [...new Set(steps.flatMap(({ ephemeralVariables }) => ephemeralVariables))];
  const missing = names.map((name) => `TF_VAR_${name}`).filter((name) => !isSet(name));
  if (missing.length === 0) return [];
  return [
    {
      problem: `${formatCount(missing.length, "ephemeral variable")} must be given again, since no plan holds ephemeral values: ${missing.join(", ")}.`,
      next: "set these environment variables, as for the plan",
    },
  ];
}

function shortened(commit: string): string {
  return commit.slice(0, 7);
}

/** Formats reasons not to apply plans, with what to do next. */
export function formatRefusals(found: readonly Refusal[], folder: string): string {
  const nexts = [...new Set(found.map(({ next }) => next.replace("FOLDER", folder)))];
  return [
    `Nothing was applied: ${formatCount(found.length, "problem")} with the plans in ${folder}`,
    ...[...new Set(found.map(({ problem }) => `  ${problem}`))],
    ...nexts.map((next) => `Next: ${next}`),
  ].join("\n");
}

/** Names a step for messages: `up shop-prod-network`. */
export function stepName(pass: FormName, stack: string): string {
  return `${pass} ${stack}`;
}

import { formatReceived, nearestName, type Problem } from "../../../language/problem.ts";
import type { ReviewFinding } from "../finding.ts";
import type { ReviewedPlan, WaivedFinding } from "../review.ts";
import { WAIVERS_FILE, type Waiver, waiverPath } from "./waiver.ts";

/** The findings of a review after its waivers. */
export interface WaiverResult {
  /** The findings that count, in their order. */
  readonly findings: readonly ReviewFinding[];
  /** The findings that a waiver takes out of the verdict, in their order. */
  readonly waived: readonly WaivedFinding[];
  /** Waivers that are unused, expired, too wide or not bound to the plan: an error each. */
  readonly problems: readonly Problem[];
}

/** The plans that findings belong to. */
type WaivablePlan = Pick<ReviewedPlan, "stack" | "digest">;

/**
 * Takes findings out of a review for which a waiver is valid. An invalid waiver waives nothing.
 *
 * @param findings before redaction, with the addresses that waivers name
 * @param plans all plans under review
 * @param today the current date: `2026-11-30`
 * @param path the file's path, for problems
 */
export function applyWaivers(
  findings: readonly ReviewFinding[],
  plans: readonly WaivablePlan[],
  waivers: readonly Waiver[],
  today: string,
  path = WAIVERS_FILE,
): WaiverResult {
  const waivedBy = new Map<ReviewFinding, Waiver>();
  const problems = waivers.flatMap((waiver, index) => {
    const matching = findings.filter((finding) => isNamed(finding, waiver) && !waivedBy.has(finding));
    const found = problemsOf(waiver, { matching, findings, plans, today });
    if (found.length === 0) for (const finding of matching) waivedBy.set(finding, waiver);
    return found.map(({ setting, ...problem }) => ({ path: waiverPath(index, setting, path), ...problem }));
  });
  return {
    findings: findings.filter((finding) => !waivedBy.has(finding)),
    waived: [...waivedBy]
      .sort(([a], [b]) => findings.indexOf(a) - findings.indexOf(b))
      .map(([finding, { reason, who, until }]) => ({ finding, reason, who, until })),
    problems,
  };
}

interface WaiverProblem extends Omit<Problem, "path"> {
  readonly setting: keyof Waiver;
}

interface WaiverContext {
  /** The findings that the waiver names. */
  readonly matching: readonly ReviewFinding[];
  readonly findings: readonly ReviewFinding[];
  readonly plans: readonly WaivablePlan[];
  readonly today: string;
}

function isNamed({ rule, address, stack }: ReviewFinding, waiver: Waiver): boolean {
  return (
    rule === waiver.rule &&
    address === waiver.address &&
    (waiver.stack === undefined || stack === waiver.stack)
  );
}

function problemsOf(waiver: Waiver, context: WaiverContext): WaiverProblem[] {
  const { matching, plans, today } = context;
  const expired = waiver.until < today ? [expiredProblem(waiver, today)] : [];
  // A waiver for a stack that is not under review is neither used nor unused.
  const isElsewhere = waiver.stack !== undefined && plans.every(({ stack }) => stack !== waiver.stack);
  if (isElsewhere) return expired;
  if (matching.length === 0) return [...expired, unusedProblem(waiver, context)];
  const stacks = [...new Set(matching.map(({ stack }) => stack))];
  if (stacks.length > 1) return [...expired, tooWideProblem(stacks)];
  return [...expired, ...digestProblems(waiver, matching, plans)];
}

function expiredProblem({ until }: Waiver, today: string): WaiverProblem {
  return {
    setting: "until",
    received: formatReceived(until),
    allowed: `a day that has not passed: ${today} or later`,
    fix: "remove the waiver, or decide again and set a later day",
  };
}

function unusedProblem({ rule, address }: Waiver, { findings }: WaiverContext): WaiverProblem {
  const atAddress = findings.filter((finding) => finding.address === address).map((finding) => finding.rule);
  const ofRule = findings.filter((finding) => finding.rule === rule).map((finding) => finding.address);
  const near = nearestName(rule, atAddress) ?? nearestName(address, ofRule);
  return {
    setting: atAddress.length > 0 ? "rule" : "address",
    received: formatReceived(atAddress.length > 0 ? rule : address),
    allowed: "the rule and address of a finding of this review, waived once",
    fix: near === undefined ? "remove the waiver, which nothing uses" : `did you mean "${near}"?`,
  };
}

function tooWideProblem(stacks: readonly string[]): WaiverProblem {
  return {
    setting: "stack",
    received: "nothing",
    allowed: "one stack, since several have such a finding",
    fix: `add "stack": ${formatReceived(stacks[0])}, and a waiver for each of the others`,
  };
}

/** A digest binds to one plan; a finding that blocks needs one. */
function digestProblems(
  { digest }: Waiver,
  matching: readonly ReviewFinding[],
  plans: readonly WaivablePlan[],
): WaiverProblem[] {
  const isBlock = matching.some(({ level }) => level === "block");
  if (digest === undefined && !isBlock) return [];
  // A stack has a plan in each pass of a change.
  const ofStack = plans.filter(({ stack }) => stack === matching[0]?.stack);
  if (ofStack.some((plan) => plan.digest === digest)) return [];
  return [
    {
      setting: "digest",
      received: formatReceived(digest),
      allowed: isBlock
        ? "the digest of the plan under review, which a waiver of a blocking finding needs"
        : "the digest of the plan under review",
      fix: `read the plan again; if the risk is still taken, set "digest": "${ofStack[0]?.digest ?? ""}"`,
    },
  ];
}

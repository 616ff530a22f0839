import type { PlatformSpec } from "../../language/platform.ts";
import type { StackContents } from "../reach/terraform/stack-contents.ts";
import { exposureFindings } from "./exposure/exposure-findings.ts";
import { unreachableRuleFindings } from "./exposure/unreachable-rules.ts";
import type { ReviewFinding } from "./finding.ts";
import { loweredLevel } from "./level.ts";
import { mergeFindings } from "./merge-findings.ts";
import { PERMISSION_LIMIT, permissionFindings } from "./permissions/permission-findings.ts";
import { cascadeRoots } from "./plan/cascades.ts";
import type { PlanDocument } from "./plan/plan-document.ts";
import { planFindings } from "./plan/plan-findings.ts";
import { provisionalPlans } from "./plan/plan-limits.ts";
import { probableRenames } from "./plan/probable-renames.ts";
import { unprotectedStacks } from "./protected-stacks.ts";
import { ruleFindings } from "./rules/rule-findings.ts";
import { refusedFindings } from "./trial/refused-findings.ts";

/** Options of {@link findRisks}. */
export interface FindRisksOptions {
  /** The platforms of this tree: their names, and which environments are protected. */
  readonly platforms: readonly PlatformSpec[];
  /** Stacks that are not planned, from their states. @default [] */
  readonly beside?: readonly StackContents[];
  /** False to leave out the trial on a simulated AWS. @default true */
  readonly tries?: boolean;
}

/** The risks of some plans, before waivers and redaction. */
export interface FoundRisks {
  /** One finding an address and class, the worst first. */
  readonly findings: readonly ReviewFinding[];
  /** Sentences on what could not be judged. */
  readonly limits: readonly string[];
}

/**
 * Judges plans: by the rules of each resource type, by proof of reachability and of permissions,
 * and by a trial on a simulated AWS.
 */
export function findRisks(
  plans: readonly PlanDocument[],
  { platforms, beside = [], tries = true }: FindRisksOptions,
): FoundRisks {
  const exposure = exposureFindings(plans, { beside, platforms });
  const permissions = permissionFindings(plans);
  const trial = tries ? refusedFindings(plans) : { findings: [], limits: ["The plans were not tried out."] };
  const found = [
    ...plans.flatMap(planFindings),
    ...ruleFindings(plans),
    ...exposure,
    ...unreachableRuleFindings(plans, exposure),
    ...permissions,
    ...trial.findings,
  ];
  const isUnprotected = unprotectedStacks(platforms);
  const related = withoutCascades(withRenames(found, plans), plans);
  const findings = related.map((finding) => (isUnprotected(finding.stack) ? lowered(finding) : finding));
  return {
    findings: mergeFindings(findings),
    limits: [
      ...provisionalPlans(plans),
      ...trial.limits,
      ...(permissions.length > 0 ? [PERMISSION_LIMIT] : []),
    ],
  };
}

/** Data that is open to all, or permissions, matter as much in an unprotected environment. */
function lowered(finding: ReviewFinding): ReviewFinding {
  if (finding.class === "public" || finding.class === "permission") return finding;
  return { ...finding, level: loweredLevel(finding.level) };
}

/** Adds to the findings of a deletion that it looks like a rename. */
function withRenames(
  findings: readonly ReviewFinding[],
  plans: readonly PlanDocument[],
): readonly ReviewFinding[] {
  const renames = new Map(plans.map((plan) => [plan.stack, probableRenames(plan)]));
  return findings.map((finding) => {
    const successor = renames.get(finding.stack)?.get(finding.address);
    if (successor === undefined || finding.action !== "delete") return finding;
    const hint = `It looks renamed to ${successor}: a moved block from ${finding.address} keeps it.`;
    return { ...finding, text: `${finding.text} ${hint}` };
  });
}

/** Classes in which a change that only follows from another says nothing of its own. */
const FOLLOWING_CLASSES: ReadonlySet<string> = new Set(["outage", "name", "later", "cosmetic", "unknown"]);

/**
 * Moves findings on changes that only follow from a replaced resource beneath that resource's
 * worst finding. Loss, exposure, permissions and refusals keep their own.
 */
function withoutCascades(
  findings: readonly ReviewFinding[],
  plans: readonly PlanDocument[],
): readonly ReviewFinding[] {
  const roots = new Map(plans.map((plan) => [plan.stack, cascadeRoots(plan)]));
  const rootOf = ({ stack, address }: ReviewFinding) => roots.get(stack)?.get(address);
  const own = findings.filter((finding) => rootOf(finding) === undefined);
  const ledBy = (finding: ReviewFinding) =>
    own.filter(({ stack, address }) => stack === finding.stack && address === rootOf(finding));
  const [following, kept] = partition(
    findings,
    (finding) =>
      rootOf(finding) !== undefined && FOLLOWING_CLASSES.has(finding.class) && ledBy(finding).length > 0,
  );
  const below = new Map<ReviewFinding, Set<string>>();
  for (const finding of following) {
    const [root] = mergeFindings(ledBy(finding));
    const first = own.find(
      ({ stack, address, rule }) => stack === root?.stack && address === root.address && rule === root.rule,
    );
    if (first !== undefined) below.set(first, (below.get(first) ?? new Set()).add(finding.address));
  }
  return kept.map((finding) => {
    const addresses = below.get(finding);
    return addresses === undefined ? finding : { ...finding, cascade: [...addresses].sort() };
  });
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

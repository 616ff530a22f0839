import type { PlatformSpec } from "../../language/platform.ts";
import type { StackContents } from "../reach/terraform/stack-contents.ts";
import { judgeExposure } from "./exposure/exposure-findings.ts";
import { unreachableRuleFindings } from "./exposure/unreachable-rules.ts";
import type { ReviewFinding } from "./finding.ts";
import { loweredLevel } from "./level.ts";
import { mergeFindings } from "./merge-findings.ts";
import { judgePermissions, PERMISSION_LIMIT } from "./permissions/permission-findings.ts";
import type { PlanDocument } from "./plan/plan-document.ts";
import { planFindings } from "./plan/plan-findings.ts";
import { provisionalPlans } from "./plan/plan-limits.ts";
import { platformOfStack } from "./platform-of-stack.ts";
import { withoutCascades, withRenames } from "./related-findings.ts";
import { withRetirements } from "./retired-resources.ts";
import type { Review } from "./review.ts";
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
  /**
   * True for plans of one change that was made in a simulated account: each sees what the earlier
   * ones change, and need not be tried out again.
   * @default false
   */
  readonly wereSimulated?: boolean;
}

/** The risks of some plans, before waivers and redaction. */
export interface FoundRisks extends Pick<Review, "connectivity" | "permissions"> {
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
  { platforms, beside = [], tries = true, wereSimulated = false }: FindRisksOptions,
): FoundRisks {
  const exposure = judgeExposure(plans, { beside, platforms });
  const permissions = judgePermissions(plans);
  const trial = triedOut(plans, tries, wereSimulated);
  const found = [
    ...plans.flatMap(planFindings),
    ...ruleFindings(plans),
    ...exposure.findings,
    ...unreachableRuleFindings(plans, exposure.findings),
    ...permissions.findings,
    ...trial.findings,
  ];
  const platformOf = platformOfStack(platforms);
  const named = withRetirements(withRenames(found, plans), platformOf);
  const related = withoutCascades(named, plans);
  const findings = related.map((finding) =>
    platformOf(finding.stack)?.protected === false ? lowered(finding) : finding,
  );
  return {
    findings: mergeFindings(findings),
    connectivity: exposure.connections,
    permissions: permissions.differences,
    limits: [
      ...(wereSimulated ? [] : provisionalPlans(plans)),
      ...trial.limits,
      ...(permissions.findings.length > 0 ? [PERMISSION_LIMIT] : []),
    ],
  };
}

function triedOut(
  plans: readonly PlanDocument[],
  tries: boolean,
  wereSimulated: boolean,
): ReturnType<typeof refusedFindings> {
  if (wereSimulated) return { findings: [], limits: [SIMULATED_LIMIT] };
  return tries ? refusedFindings(plans) : { findings: [], limits: ["The plans were not tried out."] };
}

const SIMULATED_LIMIT =
  "Plans of later steps were made in a simulated account. They are made again before they are applied.";

/** Data that is open to all, or permissions, matter as much in an unprotected environment. */
function lowered(finding: ReviewFinding): ReviewFinding {
  if (finding.class === "public" || finding.class === "permission") return finding;
  return { ...finding, level: loweredLevel(finding.level) };
}

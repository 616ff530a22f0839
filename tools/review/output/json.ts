import type { ReviewFinding } from "../finding.ts";
import type { Review, ReviewedChange, ReviewedPlan } from "../review.ts";

/** The name and major version of the JSON contract. */
const REVIEW_FORMAT = "drydock.review.v1";

/** Characters that a terminal may interpret, or that change the order of a text. */
const HIDDEN = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/gu;

/**
 * Returns a review as JSON text. The contract is `drydock.review.v1`: keys are added, but none is
 * renamed or removed. Names are complete, however long.
 */
export function reviewAsJson(review: Review): string {
  const { verdict, findings, plans, connectivity, permissions, waived, limits } = review;
  const json = {
    format: REVIEW_FORMAT,
    verdict,
    findings: findings.map(findingJson),
    waived: waived.map(({ finding, reason, who, until }) => ({
      ...findingJson(finding),
      reason,
      who,
      until,
    })),
    plans: plans.map(planJson),
    connectivity: connectivity.map(({ change, from, to, ports, by, why }) => ({
      change,
      from,
      to,
      ports,
      by,
      why,
    })),
    permissions: permissions.map(({ subject, gained, lost, unknown }) => ({
      subject,
      gained,
      lost,
      unknown,
    })),
    limits,
  };
  return `${escapeHidden(JSON.stringify(json, null, 2))}\n`;
}

function findingJson(finding: ReviewFinding): object {
  const { rule, class: riskClass, level, stack, address, action, text, documentation, cascade } = finding;
  // Undefined is left out.
  return { rule, class: riskClass, level, stack, address, action, text, documentation, cascade };
}

function planJson(plan: ReviewedPlan): object {
  const { stack, path, mode, isComplete, isErrored, digest, counts, changes } = plan;
  return {
    stack,
    path,
    mode,
    complete: isComplete,
    errored: isErrored,
    digest,
    counts,
    changes: changes.map(changeJson),
  };
}

function changeJson({ address, type, action, attributes }: ReviewedChange): object {
  return {
    address,
    type,
    action,
    attributes: attributes.map(({ name, before, after, isUnknown, forcesReplacement }) => ({
      name,
      before,
      after,
      unknown: isUnknown,
      forcesReplacement,
    })),
  };
}

/** Writes what JSON allows in clear as escapes, which parsers read as the same text. */
function escapeHidden(json: string): string {
  return json.replace(HIDDEN, (character) =>
    Array.from({ length: character.length }, (_, unit) => character.charCodeAt(unit))
      .map((code) => `\\u${code.toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

import { compact } from "../../../language/compact.ts";
import type { ReviewFinding } from "../finding.ts";
import type { Review, WaivedFinding } from "../review.ts";
import type { Redactor } from "./redactor.ts";

/**
 * Redacts every text of a review that comes from a plan, a simulation or a waiver. Plans are
 * redacted already by `reviewedPlan`.
 */
export function redactReview(review: Review, redactor: Redactor): Review {
  return {
    ...review,
    findings: review.findings.map((finding) => redactFinding(finding, redactor)),
    waived: review.waived.map((waived) => redactWaived(waived, redactor)),
    limits: review.limits.map((limit) => redactor.redact(limit)),
  };
}

/** Redacts a finding: the stack, the address, the text and the cascade. */
function redactFinding(finding: ReviewFinding, redactor: Redactor): ReviewFinding {
  return {
    ...finding,
    stack: redactor.redact(finding.stack),
    address: redactor.redact(finding.address),
    text: redactor.redact(finding.text),
    ...compact({ cascade: finding.cascade?.map((address) => redactor.redact(address)) }),
  };
}

function redactWaived({ finding, reason, who, until }: WaivedFinding, redactor: Redactor): WaivedFinding {
  return {
    finding: redactFinding(finding, redactor),
    reason: redactor.redact(reason),
    who: redactor.redact(who),
    until,
  };
}

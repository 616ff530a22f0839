import { compact } from "../../../language/compact.ts";
import type { ReviewFinding } from "../finding.ts";
import type { Review, ReviewedConnection, ReviewedPermissions, WaivedFinding } from "../review.ts";
import type { Redactor } from "./redactor.ts";

/**
 * Redacts every text of a review that comes from a plan, a simulation or a waiver. Plans are
 * redacted already by `reviewedPlan`.
 */
export function redactReview(review: Review, redactor: Redactor): Review {
  return {
    ...review,
    findings: review.findings.map((finding) => redactFinding(finding, redactor)),
    connectivity: review.connectivity.map((connection) => redactConnection(connection, redactor)),
    permissions: review.permissions.map((permissions) => redactPermissions(permissions, redactor)),
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

function redactConnection(connection: ReviewedConnection, redactor: Redactor): ReviewedConnection {
  const { from, to, ports, by, why } = connection;
  return {
    ...connection,
    from: redactor.redact(from),
    to: redactor.redact(to),
    ports: redactor.redact(ports),
    by: by.map((text) => redactor.redact(text)),
    why: why.map((text) => redactor.redact(text)),
  };
}

function redactPermissions(
  { subject, gained, lost, unknown }: ReviewedPermissions,
  redactor: Redactor,
): ReviewedPermissions {
  return {
    subject: redactor.redact(subject),
    gained: gained.map((text) => redactor.redact(text)),
    lost: lost.map((text) => redactor.redact(text)),
    unknown: unknown.map((text) => redactor.redact(text)),
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

/** A DNS validation record of a certificate. */
export interface ValidationPlan {
  /** The validated name without a wildcard, also the construct ID. */
  readonly base: string;
  /** The certificate name whose validation option has the record. */
  readonly certificateName: string;
}

/**
 * Plans the validation records of a certificate; a name and its wildcard share one.
 * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 *
 * Invariant: one record per name without wildcards, independent of order.
 */
export function planValidations(certificateNames: readonly string[]): ValidationPlan[] {
  const plans = new Map<string, ValidationPlan>();
  // A name precedes its wildcard, so the order of names changes no record.
  for (const certificateName of [...certificateNames].sort((a, b) => wildcards(a) - wildcards(b))) {
    const base = certificateName.replace(/^\*\./, "");
    if (!plans.has(base)) plans.set(base, { base, certificateName });
  }
  return [...plans.values()];
}

function wildcards(name: string): number {
  return name.startsWith("*.") ? 1 : 0;
}

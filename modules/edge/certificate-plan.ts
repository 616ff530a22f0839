/** One DNS record that proves to ACM who owns a name. */
export interface ValidationPlan {
  /** The name proven, without a wildcard: also the construct id. */
  readonly base: string;
  /** The certificate's name whose validation option gives the record. */
  readonly certificateName: string;
}

/**
 * The records that validate a certificate: a name and its wildcard share one.
 * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 *
 * Law: as many records as there are names without their wildcards, whatever the order.
 */
export function planValidations(certificateNames: readonly string[]): ValidationPlan[] {
  const plans = new Map<string, ValidationPlan>();
  // The name itself goes before its wildcard, so that the order of the names changes no record.
  for (const certificateName of [...certificateNames].sort((a, b) => wildcards(a) - wildcards(b))) {
    const base = certificateName.replace(/^\*\./, "");
    if (!plans.has(base)) plans.set(base, { base, certificateName });
  }
  return [...plans.values()];
}

function wildcards(name: string): number {
  return name.startsWith("*.") ? 1 : 0;
}

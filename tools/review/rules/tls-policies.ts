import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { riskOf } from "./builders.ts";

/**
 * The lowest TLS version in the name of a security policy, by pattern: the first that matches.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
 */
const POLICY_VERSIONS: readonly (readonly [RegExp, number])[] = [
  [/^SSLv3/, 0.9],
  [/TLS13-1-3|^TLSv1\.3/, 1.3],
  [/TLS13-1-2|TLS-1-2|FS-1-2|^TLSv1\.2|^TLS_1_2/, 1.2],
  [/TLS13-1-1|TLS-1-1|FS-1-1|^TLSv1\.1/, 1.1],
  [/^ELBSecurityPolicy-(TLS13-1-0|TLS-1-0|FS-2018|2016|2015|2014)|^TLSv1(_|$)|^TLS_1_0/, 1],
];

/** Judges the change of a TLS security policy by the lowest version that each allows. */
export function tlsPolicyRisks(change: PlannedResourceChange, attribute: string): readonly Risk[] {
  if (!change.changes(attribute)) return [];
  const before = lowestVersion(change.was(attribute));
  const after = lowestVersion(change.becomes(attribute));
  if (before === undefined || after === undefined) {
    return [riskOf("outage", "The TLS security policy changes: check that every client can negotiate it.")];
  }
  if (after < before) {
    return [
      riskOf(
        "disarmed",
        `TLS ${after.toFixed(1)} is allowed again, where ${before.toFixed(1)} was the least.`,
      ),
    ];
  }
  const text =
    after > before
      ? `Clients need TLS ${after.toFixed(1)} from now on: older ones fail.`
      : "The TLS security policy changes its ciphers: check that every client can negotiate one.";
  return [riskOf("outage", text, "note")];
}

function lowestVersion(policy: unknown): number | undefined {
  if (typeof policy !== "string") return undefined;
  return POLICY_VERSIONS.find(([pattern]) => pattern.test(policy))?.[1];
}

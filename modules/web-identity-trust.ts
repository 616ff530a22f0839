import type { TokenIssuer } from "../language/token-issuers.ts";
import { renderPolicy } from "./policy.ts";

/**
 * Renders the trust policy of a role that jobs with one subject assume by their tokens, and no
 * others.
 *
 * @param subject the `sub` of the tokens; with `*`, a pattern
 */
export function renderTokenTrustPolicy(
  account: string,
  { host, audience }: TokenIssuer,
  subject: string,
): string {
  const audienceIs = { [`${host}:aud`]: audience };
  const subjectIs = { [`${host}:sub`]: subject };
  return renderPolicy({
    sid: "AssumeByJob",
    principal: { federated: `arn:aws:iam::${account}:oidc-provider/${host}` },
    actions: ["sts:AssumeRoleWithWebIdentity"],
    conditions: subject.includes("*")
      ? { StringEquals: audienceIs, StringLike: subjectIs }
      : { StringEquals: { ...audienceIs, ...subjectIs } },
  });
}

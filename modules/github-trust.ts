import { GITHUB_ISSUER } from "../language/token-issuers.ts";
import { renderTokenTrustPolicy } from "./web-identity-trust.ts";

/**
 * Renders the trust policy of a role that GitHub's jobs with one subject assume, and no others.
 * https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export function renderGithubTrustPolicy(account: string, subject: string): string {
  return renderTokenTrustPolicy(account, GITHUB_ISSUER, subject);
}

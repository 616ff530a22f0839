import { renderPolicy } from "./policy.ts";

/** The host that issues the tokens of GitHub Actions: the OIDC provider's name in AWS. */
export const GITHUB_TOKEN_HOST = "token.actions.githubusercontent.com";

/** The audience that AWS's action for credentials requests. */
export const GITHUB_AUDIENCE = "sts.amazonaws.com";

/**
 * Renders the trust policy of a role that GitHub's jobs with one subject assume, and no others.
 * https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export function renderGithubTrustPolicy(account: string, subject: string): string {
  return renderPolicy({
    sid: "AssumeByJob",
    principal: { federated: `arn:aws:iam::${account}:oidc-provider/${GITHUB_TOKEN_HOST}` },
    actions: ["sts:AssumeRoleWithWebIdentity"],
    conditions: {
      StringEquals: {
        [`${GITHUB_TOKEN_HOST}:aud`]: GITHUB_AUDIENCE,
        [`${GITHUB_TOKEN_HOST}:sub`]: subject,
      },
    },
  });
}

/** A service that gives its jobs tokens, by which they assume roles. */
export interface TokenIssuer {
  /** The host of the tokens' issuer: the OIDC provider's name in AWS. */
  readonly host: string;
  /** The audience of the tokens. */
  readonly audience: string;
}

/** The issuer of the tokens of GitHub Actions, with the audience that AWS's action requests. */
export const GITHUB_ISSUER: TokenIssuer = {
  host: "token.actions.githubusercontent.com",
  audience: "sts.amazonaws.com",
};

/** The audience that the jobs of GitLab's pipeline request for AWS. */
export const GITLAB_AUDIENCE = "sts.amazonaws.com";

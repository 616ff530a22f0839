/** The form of a credential that is recognized by its text alone. */
export interface SecretForm {
  /** A noun phrase for messages: `an AWS access key ID`. */
  readonly name: string;
  /** Matches a text that contains one. */
  readonly pattern: RegExp;
}

/** Forms that no other text has. */
export const SECRET_FORMS: readonly SecretForm[] = [
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    name: "an AWS access key ID",
    pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/,
  },
  {
    // https://www.rfc-editor.org/rfc/rfc7468#section-10
    name: "a private key",
    pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  },
  {
    // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
    name: "a GitHub token",
    pattern: /(?<![A-Za-z0-9])(?:gh[oprsu]_[A-Za-z0-9]{30,}|github_pat_\w{30,})/,
  },
  {
    // https://docs.stripe.com/keys
    name: "a Stripe key",
    pattern: /(?<![A-Za-z0-9])[rs]k_live_[A-Za-z0-9]{16,}/,
  },
  {
    // https://docs.slack.dev/authentication/tokens
    name: "a Slack token",
    pattern: /(?<![A-Za-z0-9])xox[a-z]-[A-Za-z0-9-]{10,}/,
  },
  {
    // https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1
    name: "a password in a URL",
    // Not one that the program fills in itself: `postgres://app:${PASSWORD}@db`.
    pattern: /(?<=[a-z0-9+.-]):\/\/[^\s/:@]*:(?![$%<{])[^\s/@]+@/i,
  },
];

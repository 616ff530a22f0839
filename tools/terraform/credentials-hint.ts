/** What Terraform prints of missing or rejected AWS credentials, and what to do. */
const HINTS: readonly { readonly pattern: RegExp; readonly fix: string }[] = [
  {
    pattern: /No valid credential sources found/,
    fix: "Fix: sign in to the environment's account, such as with AWS_PROFILE=…, and run the same command again.",
  },
  {
    // https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
    pattern: /\bExpiredToken(?:Exception)?\b/,
    fix: "Fix: the AWS credentials have expired: renew them, and run the same command again.",
  },
];

/** Returns the fix for an error about AWS credentials; undefined for any other output. */
export function credentialsHint(output: string): string | undefined {
  return HINTS.find(({ pattern }) => pattern.test(output))?.fix;
}

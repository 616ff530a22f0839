import type { Statement } from "../policy.ts";

/**
 * Statements for reading these secrets, and for their KMS key through Secrets Manager only. The key
 * policy delegates to the account's roles.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export function secretStatements(
  secretArns: readonly string[],
  region: string,
  dataKeyArn: string,
): Statement[] {
  if (secretArns.length === 0) return [];
  return [
    { sid: "ReadSecrets", actions: ["secretsmanager:GetSecretValue"], resources: [...new Set(secretArns)] },
    {
      sid: "OpenSecrets",
      actions: ["kms:Decrypt"],
      resources: [dataKeyArn],
      conditions: { StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` } },
    },
  ];
}

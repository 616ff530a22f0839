import type { Statement } from "../policy.ts";

/**
 * What a role needs to read secrets: these alone, and the key that encrypts them, the key through Secrets Manager
 * only. The key's own policy leaves it to the account's roles.
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

import { find } from "../account-index.ts";
import { arn, type Facts, type Knowledge, render, textFact } from "../facts.ts";
import { textOf } from "../read.ts";
import { uniqueSuffix } from "../rules/names.ts";
import { uuid } from "../token.ts";

/** Keys, secrets and parameters. */
export const secrets: Knowledge = {
  aws_kms_key: {
    id: "{key_id}",
    key_id: "{uuid}",
    arn: arn("kms:{region}:{account}:key/{key_id}"),
    description: "",
    multi_region: false,
    rotation_period_in_days: (facts) => (facts.get("enable_key_rotation") === true ? 365 : 0),
    policy: (facts) => defaultKeyPolicy(facts),
  },
  aws_kms_replica_key: {
    id: "{key_id}",
    key_id: "mrk-{hex:32}",
    arn: arn("kms:{region}:{account}:key/{key_id}"),
  },
  aws_kms_alias: {
    id: "{name}",
    name: (facts) => `${textFact(facts, "name_prefix") || "alias/"}${uniqueSuffix(facts)}`,
    arn: arn("kms:{region}:{account}:{name}"),
    target_key_arn: (facts) =>
      textOf(find(facts.account, textFact(facts, "target_key_id"), "aws_kms_key")?.values, "arn") ??
      render("arn:{partition}:kms:{region}:{account}:key/{target_key_id}", facts),
  },
  aws_kms_grant: { id: "{key_id}:{hex:64}", grant_id: "{hex:64}", grant_token: "{mixed:120/token}" },
  aws_kms_key_policy: { id: "{key_id}" },
  aws_secretsmanager_secret: {
    id: "{arn}",
    arn: arn("secretsmanager:{region}:{account}:secret:{name}-{mixed:6}"),
    policy: "",
    replica: [],
    "replica.status": "InSync",
    "replica.kms_key_id": "",
    "replica.last_accessed_date": "",
  },
  aws_secretsmanager_secret_version: {
    id: "{secret_id}|{version_id}",
    arn: "{secret_id}",
    version_id: (facts) => uuid(`${facts.seed}/version/${String(facts.before?.version_id ?? "")}`),
    version_stages: ["AWSCURRENT"],
  },
  aws_secretsmanager_secret_policy: { id: "{secret_arn}" },
  aws_secretsmanager_secret_rotation: { id: "{secret_id}", rotation_enabled: true },
  aws_ssm_parameter: {
    id: "{name}",
    arn: (facts) =>
      render(
        `arn:{partition}:ssm:{region}:{account}:parameter${textFact(facts, "name").startsWith("/") ? "" : "/"}{name}`,
        facts,
      ),
    version: (facts) => Number(facts.before?.version ?? 0) + 1,
    data_type: "text",
    insecure_value: "",
    value: "",
    key_id: (facts) => (textFact(facts, "type") === "SecureString" ? "alias/aws/ssm" : ""),
    tier: "Standard",
  },
};

/** The policy KMS gives a key that is made without one: the account's root may do everything. */
function defaultKeyPolicy(facts: Facts): string {
  const root = render("arn:{partition}:iam::{account}:root", facts);
  return JSON.stringify({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: root },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
}

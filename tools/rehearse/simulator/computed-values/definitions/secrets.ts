import { stringAttribute } from "../attribute-reader.ts";
import { generateUniqueSuffix } from "../attribute-rules/generated-names.ts";
import { deterministicUuid } from "../deterministic-values.ts";
import { findExistingResource } from "../existing-resources.ts";
import {
  arnTemplate,
  type ResourceDefinitions,
  renderTemplate,
  resolveString,
  type ValueContext,
} from "../value-context.ts";

/** Keys, secrets and parameters. */
export const secretResources: ResourceDefinitions = {
  aws_kms_key: {
    id: "{key_id}",
    key_id: "{uuid}",
    arn: arnTemplate("kms:{region}:{account}:key/{key_id}"),
    description: "",
    multi_region: false,
    rotation_period_in_days: (context) => (context.resolve("enable_key_rotation") === true ? 365 : 0),
    policy: (context) => defaultKeyPolicy(context),
  },
  aws_kms_replica_key: {
    id: "{key_id}",
    key_id: "mrk-{hex:32}",
    arn: arnTemplate("kms:{region}:{account}:key/{key_id}"),
  },
  aws_kms_alias: {
    id: "{name}",
    name: (context) => `${resolveString(context, "name_prefix") || "alias/"}${generateUniqueSuffix(context)}`,
    arn: arnTemplate("kms:{region}:{account}:{name}"),
    target_key_arn: (context) =>
      stringAttribute(
        findExistingResource(context.account, resolveString(context, "target_key_id"), "aws_kms_key")?.values,
        "arn",
      ) ?? renderTemplate("arn:{partition}:kms:{region}:{account}:key/{target_key_id}", context),
  },
  aws_kms_grant: { id: "{key_id}:{hex:64}", grant_id: "{hex:64}", grant_token: "{mixed:120/token}" },
  aws_kms_key_policy: { id: "{key_id}" },
  aws_secretsmanager_secret: {
    id: "{arn}",
    arn: arnTemplate("secretsmanager:{region}:{account}:secret:{name}-{mixed:6}"),
    policy: "",
    replica: [],
    "replica.status": "InSync",
    "replica.kms_key_id": "",
    "replica.last_accessed_date": "",
  },
  aws_secretsmanager_secret_version: {
    id: "{secret_id}|{version_id}",
    arn: "{secret_id}",
    version_id: (context) =>
      deterministicUuid(`${context.seed}/version/${String(context.before?.version_id ?? "")}`),
    version_stages: ["AWSCURRENT"],
  },
  aws_secretsmanager_secret_policy: { id: "{secret_arn}" },
  aws_secretsmanager_secret_rotation: { id: "{secret_id}", rotation_enabled: true },
  aws_ssm_parameter: {
    id: "{name}",
    arn: (context) =>
      renderTemplate(
        `arn:{partition}:ssm:{region}:{account}:parameter${resolveString(context, "name").startsWith("/") ? "" : "/"}{name}`,
        context,
      ),
    version: (context) => Number(context.before?.version ?? 0) + 1,
    data_type: "text",
    insecure_value: "",
    value: "",
    key_id: (context) => (resolveString(context, "type") === "SecureString" ? "alias/aws/ssm" : ""),
    tier: "Standard",
  },
};

/** The policy that KMS assigns to a key created without one: the account's root has full access. */
function defaultKeyPolicy(context: ValueContext): string {
  const root = renderTemplate("arn:{partition}:iam::{account}:root", context);
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

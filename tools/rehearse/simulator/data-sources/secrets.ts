import { nestedBlocksOf, stringAttribute } from "../computed-values/attribute-reader.ts";
import { deterministicToken, deterministicUuid } from "../computed-values/deterministic-values.ts";
import { existingAccountResources } from "../computed-values/existing-resources.ts";
import type { CallContext, SimulatedResource } from "../simulator-types.ts";
import type { DataSourceHandler } from "./data-source-handler.ts";
import { dataSourceValues, findMatchingResources } from "./from-account.ts";

/**
 * The credentials that RDS manages in a secret:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
function rdsManagedSecretVersion(secret: string, { account }: CallContext): SimulatedResource | undefined {
  const owner = account.resources().find(({ values }) => {
    const [managedSecret] = nestedBlocksOf(values, "master_user_secret");
    return managedSecret !== undefined && stringAttribute(managedSecret, "secret_arn") === secret;
  });
  if (owner === undefined) return undefined;
  const username = String(owner.values.master_username ?? owner.values.username ?? "");
  const secret_string = JSON.stringify({
    username,
    password: deterministicToken(`${secret}/password`, "mixed", 28),
  });
  const values = {
    secret_id: secret,
    secret_string,
    version_id: deterministicUuid(secret),
    version_stages: ["AWSCURRENT"],
  };
  return { type: "aws_secretsmanager_secret_version", id: secret, region: owner.region, values };
}

/**
 * Reads a secret's value, set by a resource or managed by RDS. The simulation does not invent any
 * other.
 */
export const readSecretVersion: DataSourceHandler = (config, block, context) => {
  const secret = stringAttribute(config, "secret_id") ?? "";
  const stage = stringAttribute(config, "version_stage") ?? "AWSCURRENT";
  const owner = findMatchingResources("aws_secretsmanager_secret", { arn: secret }, context)[0];
  const ids = [secret, owner?.id, owner?.values.name];
  const version =
    existingAccountResources(context.account, "aws_secretsmanager_secret_version").find((candidate) =>
      ids.includes(candidate.values.secret_id as string),
    ) ?? rdsManagedSecretVersion(secret, context);
  if (version === undefined) {
    const message = `Secrets Manager can't find the specified secret value for staging label: ${stage}`;
    return { apiError: { code: "ResourceNotFoundException", operation: "GetSecretValue", message } };
  }
  const id = `${owner?.id ?? secret}|${stage}`;
  return dataSourceValues("aws_secretsmanager_secret_version", config, block, context, version, {
    id,
    arn: owner?.id ?? secret,
    version_stage: stage,
  });
};

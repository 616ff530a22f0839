import { nestedBlocksOf, stringAttribute } from "../computed-values/attribute-reader.ts";
import { deterministicToken, deterministicUuid } from "../computed-values/deterministic-values.ts";
import { existingAccountResources } from "../computed-values/existing-resources.ts";
import { arnTemplate, renderTemplate, type ValueContext } from "../computed-values/value-context.ts";
import {
  apiErrorIf,
  findInRegion,
  isCreate,
  resourcesInRegion,
} from "../constraints/support/constraint-helpers.ts";
import type { DataSourceHandler } from "../data-sources/data-source-handler.ts";
import { findMatchingResources } from "../data-sources/matching-resources.ts";
import { operationName } from "../operation-name.ts";
import type { CallContext, Constraint, SimulatedResource } from "../simulator-types.ts";
import type { ServiceResources } from "./service-resources.ts";

/** A password of the requested length, by default 32. */
function randomPassword(context: ValueContext): string {
  const requestedTypes = context.resolve("password_length");
  const length = typeof requestedTypes === "number" && requestedTypes > 0 ? requestedTypes : 32;
  return renderTemplate(`{mixed:${length}/password}`, context);
}

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
const readSecretVersion: DataSourceHandler = (config, context) => {
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
  return {
    resource: version,
    overrides: {
      id,
      arn: owner?.id ?? secret,
      version_stage: stage,
    },
  };
};

/** A secret version or secret policy needs an existing secret. */
const secretVersionParent: Constraint = {
  name: "secret-version",
  documentation: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html",
  errorCodes: ["ResourceNotFoundException"],
  types: ["aws_secretsmanager_secret_version", "aws_secretsmanager_secret_policy"],
  check(change, context) {
    const secret = isCreate(change)
      ? (stringAttribute(change.after, "secret_id") ?? stringAttribute(change.after, "secret_arn"))
      : undefined;
    if (secret === undefined || secret.includes(":secret:rds!")) return [];
    const isMissing = findInRegion(context, secret, "aws_secretsmanager_secret") === undefined;
    const isRdsManaged = resourcesInRegion(context, "aws_db_instance").some(({ values }) =>
      JSON.stringify(values.master_user_secret ?? []).includes(secret),
    );
    const operation = operationName(change.type, "create");
    return apiErrorIf(
      isMissing && !isRdsManaged,
      operation,
      "ResourceNotFoundException",
      "Secrets Manager can't find the specified secret.",
    );
  },
};

/** Secrets Manager secrets. */
export const secretsmanagerResources: ServiceResources = {
  types: {
    aws_secretsmanager_random_password: {
      values: { id: "{random_password}", random_password: randomPassword },
    },
    aws_secretsmanager_secret: {
      values: {
        id: "{arn}",
        arn: arnTemplate("secretsmanager:{region}:{account}:secret:{name}-{mixed:6}"),
        policy: "",
        replica: [],
        "replica.status": "InSync",
        "replica.kms_key_id": "",
        "replica.last_accessed_date": "",
      },
      uniqueName: {
        attribute: "name",
        code: "ResourceExistsException",
        message: "The operation failed because the secret {} already exists.",
      },
      notFound: {
        code: "ResourceNotFoundException",
        message: "Secrets Manager can't find the specified secret.",
      },
    },
    aws_secretsmanager_secret_version: {
      values: {
        id: "{secret_id}|{version_id}",
        arn: "{secret_id}",
        version_id: (context) =>
          deterministicUuid(`${context.seed}/version/${String(context.before?.version_id ?? "")}`),
        version_stages: ["AWSCURRENT"],
      },
      readDataSource: readSecretVersion,
    },
    aws_secretsmanager_secret_policy: { values: { id: "{secret_arn}" } },
    aws_secretsmanager_secret_rotation: { values: { id: "{secret_id}", rotation_enabled: true } },
  },
  constraints: [secretVersionParent],
};

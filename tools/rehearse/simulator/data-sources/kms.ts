import { stringAttribute } from "../computed-values/attribute-reader.ts";
import { deterministicUuid } from "../computed-values/deterministic-values.ts";
import { lastSegment } from "../computed-values/value-context.ts";
import type { SchemaBlock } from "../schema.ts";
import type { CallContext } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";
import { type DataSourceHandler, type DataSourceResult, normalizeResult } from "./data-source-handler.ts";
import { dataSourceValues, findMatchingResources } from "./from-account.ts";
import { notFoundError } from "./not-found-errors.ts";

/** Reads a key by ID, ARN or alias. */
export const readKmsKey: DataSourceHandler = (config, block, context) => {
  const requested = stringAttribute(config, "key_id") ?? "";
  const alias = context.account
    .resources("aws_kms_alias")
    .find(({ values }) => [values.name, values.arn].includes(requested));
  const target = alias === undefined ? requested : String(alias.values.target_key_id);
  const key = context.account
    .resources("aws_kms_key")
    .find(({ id, values }) => id === target || values.arn === target);
  if (key === undefined)
    return /alias\/aws\//.test(requested)
      ? readAwsManagedKey(requested, config, block, context)
      : notFoundError("aws_kms_key", requested);
  return dataSourceValues("aws_kms_key", config, block, context, key, {
    key_state: "Enabled",
    enabled: true,
    key_manager: "CUSTOMER",
    origin: "AWS_KMS",
    key_spec: "SYMMETRIC_DEFAULT",
    key_usage: "ENCRYPT_DECRYPT",
    key_id: requested,
  });
};

/** Reads an AWS managed key of a service: `alias/aws/rds`. */
function readAwsManagedKey(
  requested: string,
  config: ObjectValue,
  block: SchemaBlock,
  context: CallContext,
): DataSourceResult {
  const service = lastSegment(requested);
  const id = deterministicUuid(`${context.account.accountId}/${context.region}/aws/${service}`);
  const arn = `arn:aws:kms:${context.region}:${context.account.accountId}:key/${id}`;
  const values = {
    id,
    arn,
    key_id: requested,
    enabled: true,
    key_manager: "AWS",
    key_state: "Enabled",
    key_spec: "SYMMETRIC_DEFAULT",
    key_usage: "ENCRYPT_DECRYPT",
    origin: "AWS_KMS",
    aws_account_id: context.account.accountId,
  };
  return dataSourceValues("aws_kms_key", config, block, context, {
    type: "aws_kms_key",
    id,
    region: context.region,
    values,
  });
}

/** Reads an alias: the account's, or one that AWS manages. */
export const readKmsAlias: DataSourceHandler = (config, block, context) => {
  const name = stringAttribute(config, "name") ?? "";
  if (!name.startsWith("alias/aws/") || findMatchingResources("aws_kms_alias", { name }, context).length > 0)
    return undefined;
  const target = deterministicUuid(`${context.account.accountId}/${context.region}/aws/${lastSegment(name)}`);
  const arn = `arn:aws:kms:${context.region}:${context.account.accountId}`;
  return normalizeResult(
    {
      id: `${arn}:${name}`,
      name,
      arn: `${arn}:${name}`,
      target_key_id: target,
      target_key_arn: `${arn}:key/${target}`,
    },
    config,
    block,
  );
};

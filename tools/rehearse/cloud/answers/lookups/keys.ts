import type { CallContext } from "../../contracts.ts";
import type { Block } from "../../schema.ts";
import type { ObjectValue } from "../../value.ts";
import { lastPart } from "../facts.ts";
import { textOf } from "../read.ts";
import { uuid } from "../token.ts";
import { describe, matching } from "./from-account.ts";
import { notFound } from "./refusals.ts";
import { type Found, type Special, shaped } from "./special.ts";

/** A key by id, ARN or alias. */
export const kmsKey: Special = (config, block, context) => {
  const asked = textOf(config, "key_id") ?? "";
  const alias = context.account
    .resources("aws_kms_alias")
    .find(({ values }) => [values.name, values.arn].includes(asked));
  const target = alias === undefined ? asked : String(alias.values.target_key_id);
  const key = context.account
    .resources("aws_kms_key")
    .find(({ id, values }) => id === target || values.arn === target);
  if (key === undefined)
    return /alias\/aws\//.test(asked)
      ? awsKey(asked, config, block, context)
      : notFound("aws_kms_key", asked);
  return describe("aws_kms_key", config, block, context, key, {
    key_state: "Enabled",
    enabled: true,
    key_manager: "CUSTOMER",
    origin: "AWS_KMS",
    key_spec: "SYMMETRIC_DEFAULT",
    key_usage: "ENCRYPT_DECRYPT",
    key_id: asked,
  });
};

/** A key that AWS keeps for a service: `alias/aws/rds`. */
function awsKey(asked: string, config: ObjectValue, block: Block, context: CallContext): Found {
  const service = lastPart(asked);
  const id = uuid(`${context.account.accountId}/${context.region}/aws/${service}`);
  const arn = `arn:aws:kms:${context.region}:${context.account.accountId}:key/${id}`;
  const values = {
    id,
    arn,
    key_id: asked,
    enabled: true,
    key_manager: "AWS",
    key_state: "Enabled",
    key_spec: "SYMMETRIC_DEFAULT",
    key_usage: "ENCRYPT_DECRYPT",
    origin: "AWS_KMS",
    aws_account_id: context.account.accountId,
  };
  return describe("aws_kms_key", config, block, context, {
    type: "aws_kms_key",
    id,
    region: context.region,
    values,
  });
}

/** An alias: the account's own, or one that AWS keeps. */
export const kmsAlias: Special = (config, block, context) => {
  const name = textOf(config, "name") ?? "";
  if (!name.startsWith("alias/aws/") || matching("aws_kms_alias", { name }, context).length > 0)
    return undefined;
  const target = uuid(`${context.account.accountId}/${context.region}/aws/${lastPart(name)}`);
  const arn = `arn:aws:kms:${context.region}:${context.account.accountId}`;
  return shaped(
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

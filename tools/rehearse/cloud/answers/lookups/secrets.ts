import type { CallContext, CloudResource } from "../../contracts.ts";
import { living } from "../account-index.ts";
import { blocksOf, textOf } from "../read.ts";
import { token, uuid } from "../token.ts";
import { describe, matching } from "./from-account.ts";
import type { Special } from "./special.ts";

/** The login that RDS keeps in a secret of its own: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html */
function managedLogin(secret: string, { account }: CallContext): CloudResource | undefined {
  const owner = account.resources().find(({ values }) => {
    const [own] = blocksOf(values, "master_user_secret");
    return own !== undefined && textOf(own, "secret_arn") === secret;
  });
  if (owner === undefined) return undefined;
  const username = String(owner.values.master_username ?? owner.values.username ?? "");
  const secret_string = JSON.stringify({ username, password: token(`${secret}/password`, "mixed", 28) });
  const values = {
    secret_id: secret,
    secret_string,
    version_id: uuid(secret),
    version_stages: ["AWSCURRENT"],
  };
  return { type: "aws_secretsmanager_secret_version", id: secret, region: owner.region, values };
}

/** A secret's value: one that was put there, or that RDS did. The simulation makes no other up. */
export const secretVersion: Special = (config, block, context) => {
  const secret = textOf(config, "secret_id") ?? "";
  const stage = textOf(config, "version_stage") ?? "AWSCURRENT";
  const owner = matching("aws_secretsmanager_secret", { arn: secret }, context)[0];
  const ids = [secret, owner?.id, owner?.values.name];
  const version =
    living(context.account, "aws_secretsmanager_secret_version").find((one) =>
      ids.includes(one.values.secret_id as string),
    ) ?? managedLogin(secret, context);
  if (version === undefined) {
    const message = `Secrets Manager can't find the specified secret value for staging label: ${stage}`;
    return { refusal: { code: "ResourceNotFoundException", operation: "GetSecretValue", message } };
  }
  const id = `${owner?.id ?? secret}|${stage}`;
  return describe("aws_secretsmanager_secret_version", config, block, context, version, {
    id,
    arn: owner?.id ?? secret,
    version_stage: stage,
  });
};

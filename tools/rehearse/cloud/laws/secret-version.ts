import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { creates, here, named, refuse } from "./support/rule.ts";

/** A secret's value or policy belongs to a secret that is there. */
export const secretVersion: Law = {
  name: "secret-version",
  documentation: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html",
  types: ["aws_secretsmanager_secret_version", "aws_secretsmanager_secret_policy"],
  check(change, context) {
    const secret = creates(change)
      ? (textOf(change.after, "secret_id") ?? textOf(change.after, "secret_arn"))
      : undefined;
    if (secret === undefined || secret.includes(":secret:rds!")) return [];
    const lost = named(context, secret, "aws_secretsmanager_secret") === undefined;
    const managed = here(context, "aws_db_instance").some(({ values }) =>
      JSON.stringify(values.master_user_secret ?? []).includes(secret),
    );
    const operation = change.type.endsWith("version") ? "PutSecretValue" : "PutResourcePolicy";
    return refuse(
      lost && !managed,
      operation,
      "ResourceNotFoundException",
      "Secrets Manager can't find the specified secret.",
    );
  },
};

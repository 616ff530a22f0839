import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, findInRegion, isCreate, resourcesInRegion } from "./support/constraint-helpers.ts";

/** A secret version or secret policy needs an existing secret. */
export const secretVersionParent: Constraint = {
  name: "secret-version",
  documentation: "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html",
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
    const operation = change.type.endsWith("version") ? "PutSecretValue" : "PutResourcePolicy";
    return apiErrorIf(
      isMissing && !isRdsManaged,
      operation,
      "ResourceNotFoundException",
      "Secrets Manager can't find the specified secret.",
    );
  },
};

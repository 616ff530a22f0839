import { stringAttribute } from "../computed-values/attribute-reader.ts";
import type { Constraint } from "../simulator-types.ts";
import { apiErrorIf, findInRegion } from "./support/constraint-helpers.ts";

/** A KMS alias must refer to an existing key. */
export const aliasKey: Constraint = {
  name: "alias-key",
  documentation: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
  types: ["aws_kms_alias"],
  check(change, context) {
    const key = stringAttribute(change.after, "target_key_id");
    const isMissing =
      key !== undefined &&
      findInRegion(context, key, "aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key") === undefined;
    return apiErrorIf(
      isMissing,
      "CreateAlias",
      "NotFoundException",
      `Key '${key}' does not exist`,
      "target_key_id",
    );
  },
};

import { textOf } from "../answers/read.ts";
import type { Law } from "../contracts.ts";
import { named, refuse } from "./support/rule.ts";

/** A key's alias names a key that is there. */
export const aliasKey: Law = {
  name: "alias-key",
  documentation: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
  types: ["aws_kms_alias"],
  check(change, context) {
    const key = textOf(change.after, "target_key_id");
    const lost =
      key !== undefined &&
      named(context, key, "aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key") === undefined;
    return refuse(lost, "CreateAlias", "NotFoundException", `Key '${key}' does not exist`, "target_key_id");
  },
};

import { keyAllowing } from "../../constraints/case-resources.ts";
import type { ConstraintCase } from "../../constraints/constraint-case.ts";

export const kmsAliasCases: readonly ConstraintCase[] = [
  {
    constraint: "alias-key",
    when: "the key exists",
    type: "aws_kms_alias",
    account: [keyAllowing("*", "kms:*")],
    after: { target_key_id: "k" },
  },
  {
    constraint: "alias-key",
    when: "the key does not exist",
    type: "aws_kms_alias",
    after: { target_key_id: "k" },
    errors: ["CreateAlias NotFoundException: Key 'k' does not exist"],
  },
];

import { type ConstraintCase, exists } from "../../constraints/constraint-case.ts";

const KEY = "arn:aws:kms:us-east-1:123456789012:key/k";
const key = (principal: unknown, actions: string) =>
  exists("aws_kms_key", "k", { arn: KEY, policy: policy(principal, actions) });
const policy = (principal: unknown, action: string) =>
  JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: principal as string, Action: action, Resource: "*" }],
  });

export const kmsAliasCases: readonly ConstraintCase[] = [
  {
    constraint: "alias-key",
    when: "the key exists",
    type: "aws_kms_alias",
    account: [key("*", "kms:*")],
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

import { type ConstraintCase, exists } from "../constraints/constraint-case.ts";

export const secretsmanagerCases: readonly ConstraintCase[] = [
  {
    constraint: "secret-version",
    when: "the secret exists",
    type: "aws_secretsmanager_secret_version",
    account: [exists("aws_secretsmanager_secret", "arn:s", { name: "s", arn: "arn:s" })],
    after: { secret_id: "s" },
  },
  {
    constraint: "secret-version",
    when: "the secret does not exist",
    type: "aws_secretsmanager_secret_version",
    after: { secret_id: "s" },
    errors: ["PutSecretValue ResourceNotFoundException: Secrets Manager can't find the specified secret."],
  },
];

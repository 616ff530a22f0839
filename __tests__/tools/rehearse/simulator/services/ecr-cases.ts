import { type ConstraintCase, exists } from "../constraints/constraint-case.ts";

export const ecrCases: readonly ConstraintCase[] = [
  {
    constraint: "unique-name",
    when: "the name is free",
    type: "aws_ecr_repository",
    account: [exists("aws_ecr_repository", "a", { name: "a" })],
    after: { name: "b" },
  },
  {
    constraint: "unique-name",
    when: "the name is taken in another region",
    type: "aws_ecr_repository",
    account: [exists("aws_ecr_repository", "a", { name: "a" }, "eu-west-1")],
    after: { name: "a" },
  },
  {
    constraint: "unique-name",
    when: "the repository already exists",
    type: "aws_ecr_repository",
    account: [exists("aws_ecr_repository", "a", { name: "a" })],
    after: { name: "a" },
    errors: [
      "CreateRepository RepositoryAlreadyExistsException: The repository with name 'a' already exists in the registry",
    ],
  },
];

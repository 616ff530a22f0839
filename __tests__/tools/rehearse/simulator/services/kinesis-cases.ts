import { type ConstraintCase, exists } from "../constraints/constraint-case.ts";

export const kinesisCases: readonly ConstraintCase[] = [
  {
    constraint: "unique-name",
    when: "the stream's name is taken",
    type: "aws_kinesis_stream",
    account: [exists("aws_kinesis_stream", "arn:clicks", { name: "clicks" })],
    after: { name: "clicks" },
    errors: ["CreateStream ResourceInUseException: Stream clicks already exists."],
  },
];

import { type ConstraintCase, exists } from "../constraints/constraint-case.ts";

export const lambdaCases: readonly ConstraintCase[] = [
  {
    constraint: "parent-resource-exists",
    when: "the function is given by its alias's ARN",
    type: "aws_lambda_permission",
    account: [exists("aws_lambda_function", "api", { function_name: "api" })],
    after: { function_name: "arn:aws:lambda:us-east-1:123456789012:function:api:live" },
  },
  {
    constraint: "parent-resource-exists",
    when: "the function belongs to another account",
    type: "aws_lambda_permission",
    after: { function_name: "arn:aws:lambda:us-east-1:999999999999:function:api" },
  },
  {
    constraint: "parent-resource-exists",
    when: "the function does not exist",
    type: "aws_lambda_alias",
    account: [exists("aws_lambda_function", "api", { function_name: "api" })],
    after: { function_name: "other" },
    errors: ["CreateAlias ResourceNotFoundException: Function not found: other"],
  },
];

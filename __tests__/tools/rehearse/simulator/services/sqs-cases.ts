import { type ConstraintCase, exists } from "../constraints/constraint-case.ts";

export const sqsCases: readonly ConstraintCase[] = [
  {
    constraint: "parent-resource-exists",
    when: "the queue is in the region of its URL",
    type: "aws_sqs_queue_policy",
    account: [exists("aws_sqs_queue", "https://sqs.us-east-1.amazonaws.com/123456789012/jobs")],
    after: { queue_url: "https://sqs.us-east-1.amazonaws.com/123456789012/jobs" },
  },
];

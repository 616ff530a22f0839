import { agreementTests } from "./agreement-tests.ts";

/** A type of each stack; all others are compared in agreement.long.test.ts. */
const TYPES = [
  "aws_subnet",
  "aws_lb_target_group",
  "aws_db_instance",
  "aws_ecs_service",
  "aws_cloudwatch_metric_alarm",
];

agreementTests((type) => TYPES.includes(type), 10);

import { agreementTests } from "./agreement-tests.ts";

/** One type of each stack; agreement.long.test.ts compares all others. */
const TYPES = [
  "aws_subnet",
  "aws_lb_target_group",
  "aws_db_instance",
  "aws_ecs_service",
  "aws_cloudwatch_metric_alarm",
];

agreementTests((type) => TYPES.includes(type), 10);

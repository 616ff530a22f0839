import { arnTemplate } from "../computed-values/value-context.ts";
import type { ParentReference, ServiceResources } from "./service-resources.ts";

const QUEUE_PARENT: ParentReference = {
  attribute: "queue_url",
  types: ["aws_sqs_queue"],
  code: "AWS.SimpleQueueService.NonExistentQueue",
  message: "The specified queue does not exist.",
};

const queueUrl = "https://sqs.{region}.amazonaws.com/{account}/{name}";

/** SQS queues. */
export const sqsResources: ServiceResources = {
  types: {
    aws_sqs_queue: {
      values: {
        id: queueUrl,
        url: queueUrl,
        arn: arnTemplate("sqs:{region}:{account}:{name}"),
        kms_data_key_reuse_period_seconds: 300,
        sqs_managed_sse_enabled: true,
        policy: "",
        redrive_policy: "",
        redrive_allow_policy: "",
        deduplication_scope: "",
        fifo_throughput_limit: "",
      },
    },
    aws_sqs_queue_policy: { values: { id: "{queue_url}" }, parents: [QUEUE_PARENT] },
    aws_sqs_queue_redrive_policy: { parents: [QUEUE_PARENT] },
    aws_sqs_queue_redrive_allow_policy: { parents: [QUEUE_PARENT] },
  },
};

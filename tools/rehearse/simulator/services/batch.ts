import { arnTemplate, identifiedByArn } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** AWS Batch job queues and definitions. */
export const batchResources: ServiceResources = {
  types: {
    aws_batch_job_definition: {
      values: {
        id: "{arn}",
        arn: arnTemplate("batch:{region}:{account}:job-definition/{name}:{revision}"),
        arn_prefix: arnTemplate("batch:{region}:{account}:job-definition/{name}"),
      },
    },
    aws_batch_job_queue: { values: identifiedByArn("batch:{region}:{account}:job-queue/{name}") },
  },
};

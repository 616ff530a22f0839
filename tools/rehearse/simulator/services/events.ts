import { arnTemplate } from "../computed-values/value-context.ts";
import type { ServiceResources } from "./service-resources.ts";

/** EventBridge rules and schedules. */
export const eventsResources: ServiceResources = {
  types: {
    aws_cloudwatch_event_rule: {
      values: { id: "{name}", arn: arnTemplate("events:{region}:{account}:rule/{name}") },
    },
    aws_cloudwatch_event_target: {
      values: { id: "{rule}-{target_id}", target_id: "terraform-20240101{digits:16}" },
    },
    aws_cloudwatch_event_bus: {
      values: { id: "{name}", arn: arnTemplate("events:{region}:{account}:event-bus/{name}") },
      awsManaged: { argument: "name", names: /^default$/ },
    },
    aws_scheduler_schedule: {
      values: {
        id: "{group_name}/{name}",
        group_name: "default",
        arn: arnTemplate("scheduler:{region}:{account}:schedule/{group_name}/{name}"),
      },
    },
  },
};

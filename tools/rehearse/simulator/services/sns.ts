import { arnTemplate, resolveString, type ValueContext } from "../computed-values/value-context.ts";
import type { ParentReference, ServiceResources } from "./service-resources.ts";

const TOPIC_PARENT: ParentReference = {
  attribute: "topic_arn",
  types: ["aws_sns_topic"],
  code: "NotFound",
  message: "Topic does not exist",
};

/** The policy that SNS assigns to a topic created without one. */
function defaultTopicPolicy(context: ValueContext): string {
  const actions = [
    "GetTopicAttributes",
    "SetTopicAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteTopic",
    "Subscribe",
    "ListSubscriptionsByTopic",
    "Publish",
  ];
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: actions.map((action) => `SNS:${action}`),
        Resource: resolveString(context, "arn"),
        Condition: { StringEquals: { "AWS:SourceOwner": context.accountId } },
      },
    ],
  });
}

/** SNS topics and subscriptions. */
export const snsResources: ServiceResources = {
  types: {
    aws_sns_topic: {
      values: {
        id: "{arn}",
        arn: arnTemplate("sns:{region}:{account}:{name}"),
        owner: "{account}",
        policy: (context) => defaultTopicPolicy(context),
        signature_version: 0,
        tracing_config: "",
        beginning_archive_time: "",
        fifo_throughput_scope: "",
      },
      notFound: { code: "NotFound", message: "Topic {} does not exist", operation: "ListTopics" },
    },
    aws_sns_topic_policy: { values: { id: "{arn}", owner: "{account}" } },
    aws_sns_topic_subscription: {
      values: {
        id: "{arn}",
        arn: "{topic_arn}:{uuid}",
        owner_id: "{account}",
        confirmation_was_authenticated: (context) => !/^email/.test(resolveString(context, "protocol")),
        pending_confirmation: (context) => /^email/.test(resolveString(context, "protocol")),
        filter_policy_scope: "",
      },
      parents: [TOPIC_PARENT],
    },
  },
};

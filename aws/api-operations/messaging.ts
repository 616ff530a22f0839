import type { TypeOperations } from "./type-operations.ts";

/**
 * The API operations of CloudWatch, budgets, cost control, SNS, SQS, Kinesis and Step Functions.
 */
export const messagingOperations: Readonly<Record<string, TypeOperations>> = {
  aws_budgets_budget: ["CreateBudget", "DescribeBudget", "UpdateBudget", "DeleteBudget"],
  aws_ce_anomaly_monitor: [
    "CreateAnomalyMonitor",
    "GetAnomalyMonitors",
    "UpdateAnomalyMonitor",
    "DeleteAnomalyMonitor",
  ],
  aws_ce_anomaly_subscription: [
    "CreateAnomalySubscription",
    "GetAnomalySubscriptions",
    "UpdateAnomalySubscription",
    "DeleteAnomalySubscription",
  ],
  aws_ce_cost_allocation_tag: [
    "UpdateCostAllocationTagsStatus",
    "ListCostAllocationTags",
    "UpdateCostAllocationTagsStatus",
    "UpdateCostAllocationTagsStatus",
  ],
  aws_computeoptimizer_enrollment_status: [
    "UpdateEnrollmentStatus",
    "GetEnrollmentStatus",
    "UpdateEnrollmentStatus",
    "UpdateEnrollmentStatus",
  ],
  aws_cloudwatch_dashboard: ["PutDashboard", "GetDashboard", "PutDashboard", "DeleteDashboards"],
  aws_cloudwatch_metric_alarm: ["PutMetricAlarm", "DescribeAlarms", "PutMetricAlarm", "DeleteAlarms"],
  aws_cloudwatch_log_delivery: [
    "CreateDelivery",
    "GetDelivery",
    "UpdateDeliveryConfiguration",
    "DeleteDelivery",
  ],
  aws_cloudwatch_log_delivery_destination: [
    "PutDeliveryDestination",
    "GetDeliveryDestination",
    "PutDeliveryDestination",
    "DeleteDeliveryDestination",
  ],
  aws_cloudwatch_log_delivery_source: [
    "PutDeliverySource",
    "GetDeliverySource",
    "PutDeliverySource",
    "DeleteDeliverySource",
  ],
  aws_cloudwatch_log_group: ["CreateLogGroup", "DescribeLogGroups", "PutRetentionPolicy", "DeleteLogGroup"],
  aws_cloudwatch_log_metric_filter: [
    "PutMetricFilter",
    "DescribeMetricFilters",
    "PutMetricFilter",
    "DeleteMetricFilter",
  ],
  aws_cloudwatch_log_resource_policy: [
    "PutResourcePolicy",
    "DescribeResourcePolicies",
    "PutResourcePolicy",
    "DeleteResourcePolicy",
  ],
  aws_cloudwatch_log_stream: ["CreateLogStream", "DescribeLogStreams", null, "DeleteLogStream"],
  aws_cloudwatch_log_subscription_filter: [
    "PutSubscriptionFilter",
    "DescribeSubscriptionFilters",
    "PutSubscriptionFilter",
    "DeleteSubscriptionFilter",
  ],
  aws_sns_topic: ["CreateTopic", "GetTopicAttributes", "SetTopicAttributes", "DeleteTopic"],
  aws_sns_topic_policy: [
    "SetTopicAttributes",
    "GetTopicAttributes",
    "SetTopicAttributes",
    "SetTopicAttributes",
  ],
  aws_sns_topic_subscription: [
    "Subscribe",
    "GetSubscriptionAttributes",
    "SetSubscriptionAttributes",
    "Unsubscribe",
  ],
  aws_sqs_queue: ["CreateQueue", "GetQueueAttributes", "SetQueueAttributes", "DeleteQueue"],
  aws_sqs_queue_policy: [
    "SetQueueAttributes",
    "GetQueueAttributes",
    "SetQueueAttributes",
    "SetQueueAttributes",
  ],
  aws_sqs_queue_redrive_policy: [
    "SetQueueAttributes",
    "GetQueueAttributes",
    "SetQueueAttributes",
    "SetQueueAttributes",
  ],
  aws_sqs_queue_redrive_allow_policy: [
    "SetQueueAttributes",
    "GetQueueAttributes",
    "SetQueueAttributes",
    "SetQueueAttributes",
  ],
  aws_kinesis_stream: ["CreateStream", "DescribeStreamSummary", "UpdateShardCount", "DeleteStream"],
  aws_kinesis_firehose_delivery_stream: [
    "CreateDeliveryStream",
    "DescribeDeliveryStream",
    "UpdateDestination",
    "DeleteDeliveryStream",
  ],
  aws_sfn_state_machine: [
    "CreateStateMachine",
    "DescribeStateMachine",
    "UpdateStateMachine",
    "DeleteStateMachine",
  ],
  aws_codecommit_repository: [
    "CreateRepository",
    "GetRepository",
    "UpdateRepositoryName",
    "DeleteRepository",
  ],
};

import type { ObjectValue, TerraformValue } from "../../terraform-value.ts";
import { isMapOrObject } from "../attribute-reader.ts";
import { formatTimestamp } from "../attribute-rules/attributes.ts";
import { deterministicNumber, deterministicToken } from "../deterministic-values.ts";
import {
  arnTemplate,
  type ResourceDefinitions,
  renderTemplate,
  resolveString,
  type ValueContext,
} from "../value-context.ts";

/** An ID that changes with each update, like the version of a backup plan. */
const newTokenPerChange = (name: string, length: number) => (context: ValueContext) =>
  deterministicToken(`${context.seed}/${name}/${String(context.before?.[name] ?? "")}`, "mixed", length);

const queueUrl = "https://sqs.{region}.amazonaws.com/{account}/{name}";

/** Logs, alarms, topics, queues, budgets, backups and other operational resources. */
export const operationsResources: ResourceDefinitions = {
  aws_cloudwatch_log_group: {
    id: "{name}",
    arn: arnTemplate("logs:{region}:{account}:log-group:{name}"),
    log_group_class: "STANDARD",
  },
  aws_cloudwatch_log_stream: {
    id: "{name}",
    arn: arnTemplate("logs:{region}:{account}:log-group:{log_group_name}:log-stream:{name}"),
  },
  aws_cloudwatch_log_metric_filter: { id: "{name}" },
  aws_cloudwatch_log_subscription_filter: { id: "cwlsf-{digits:10}" },
  aws_cloudwatch_log_resource_policy: { id: "{policy_name}" },
  aws_cloudwatch_query_definition: { id: "{name}", query_definition_id: "{uuid}" },
  aws_cloudwatch_metric_alarm: {
    id: "{alarm_name}",
    arn: arnTemplate("cloudwatch:{region}:{account}:alarm:{alarm_name}"),
    evaluate_low_sample_count_percentiles: "",
  },
  aws_cloudwatch_composite_alarm: {
    id: "{alarm_name}",
    arn: arnTemplate("cloudwatch:{region}:{account}:alarm:{alarm_name}"),
  },
  aws_cloudwatch_dashboard: {
    id: "{dashboard_name}",
    dashboard_arn: arnTemplate("cloudwatch::{account}:dashboard/{dashboard_name}"),
  },
  aws_cloudwatch_event_rule: { id: "{name}", arn: arnTemplate("events:{region}:{account}:rule/{name}") },
  aws_cloudwatch_event_target: { id: "{rule}-{target_id}", target_id: "terraform-20240101{digits:16}" },
  aws_cloudwatch_event_bus: { id: "{name}", arn: arnTemplate("events:{region}:{account}:event-bus/{name}") },
  aws_sns_topic: {
    id: "{arn}",
    arn: arnTemplate("sns:{region}:{account}:{name}"),
    owner: "{account}",
    policy: (context) => defaultTopicPolicy(context),
    signature_version: 0,
    tracing_config: "",
    beginning_archive_time: "",
    fifo_throughput_scope: "",
  },
  aws_sns_topic_policy: { id: "{arn}", owner: "{account}" },
  aws_sns_topic_subscription: {
    id: "{arn}",
    arn: "{topic_arn}:{uuid}",
    owner_id: "{account}",
    confirmation_was_authenticated: (context) => !/^email/.test(resolveString(context, "protocol")),
    pending_confirmation: (context) => /^email/.test(resolveString(context, "protocol")),
    filter_policy_scope: "",
  },
  aws_sqs_queue: {
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
  aws_sqs_queue_policy: { id: "{queue_url}" },
  aws_budgets_budget: {
    id: "{account_id}:{name}",
    account_id: "{account}",
    arn: arnTemplate("budgets::{account_id}:budget/{name}"),
    limit_amount: "0",
    limit_unit: "USD",
    time_period_start: (context) => `${formatTimestamp(context).slice(0, 7)}-01_00:00`,
    cost_types: [
      {
        include_credit: true,
        include_discount: true,
        include_other_subscription: true,
        include_recurring: true,
        include_refund: true,
        include_subscription: true,
        include_support: true,
        include_tax: true,
        include_upfront: true,
        use_amortized: false,
        use_blended: false,
      },
    ],
  },
  aws_budgets_budget_action: {
    id: "{account_id}:{action_id}:{budget_name}",
    action_id: "{uuid}",
    account_id: "{account}",
  },
  aws_backup_vault: {
    id: "{name}",
    arn: arnTemplate("backup:{region}:{account}:backup-vault:{name}"),
    recovery_points: 0,
    kms_key_arn: arnTemplate("kms:{region}:{account}:key/{uuid:backup}"),
  },
  aws_backup_plan: {
    id: "{uuid}",
    arn: arnTemplate("backup:{region}:{account}:backup-plan:{id}"),
    version: newTokenPerChange("version", 48),
  },
  aws_backup_selection: { id: "{uuid}" },
  aws_backup_vault_policy: {
    id: "{backup_vault_name}",
    backup_vault_arn: arnTemplate("backup:{region}:{account}:backup-vault:{backup_vault_name}"),
  },
  aws_backup_vault_lock_configuration: {
    id: "{backup_vault_name}",
    backup_vault_arn: arnTemplate("backup:{region}:{account}:backup-vault:{backup_vault_name}"),
  },
  aws_backup_vault_notifications: {
    id: "{backup_vault_name}",
    backup_vault_arn: arnTemplate("backup:{region}:{account}:backup-vault:{backup_vault_name}"),
  },
  aws_service_discovery_private_dns_namespace: {
    id: "ns-{base36:16}",
    arn: arnTemplate("servicediscovery:{region}:{account}:namespace/{id}"),
    hosted_zone: "Z{upper:20}",
  },
  aws_service_discovery_http_namespace: {
    id: "ns-{base36:16}",
    arn: arnTemplate("servicediscovery:{region}:{account}:namespace/{id}"),
    http_name: "{name}",
  },
  aws_service_discovery_service: {
    id: "srv-{base36:16}",
    arn: arnTemplate("servicediscovery:{region}:{account}:service/{id}"),
  },
  aws_guardduty_detector: {
    id: "{hex:32}",
    arn: arnTemplate("guardduty:{region}:{account}:detector/{id}"),
    account_id: "{account}",
    finding_publishing_frequency: "SIX_HOURS",
  },
  aws_cloudtrail: {
    id: "{arn}",
    arn: arnTemplate("cloudtrail:{region}:{account}:trail/{name}"),
    home_region: "{region}",
    sns_topic_arn: "",
  },
  aws_sfn_state_machine: {
    id: "{arn}",
    arn: arnTemplate("states:{region}:{account}:stateMachine:{name}"),
    status: "ACTIVE",
    creation_date: (context) => formatTimestamp(context),
    revision_id: "{uuid:revision}",
    version_description: "",
  },
  aws_api_gateway_rest_api: {
    id: "{base36:10}",
    arn: arnTemplate("apigateway:{region}::/restapis/{id}"),
    root_resource_id: "{base36:10/root}",
    execution_arn: arnTemplate("execute-api:{region}:{account}:{id}"),
    created_date: (context) => formatTimestamp(context),
    api_key_source: "HEADER",
    minimum_compression_size: "",
    binary_media_types: [],
    policy: "",
  },
  aws_apigatewayv2_api: {
    id: "{base36:10}",
    arn: arnTemplate("apigateway:{region}::/apis/{id}"),
    api_endpoint: "https://{id}.execute-api.{region}.amazonaws.com",
    execution_arn: arnTemplate("execute-api:{region}:{account}:{id}"),
  },
  aws_apigatewayv2_route: { id: "{base36:7}" },
  aws_apigatewayv2_integration: { id: "{base36:7}", integration_response_selection_expression: "" },
  aws_cognito_user_pool: {
    id: "{region}_{mixed:9}",
    arn: arnTemplate("cognito-idp:{region}:{account}:userpool/{id}"),
    endpoint: "cognito-idp.{region}.amazonaws.com/{id}",
    estimated_number_of_users: 0,
  },
  aws_cognito_user_pool_client: {
    id: "{base36:26}",
    client_secret: (context) =>
      context.resolve("generate_secret") === true ? renderTemplate("{base36:51/secret}", context) : "",
  },
  aws_kinesis_stream: { id: "{arn}", arn: arnTemplate("kinesis:{region}:{account}:stream/{name}") },
  aws_kinesis_firehose_delivery_stream: {
    id: "{arn}",
    arn: arnTemplate("firehose:{region}:{account}:deliverystream/{name}"),
    destination_id: "destinationId-000000000001",
    version_id: (context) => String(Number(context.before?.version_id ?? 0) + 1),
  },
  aws_scheduler_schedule: {
    id: "{group_name}/{name}",
    group_name: "default",
    arn: arnTemplate("scheduler:{region}:{account}:schedule/{group_name}/{name}"),
  },
  aws_config_configuration_recorder: { id: "{name}", name: "default" },
  aws_ses_domain_identity: {
    id: "{domain}",
    arn: arnTemplate("ses:{region}:{account}:identity/{domain}"),
    verification_token: (context) =>
      Buffer.from(renderTemplate("{hex:64/ses}", context), "hex").toString("base64"),
  },
  aws_ses_domain_dkim: {
    id: "{domain}",
    dkim_tokens: (context) =>
      [1, 2, 3].map((number) => deterministicToken(`${context.seed}/dkim/${number}`, "base36", 32)),
  },
  aws_ce_anomaly_monitor: { id: "{arn}", arn: arnTemplate("ce::{account}:anomalymonitor/{uuid}") },
  aws_ce_anomaly_subscription: {
    id: "{arn}",
    arn: arnTemplate("ce::{account}:anomalysubscription/{uuid}"),
    account_id: "{account}",
  },
  aws_ssm_document: {
    id: "{name}",
    arn: arnTemplate("ssm:{region}:{account}:document/{name}"),
    default_version: "1",
    latest_version: (context) => String(Number(context.before?.latest_version ?? 0) + 1),
    document_version: "1",
    schema_version: "2.2",
    status: "Active",
    owner: "{account}",
    hash_type: "Sha256",
    hash: "{hex:64/hash}",
  },
  aws_cloudformation_stack: {
    id: arnTemplate("cloudformation:{region}:{account}:stack/{name}/{uuid}"),
    outputs: {},
    parameters: {},
  },
  aws_grafana_workspace: {
    id: "g-{hex:10}",
    endpoint: "g-{hex:10}.grafana-workspace.{region}.amazonaws.com",
    grafana_version: "10.4",
  },
  aws_prometheus_workspace: {
    id: "ws-{uuid}",
    arn: arnTemplate("aps:{region}:{account}:workspace/{id}"),
    prometheus_endpoint: "https://aps-workspaces.{region}.amazonaws.com/workspaces/{id}/",
  },
  aws_opensearch_domain: {
    id: "{arn}",
    arn: arnTemplate("es:{region}:{account}:domain/{domain_name}"),
    domain_id: "{account}/{domain_name}",
    endpoint: "search-{domain_name}-{base36:26}.{region}.es.amazonaws.com",
    engine_version: "OpenSearch_2.17",
    kibana_endpoint: "",
    dashboard_endpoint: "search-{domain_name}-{base36:26}.{region}.es.amazonaws.com/_dashboards",
  },
  aws_msk_cluster: {
    id: "{arn}",
    arn: (context) =>
      renderTemplate(
        `arn:{partition}:kafka:{region}:{account}:cluster/{cluster_name}/{uuid}-${deterministicNumber(context.seed, 9) + 1}`,
        context,
      ),
    current_version: "K{upper:13}",
    bootstrap_brokers: mskBootstrapBrokers("PLAINTEXT", 9092),
    bootstrap_brokers_tls: mskBootstrapBrokers("TLS", 9094),
    bootstrap_brokers_sasl_scram: mskBootstrapBrokers("sasl.scram", 9096),
    bootstrap_brokers_sasl_iam: mskBootstrapBrokers("sasl.iam", 9098),
  },
};

/**
 * The bootstrap brokers for one kind of client; empty unless that kind is enabled.
 * https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
 */
function mskBootstrapBrokers(kind: "PLAINTEXT" | "TLS" | "sasl.scram" | "sasl.iam", port: number) {
  return (context: ValueContext): string => {
    const inTransit = firstBlock(firstBlock(context.resolve("encryption_info")).encryption_in_transit);
    const clientEncryption = String(inTransit.client_broker ?? "TLS");
    const sasl = firstBlock(firstBlock(context.resolve("client_authentication")).sasl);
    const isEnabled = kind.startsWith("sasl.")
      ? sasl[kind.slice(5)] === true
      : clientEncryption.split("_").includes(kind);
    if (!isEnabled) return "";
    const host = (n: number) =>
      renderTemplate(
        `b-${n}.{lower cluster_name}.{base36:6}.c2.kafka.{region}.amazonaws.com:${port}`,
        context,
      );
    return [1, 2, 3]
      .slice(0, Number(context.resolve("number_of_broker_nodes")) || 3)
      .map(host)
      .join(",");
  };
}

/** The first block of a list; an empty object if there is none. */
function firstBlock(value: TerraformValue | undefined): ObjectValue {
  const [first] = Array.isArray(value) ? value : [];
  return isMapOrObject(first ?? null) ? (first as ObjectValue) : {};
}

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

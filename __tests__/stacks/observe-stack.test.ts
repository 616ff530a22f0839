import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget/index.js";
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription/index.js";
import { cybershieldIn } from "../support/platforms.ts";
import { parseStackJson, resourcesOfType, type SynthesizedStackJson, synthesize } from "../support/synth.ts";
import { twoRegionPlatform } from "../support/two-regions.ts";

const stacks = synthesize(cybershieldIn("prod"), cybershieldIn("dev"));
const prodText = stacks["cybershield-prod-observe"]!;
const prod = parseStackJson(stacks, "cybershield-prod-observe");
const dev = parseStackJson(stacks, "cybershield-dev-observe");
const TOPIC = expect.stringMatching(/^\$\{aws_sns_topic_policy\..*\.arn\}$/);

const TOPIC_ARN = expect.stringMatching(/^\$\{aws_sns_topic\..*\.arn\}$/);

describe("CyberShield: alarms", () => {
  const alarms = resourcesOfType(prod, "aws_cloudwatch_metric_alarm");

  it("watch every part of the platform, and have its name as prefix", () => {
    expect(alarms.map(({ alarm_name }) => alarm_name).sort()).toEqual([
      "cybershield-prod-alb-5xx",
      "cybershield-prod-app-cpu",
      "cybershield-prod-app-log-duration",
      "cybershield-prod-app-log-errors",
      "cybershield-prod-app-memory",
      "cybershield-prod-app-no-healthy-target",
      "cybershield-prod-app-response-time",
      "cybershield-prod-app-unhealthy-targets",
      "cybershield-prod-backup-jobs",
      "cybershield-prod-cache-001-cpu",
      "cybershield-prod-cache-001-evictions",
      "cybershield-prod-cache-001-memory",
      "cybershield-prod-cache-002-cpu",
      "cybershield-prod-cache-002-evictions",
      "cybershield-prod-cache-002-memory",
      "cybershield-prod-cdn-5xx",
      "cybershield-prod-certificate-days-to-expiry",
      "cybershield-prod-db-connections",
      "cybershield-prod-db-cpu",
      "cybershield-prod-db-free-storage",
      "cybershield-prod-main-us-east-1a-nat-port-errors",
      "cybershield-prod-main-us-east-1b-nat-port-errors",
    ]);
  });

  it("in dev watch the NAT instance, and no CDN, NAT gateway and cache replica", () => {
    const names = resourcesOfType(dev, "aws_cloudwatch_metric_alarm").map(({ alarm_name }) => alarm_name);
    expect(names).toContain("cybershield-dev-main-nat-status");
    expect(names).toContain("cybershield-dev-main-nat-forwarding");
    expect(names.filter((name) => /cdn|port-errors|cache-002/.test(name as string))).toEqual([]);
  });

  it("all notify the topic in state ALARM and OK, and have a severity tag", () => {
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({
        alarm_actions: [TOPIC],
        ok_actions: [TOPIC],
        tags: { Severity: expect.stringMatching(/^(critical|warning)$/) },
        treat_missing_data: expect.stringMatching(/^(notBreaching|breaching|ignore)$/),
      });
    }
  });

  it("reference the resources of other stacks by outputs", () => {
    expect(prodText).toHaveResourceWithProperties(CloudwatchMetricAlarm, {
      alarm_name: "cybershield-prod-app-unhealthy-targets",
      namespace: "AWS/ApplicationELB",
      metric_name: "UnHealthyHostCount",
      alarm_description: "At least one target of app has failed its health checks for 3 minutes.",
      dimensions: {
        LoadBalancer: "${data.terraform_remote_state.edge.outputs.load_balancer_suffixes.alb}",
        TargetGroup: "${data.terraform_remote_state.compute.outputs.target_group_suffixes.app}",
      },
      statistic: "Maximum",
      period: 60,
      evaluation_periods: 3,
      datapoints_to_alarm: 3,
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
    });
    expect(prodText).toHaveResourceWithProperties(CloudwatchMetricAlarm, {
      alarm_name: "cybershield-prod-main-us-east-1a-nat-port-errors",
      dimensions: {
        NatGatewayId: '${data.terraform_remote_state.network.outputs.nat_gateway_ids["main/us-east-1a"]}',
      },
    });
  });

  it("compute the percentage of 5xx by metric math, and return only that", () => {
    const alarm = alarms.find(({ alarm_name }) => alarm_name === "cybershield-prod-alb-5xx")!;
    const queries = alarm.metric_query as Record<string, unknown>[];
    expect(queries.map(({ id, return_data }) => [id, return_data])).toEqual([
      ["result", true],
      ["requests", undefined],
      ["failed", undefined],
      ["refused", undefined],
    ]);
    expect(queries[0]).toMatchObject({
      expression: expect.stringContaining("FILL(refused, 0)"),
      label: "5xx (% of requests)",
    });
    expect(queries[1]!.metric).toEqual({
      namespace: "AWS/ApplicationELB",
      metric_name: "RequestCount",
      dimensions: {
        LoadBalancer: "${data.terraform_remote_state.edge.outputs.load_balancer_suffixes.alb}",
      },
      stat: "Sum",
      period: 300,
    });
    expect(alarm).not.toHaveProperty("period");
  });

  it("use the data stack's names of databases and caches", () => {
    const data = parseStackJson(stacks, "cybershield-prod-data");
    const [database] = resourcesOfType(data, "aws_db_instance");
    const [cache] = resourcesOfType(data, "aws_elasticache_replication_group");
    const dimensions = alarms.map((alarm) => alarm.dimensions as Record<string, string> | undefined);
    const named = (key: string) => new Set(dimensions.flatMap((values) => values?.[key] ?? []));
    expect(named("DBInstanceIdentifier")).toEqual(new Set([database!.identifier]));
    const group = cache!.replication_group_id as string;
    expect(cache!.num_cache_clusters).toBe(2);
    expect(named("CacheClusterId")).toEqual(new Set([`${group}-001`, `${group}-002`]));
  });
});

describe("failed backups", () => {
  const ALARM = "aws_cloudwatch_metric_alarm";
  const watchedDimensions = (observe: SynthesizedStackJson) =>
    resourcesOfType(observe, ALARM)
      .filter(({ alarm_name }) => /-backup-jobs$/.test(alarm_name as string))
      .flatMap(({ metric_query }) => metric_query as { metric?: { dimensions: object } }[])
      .flatMap(({ metric }) => (metric === undefined ? [] : [metric.dimensions]));
  const vaults = (data: SynthesizedStackJson) =>
    resourcesOfType(data, "aws_backup_vault").map(({ name }) => ({ BackupVaultName: name }));

  it("are watched in the data stack's vault, and notify the topic", () => {
    const [vault] = vaults(parseStackJson(stacks, "cybershield-prod-data"));
    expect(vault).toEqual({ BackupVaultName: "cybershield-prod-backup" });
    expect(watchedDimensions(prod)).toEqual([vault, vault]);
    expect(prodText).toHaveResourceWithProperties(CloudwatchMetricAlarm, {
      alarm_name: "cybershield-prod-backup-jobs",
      alarm_actions: [TOPIC],
    });
  });

  it("are watched in each region's own vault", () => {
    const pair = synthesize(twoRegionPlatform());
    for (const suffix of ["", "-eu-west-1"]) {
      const [vault] = vaults(parseStackJson(pair, `pair-prod-data${suffix}`));
      expect(vault).toEqual({ BackupVaultName: `pair-prod-backup${suffix}` });
      expect(watchedDimensions(parseStackJson(pair, `pair-prod-observe${suffix}`))).toEqual([vault, vault]);
    }
  });

  it("are not watched without a backup", () => {
    const { backup: _backup, ...platform } = cybershieldIn("prod");
    expect(watchedDimensions(parseStackJson(synthesize(platform), "cybershield-prod-observe"))).toEqual([]);
  });
});

describe("CyberShield: alarms: the SNS topic", () => {
  it("is encrypted, and has the spec's addresses as subscribers", () => {
    expect(prodText).toHaveResourceWithProperties(SnsTopic, {
      name: "cybershield-prod-alarms",
      kms_master_key_id: "${data.terraform_remote_state.network.outputs.logs_key_arn}",
      lifecycle: { prevent_destroy: true },
    });
    expect(prodText).toHaveResourceWithProperties(SnsTopicSubscription, {
      topic_arn: TOPIC_ARN,
      protocol: "email",
      endpoint: "ops@cybershield-ai.com",
    });
    expect(resourcesOfType(dev, "aws_sns_topic_subscription")).toEqual([]);
  });

  it("accepts only alarms and budgets of this account", () => {
    const [policy] = resourcesOfType(prod, "aws_sns_topic_policy");
    const { Statement } = JSON.parse(policy!.policy as string) as { Statement: Record<string, unknown>[] };
    expect(policy!.arn).toEqual(TOPIC_ARN);
    expect(Statement).toEqual([
      {
        Sid: "AlarmsPublish",
        Effect: "Allow",
        Resource: TOPIC_ARN,
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Condition: {
          StringEquals: { "aws:SourceAccount": "111111111111" },
          ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:us-east-1:111111111111:alarm:*" },
        },
      },
      {
        Sid: "BudgetsPublish",
        Effect: "Allow",
        Resource: TOPIC_ARN,
        Principal: { Service: "budgets.amazonaws.com" },
        Action: "sns:Publish",
        Condition: {
          StringEquals: { "aws:SourceAccount": "111111111111" },
          ArnLike: { "aws:SourceArn": "arn:aws:budgets::111111111111:*" },
        },
      },
    ]);
  });

  it("has a key whose policy allows both services", () => {
    const [key] = resourcesOfType(parseStackJson(stacks, "cybershield-prod-network"), "aws_kms_key");
    expect(key!.policy).toContain("cloudwatch.amazonaws.com");
    expect(key!.policy).toContain("budgets.amazonaws.com");
  });
});

describe("CyberShield: budget", () => {
  it("is monthly, with notifications for actual and forecasted spend", () => {
    const notification = {
      comparison_operator: "GREATER_THAN",
      threshold_type: "PERCENTAGE",
      subscriber_email_addresses: ["ops@cybershield-ai.com"],
      subscriber_sns_topic_arns: [TOPIC],
    };
    expect(prodText).toHaveResourceWithProperties(BudgetsBudget, {
      name: "cybershield-prod-monthly",
      budget_type: "COST",
      time_unit: "MONTHLY",
      limit_amount: "400",
      limit_unit: "USD",
      notification: [
        { ...notification, notification_type: "ACTUAL", threshold: 80 },
        { ...notification, notification_type: "ACTUAL", threshold: 100 },
        { ...notification, notification_type: "FORECASTED", threshold: 100 },
      ],
    });
    expect(resourcesOfType(dev, "aws_budgets_budget")[0]!.limit_amount).toBe("95");
  });

  it("exists only if the spec has one", () => {
    const { budget: _budget, ...platform } = cybershieldIn("prod");
    const without = parseStackJson(synthesize(platform), "cybershield-prod-observe");
    expect(resourcesOfType(without, "aws_budgets_budget")).toEqual([]);
  });
});

describe("the dashboard", () => {
  it("shows every alarm, and graphs from the load balancer to the stores", () => {
    expect(prodText).toHaveResourceWithProperties(CloudwatchDashboard, {
      dashboard_name: "cybershield-prod",
    });
    const [dashboard] = resourcesOfType(prod, "aws_cloudwatch_dashboard");
    const body = JSON.parse(dashboard!.dashboard_body as string) as {
      widgets: { properties: { title: string; alarms?: string[] } }[];
    };
    expect(body.widgets.map(({ properties }) => properties.title)).toEqual([
      "Alarms",
      "alb: requests",
      "alb: response time (s)",
      "alb: 5xx (% of requests)",
      "app: CPU and memory (%)",
      "app: tasks",
      "db: CPU (%)",
      "db: connections",
      "db: latency (s)",
      "db: free storage (bytes)",
      "cache: memory (%)",
      "cache: evictions",
    ]);
    const arns = Object.keys(prod.resource!.aws_cloudwatch_metric_alarm!).map(
      (id) => `\${aws_cloudwatch_metric_alarm.${id}.arn}`,
    );
    expect(arns).toHaveLength(22);
    expect([...body.widgets[0]!.properties.alarms!].sort()).toEqual(arns.sort());
  });

  it("has a URL that the stack publishes", () => {
    expect(prod.output!.dashboard_url!.value).toMatch(
      /^https:\/\/us-east-1\.console\.aws\.amazon\.com\/cloudwatch\/home\?region=us-east-1#dashboards\/dashboard\/\$\{aws_cloudwatch_dashboard\.[^}]+\.dashboard_name\}$/,
    );
    expect(prod.output!.topic_arn!.value).toEqual(TOPIC);
  });
});

import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy/index.js";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target/index.js";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import { cybershieldIn } from "../support/platforms.ts";
import { iamPolicyStatements, parseEmbeddedJson } from "../support/policies.ts";
import { parseStackJson, resourcesOfType, synthesize } from "../support/synth.ts";
import { app, COMPUTE, prodWith, serviceOf } from "./support/compute.ts";

const stacks = synthesize(cybershieldIn("prod"));
const prodText = stacks[COMPUTE]!;
const prod = parseStackJson(stacks, COMPUTE);

describe("CyberShield: service: blue/green by one setting", () => {
  const blueGreen = prodWith({ deployment: "blue-green" });

  it("deploys beside the old version, which it keeps for a bake time", () => {
    expect(serviceOf(blueGreen).deployment_configuration).toEqual({
      strategy: "BLUE_GREEN",
      bake_time_in_minutes: "10",
    });
  });

  it("shifts the listener rule between two target groups, and Terraform ignores the rule's action", () => {
    const names = resourcesOfType(blueGreen, "aws_lb_target_group").map(({ name }) => name);
    expect(names.sort()).toEqual(["cybershield-tg", "cybershield-tg-alt"]);
    const [rule] = resourcesOfType(blueGreen, "aws_lb_listener_rule");
    expect(rule).toMatchObject({
      action: [{ type: "forward", forward: { target_group: [{ weight: 100 }, { weight: 0 }] } }],
      lifecycle: { ignore_changes: ["action"] },
    });
    expect(serviceOf(blueGreen).load_balancer).toEqual([
      {
        target_group_arn: expect.stringContaining("app-targets_group_"),
        container_name: "app",
        container_port: 8000,
        advanced_configuration: {
          alternate_target_group_arn: expect.stringContaining("app-targets_alternate-group_"),
          production_listener_rule: expect.stringContaining("aws_lb_listener_rule."),
          role_arn: expect.stringMatching(/^arn:aws:iam::111111111111:role\/\$\{.+deployment-role_policy/),
        },
      },
    ]);
  });

  it("lets ECS modify only that rule and those target groups", () => {
    const statements = iamPolicyStatements(blueGreen).filter(({ address }) =>
      address.startsWith("app-deployment-role_"),
    );
    expect(statements.map(({ Sid, Action, Resource }) => [Sid, Action, Resource])).toEqual([
      ["LookUp", expect.any(Array), "*"],
      ["MoveRule", "elasticloadbalancing:ModifyRule", expect.stringContaining("aws_lb_listener_rule.")],
      [
        "MoveTargets",
        ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
        [
          expect.stringContaining("app-targets_group_"),
          expect.stringContaining("app-targets_alternate-group_"),
        ],
      ],
    ]);
    const [role] = resourcesOfType(blueGreen, "aws_iam_role").filter(
      ({ name }) => name === "cybershield-prod-app-deployment",
    );
    expect(resourcesOfType(blueGreen, "aws_iam_role_policy")).toContainEqual(
      expect.objectContaining({
        name: "move-traffic",
        role: expect.stringMatching(/^\$\{aws_iam_role\.app-deployment-role_.+\.name\}$/),
      }),
    );
    expect(parseEmbeddedJson(role!.assume_role_policy)).toMatchObject({
      Statement: [{ Principal: { Service: "ecs.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
  });

  it("raises the minimum provider version of this stack", () => {
    expect(blueGreen.terraform.required_providers).toMatchObject({
      aws: { version: ">= 6.4.0, < 7.0.0" },
    });
  });
});

describe("CyberShield: load balancer", () => {
  it("forwards to target group cybershield-tg: type ip, /health every 30 s, 3 retries", () => {
    expect(prodText).toHaveResourceWithProperties(LbTargetGroup, {
      name: "cybershield-tg",
      target_type: "ip",
      port: 8000,
      protocol: "HTTP",
      vpc_id: expect.stringContaining("vpc_ids.main"),
      health_check: {
        enabled: true,
        protocol: "HTTP",
        port: "traffic-port",
        path: "/health",
        matcher: "200-299",
        interval: 30,
        timeout: 5,
        healthy_threshold: 2,
        unhealthy_threshold: 3,
      },
      deregistration_delay: "30",
      load_balancing_algorithm_type: "round_robin",
      load_balancing_cross_zone_enabled: "true",
    });
  });

  it("forwards requests for the domain's hosts only, which excludes other accounts' distributions", () => {
    expect(resourcesOfType(prod, "aws_lb_listener_rule")).toEqual([
      expect.objectContaining({
        listener_arn: expect.stringContaining('listener_arns["alb/443"]'),
        condition: [{ host_header: { values: ["cybershield-ai.com", "www.cybershield-ai.com"] } }],
        action: [{ type: "forward", target_group_arn: expect.stringContaining("app-targets_group_") }],
      }),
    ]);
  });

  it("creates the service after the rule, since ECS rejects a target group without a load balancer", () => {
    const [rule] = Object.keys(prod.resource!.aws_lb_listener_rule!);
    expect(rule).toMatch(/^alb-443-rule-[0-9a-f]{8}$/);
    expect(serviceOf(prod).depends_on).toEqual([`aws_lb_listener_rule.${rule}`]);
    expect(serviceOf(prod)).toMatchObject({
      health_check_grace_period_seconds: 120,
      load_balancer: [{ container_name: "app", container_port: 8000 }],
    });
  });

  it("uses the spec's algorithm, paths, hosts and priority", () => {
    const json = prodWith({
      publish: {
        ...app.publish!,
        algorithm: "least-outstanding-requests",
        hosts: ["api.cybershield-ai.com"],
        paths: ["/v1/*"],
        priority: 7,
      },
    });
    expect(resourcesOfType(json, "aws_lb_target_group")[0]).toMatchObject({
      load_balancing_algorithm_type: "least_outstanding_requests",
    });
    expect(resourcesOfType(json, "aws_lb_listener_rule")[0]).toMatchObject({
      priority: 7,
      condition: [
        { host_header: { values: ["api.cybershield-ai.com"] } },
        { path_pattern: { values: ["/v1/*"] } },
      ],
    });
  });

  it("has no target group for a service without publish", () => {
    const { publish: _publish, ...unpublished } = app;
    const platform = { ...cybershieldIn("prod"), workloads: { app: unpublished }, flows: [] };
    const json = parseStackJson(synthesize(platform), COMPUTE);
    expect(resourcesOfType(json, "aws_lb_target_group")).toEqual([]);
    expect(serviceOf(json)).not.toHaveProperty("load_balancer");
    expect(serviceOf(json)).not.toHaveProperty("health_check_grace_period_seconds");
  });
});

describe("CyberShield: scaling", () => {
  it("runs one to ten tasks", () => {
    expect(prodText).toHaveResourceWithProperties(AppautoscalingTarget, {
      service_namespace: "ecs",
      scalable_dimension: "ecs:service:DesiredCount",
      resource_id: expect.stringMatching(/^service\/\$\{.+cluster_name\}\/\$\{aws_ecs_service\..+\.name\}$/),
      min_capacity: 1,
      max_capacity: 10,
    });
  });

  it.each([
    ["cpu", "ECSServiceAverageCPUUtilization", 70],
    ["memory", "ECSServiceAverageMemoryUtilization", 80],
  ])("tracks %s, with scale-in disabled", (name, metric, percent) => {
    expect(prodText).toHaveResourceWithProperties(AppautoscalingPolicy, {
      name: `cybershield-prod-app-track-${name}`,
      policy_type: "TargetTrackingScaling",
      service_namespace: expect.stringContaining(".service_namespace}"),
      resource_id: expect.stringContaining(".resource_id}"),
      scalable_dimension: expect.stringContaining(".scalable_dimension}"),
      target_tracking_scaling_policy_configuration: {
        predefined_metric_specification: { predefined_metric_type: metric },
        target_value: percent,
        disable_scale_in: true,
        scale_in_cooldown: 300,
        scale_out_cooldown: 60,
      },
    });
  });

  it.each([
    ["out", "GreaterThanThreshold", 70, 2, 60, { scaling_adjustment: 1, metric_interval_lower_bound: "0" }],
    ["in", "LessThanThreshold", 30, 5, 300, { scaling_adjustment: -1, metric_interval_upper_bound: "0" }],
  ])("steps %s by one task on CPU", (direction, comparison, percent, minutes, cooldown, adjustment) => {
    expect(prodText).toHaveResourceWithProperties(AppautoscalingPolicy, {
      name: `cybershield-prod-app-step-${direction}`,
      policy_type: "StepScaling",
      step_scaling_policy_configuration: {
        adjustment_type: "ChangeInCapacity",
        metric_aggregation_type: "Average",
        cooldown,
        step_adjustment: [adjustment],
      },
    });
    expect(prodText).toHaveResourceWithProperties(CloudwatchMetricAlarm, {
      alarm_name: `cybershield-prod-app-step-${direction}`,
      namespace: "AWS/ECS",
      metric_name: "CPUUtilization",
      statistic: "Average",
      period: 60,
      evaluation_periods: minutes,
      threshold: percent,
      comparison_operator: comparison,
      treat_missing_data: "missing",
      alarm_description: `Scaling: average CPU of cybershield-prod-app for ${minutes} min, threshold ${percent} %`,
      alarm_actions: [expect.stringContaining(`app-scaling_step-${direction}_`)],
      dimensions: {
        ClusterName: expect.stringContaining("aws_ecs_cluster_capacity_providers."),
        ServiceName: expect.stringContaining("aws_ecs_service."),
      },
    });
  });

  it("is absent if the spec has no scaling", () => {
    const { scaling: _scaling, ...unscaled } = app;
    const json = parseStackJson(
      synthesize({ ...cybershieldIn("prod"), workloads: { app: unscaled } }),
      COMPUTE,
    );
    expect(resourcesOfType(json, "aws_appautoscaling_target")).toEqual([]);
    expect(resourcesOfType(json, "aws_cloudwatch_metric_alarm")).toEqual([]);
  });
});

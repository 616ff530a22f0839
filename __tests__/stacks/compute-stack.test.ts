import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy/index.js";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target/index.js";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster/index.js";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers/index.js";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition/index.js";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule/index.js";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import type { ContainerDefinition } from "../../modules/compute/container.ts";
import type { EnvironmentOverride, Platform } from "../../spec/platform.ts";
import type { Service } from "../../spec/workloads.ts";
import { cybershieldIn } from "../support/platforms.ts";
import { identityStatements, jsonOf, listOf } from "../support/policies.ts";
import { resourcesOf, type StackJson, stackJson, synthesize } from "../support/synth.ts";

const NAME = "cybershield-prod-compute";
const stacks = synthesize(cybershieldIn("prod"), cybershieldIn("dev"));
const prodText = stacks[NAME]!;
const prod = stackJson(stacks, NAME);
const dev = stackJson(stacks, "cybershield-dev-compute");

const app = appOf(cybershieldIn("prod"));

function appOf({ workloads }: Platform): Service {
  const workload = workloads.app;
  if (workload?.kind !== "service") throw new TypeError("app is a service");
  return workload;
}

/** CyberShield's prod compute stack, its app or more of it changed. */
function prodWith(change: Partial<Service>, environment: Partial<EnvironmentOverride> = {}): StackJson {
  const platform = cybershieldIn("prod", environment);
  return stackJson(synthesize({ ...platform, workloads: { app: { ...app, ...change } } }), NAME);
}

/** The container of the task definition of a family. */
function containerOf(stack: StackJson, family: string): ContainerDefinition {
  const task = resourcesOf(stack, "aws_ecs_task_definition").find((task) => task.family === family);
  const containers = jsonOf(task!.container_definitions) as readonly ContainerDefinition[];
  expect(containers).toHaveLength(1);
  return containers[0]!;
}

function serviceOf(stack: StackJson): Readonly<Record<string, unknown>> {
  const [service, ...others] = resourcesOf(stack, "aws_ecs_service");
  expect(others).toEqual([]);
  return service!;
}

describe("CyberShield: cluster", () => {
  it("is cybershield-cluster with Container Insights", () => {
    expect(prodText).toHaveResourceWithProperties(EcsCluster, {
      name: "cybershield-cluster",
      setting: [{ name: "containerInsights", value: "enabled" }],
      lifecycle: { prevent_destroy: true },
      // ECS would make the group itself: without encryption, kept for ever.
      depends_on: [expect.stringMatching(/^aws_cloudwatch_log_group\.cluster_insights-log_/)],
    });
    expect(resourcesOf(dev, "aws_ecs_cluster")[0]!.name).toBe("cybershield-dev");
    const insights = prodWith({}, { cluster: { containerInsights: false } });
    expect(resourcesOf(insights, "aws_ecs_cluster")[0]!.setting).toEqual([
      { name: "containerInsights", value: "disabled" },
    ]);
  });

  it("runs on Fargate and Fargate Spot", () => {
    expect(prodText).toHaveResourceWithProperties(EcsClusterCapacityProviders, {
      cluster_name: expect.stringMatching(/^\$\{aws_ecs_cluster\..+\.name\}$/),
      capacity_providers: ["FARGATE", "FARGATE_SPOT"],
      default_capacity_provider_strategy: [{ capacity_provider: "FARGATE", weight: 1 }],
    });
  });

  it("prod: on demand; dev: on Spot", () => {
    expect(serviceOf(prod).capacity_provider_strategy).toEqual([
      { capacity_provider: "FARGATE", base: 1, weight: 100 },
    ]);
    expect(serviceOf(dev).capacity_provider_strategy).toEqual([
      { capacity_provider: "FARGATE_SPOT", base: 0, weight: 100 },
    ]);
    // A change of the shares would replace the service without this.
    expect(serviceOf(dev).force_new_deployment).toBe(true);
  });
});

describe("CyberShield: service", () => {
  it("is cybershield-service with one task, in the private subnets, without public addresses", () => {
    expect(serviceOf(prod)).toMatchObject({
      name: "cybershield-service",
      cluster: expect.stringMatching(/^\$\{aws_ecs_cluster_capacity_providers\..+\.cluster_name\}$/),
      desired_count: 1,
      network_configuration: {
        subnets: expect.stringContaining('subnet_ids["main/private"]'),
        security_groups: [expect.stringContaining("security_group_ids.app")],
        assign_public_ip: false,
      },
      availability_zone_rebalancing: "ENABLED",
      propagate_tags: "SERVICE",
      enable_ecs_managed_tags: true,
      wait_for_steady_state: false,
    });
  });

  it("runs cybershield-task: 1 vCPU, 2048 MB, port 8000", () => {
    expect(prodText).toHaveResourceWithProperties(EcsTaskDefinition, {
      family: "cybershield-task",
      cpu: "1024",
      memory: "2048",
      network_mode: "awsvpc",
      requires_compatibilities: ["FARGATE"],
      execution_role_arn: expect.stringMatching(
        /^arn:aws:iam::111111111111:role\/\$\{.+execution-policy.+\}$/,
      ),
      task_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.app-roles_task-role_.+\.arn\}$/),
    });
    expect(containerOf(prod, "cybershield-task")).toMatchObject({
      name: "app",
      portMappings: [{ containerPort: 8000, hostPort: 8000, protocol: "tcp" }],
    });
  });

  it("checks /health inside the container every 30 s, 3 retries", () => {
    const { healthCheck } = containerOf(prod, "cybershield-task");
    expect(healthCheck).toMatchObject({ interval: 30, retries: 3, timeout: 5, startPeriod: 60 });
    expect(healthCheck!.command[1]).toContain("http://127.0.0.1:8000/health");
  });

  it("is ARM64 or X86_64 by spec", () => {
    const platformOf = (stack: StackJson) =>
      resourcesOf(stack, "aws_ecs_task_definition").map(({ runtime_platform }) => runtime_platform);
    const linux = { operating_system_family: "LINUX" };
    expect(platformOf(prod)).toEqual(Array(2).fill({ ...linux, cpu_architecture: "ARM64" }));
    expect(platformOf(prodWith({ architecture: "X86_64" }))).toEqual(
      Array(2).fill({ ...linux, cpu_architecture: "X86_64" }),
    );
  });

  it("deploys by rolling, with circuit breaker and rollback", () => {
    const service = serviceOf(prod);
    expect(service).toMatchObject({
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      deployment_circuit_breaker: { enable: true, rollback: true },
    });
    expect(service).not.toHaveProperty("deployment_configuration");
    expect(prod.terraform.required_providers).toMatchObject({ aws: { version: ">= 5.100.0, < 7.0.0" } });
  });

  it("keeps the revision before, for a rollback", () => {
    const [task] = resourcesOf(prod, "aws_ecs_task_definition").filter(
      ({ family }) => family === "cybershield-task",
    );
    expect(task!.skip_destroy).toBe(true);
  });

  it("opens no shell in its containers unless the spec says so", () => {
    expect(serviceOf(prod).enable_execute_command).toBe(false);
    const open = prodWith({ exec: true });
    expect(serviceOf(open).enable_execute_command).toBe(true);
    expect(resourcesOf(open, "aws_ecs_cluster")[0]!.configuration).toEqual({
      execute_command_configuration: {
        logging: "OVERRIDE",
        log_configuration: {
          cloud_watch_log_group_name: expect.stringMatching(
            /^\$\{aws_cloudwatch_log_group\.cluster_exec-log/,
          ),
          cloud_watch_encryption_enabled: true,
        },
      },
    });
    expect(resourcesOf(open, "aws_cloudwatch_log_group")).toContainEqual({
      name: "/cybershield-prod/exec",
      retention_in_days: 365,
      kms_key_id: expect.stringContaining("logs_key_arn"),
    });
  });
});

describe("CyberShield: service: blue/green by one setting", () => {
  const blueGreen = prodWith({ deployment: "blue-green" });

  it("deploys beside the old version and keeps that for a while", () => {
    expect(serviceOf(blueGreen).deployment_configuration).toEqual({
      strategy: "BLUE_GREEN",
      bake_time_in_minutes: "10",
    });
  });

  it("moves the listener's rule between two target groups, and no plan moves it back", () => {
    const names = resourcesOf(blueGreen, "aws_lb_target_group").map(({ name }) => name);
    expect(names.sort()).toEqual(["cybershield-tg", "cybershield-tg-alt"]);
    const [rule] = resourcesOf(blueGreen, "aws_lb_listener_rule");
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

  it("lets ECS move that rule and those groups, and no others", () => {
    const statements = identityStatements(blueGreen).filter(({ address }) =>
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
    const [role] = resourcesOf(blueGreen, "aws_iam_role").filter(
      ({ name }) => name === "cybershield-prod-app-deployment",
    );
    expect(resourcesOf(blueGreen, "aws_iam_role_policy")).toContainEqual(
      expect.objectContaining({
        name: "move-traffic",
        role: expect.stringMatching(/^\$\{aws_iam_role\.app-deployment-role_.+\.name\}$/),
      }),
    );
    expect(jsonOf(role!.assume_role_policy)).toMatchObject({
      Statement: [{ Principal: { Service: "ecs.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
  });

  it("raises the provider's floor of this stack alone", () => {
    expect(blueGreen.terraform.required_providers).toMatchObject({
      aws: { version: ">= 6.4.0, < 7.0.0" },
    });
  });
});

describe("CyberShield: load balancer", () => {
  it("sends to target group cybershield-tg: type ip, /health every 30 s, 3 retries", () => {
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

  it("takes requests for the domain's hosts only: a stranger's distribution asks for another", () => {
    expect(prodText).toHaveResourceWithProperties(LbListenerRule, {
      listener_arn: expect.stringContaining('listener_arns["alb/443"]'),
      condition: [{ host_header: { values: ["cybershield-ai.com", "www.cybershield-ai.com"] } }],
      action: [{ type: "forward", target_group_arn: expect.stringContaining("app-targets_group_") }],
    });
  });

  it("has the service wait for the rule: ECS refuses a target group that no load balancer uses", () => {
    expect(serviceOf(prod).depends_on).toEqual([
      expect.stringMatching(/^aws_lb_listener_rule\.app-targets_rule/),
    ]);
    expect(serviceOf(prod)).toMatchObject({
      health_check_grace_period_seconds: 60,
      load_balancer: [{ container_name: "app", container_port: 8000 }],
    });
  });

  it("follows the spec's algorithm, paths, hosts and priority", () => {
    const json = prodWith({
      publish: {
        ...app.publish!,
        algorithm: "least-outstanding-requests",
        hosts: ["api.cybershield-ai.com"],
        paths: ["/v1/*"],
        priority: 7,
      },
    });
    expect(resourcesOf(json, "aws_lb_target_group")[0]).toMatchObject({
      load_balancing_algorithm_type: "least_outstanding_requests",
    });
    expect(resourcesOf(json, "aws_lb_listener_rule")[0]).toMatchObject({
      priority: 7,
      condition: [
        { host_header: { values: ["api.cybershield-ai.com"] } },
        { path_pattern: { values: ["/v1/*"] } },
      ],
    });
  });

  it("gives no load balancer to a service that is not published", () => {
    const { publish: _publish, ...unpublished } = app;
    const platform = { ...cybershieldIn("prod"), workloads: { app: unpublished }, flows: [] };
    const json = stackJson(synthesize(platform), NAME);
    expect(resourcesOf(json, "aws_lb_target_group")).toEqual([]);
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

  it("is absent where the spec scales nothing", () => {
    const { scaling: _scaling, ...unscaled } = app;
    const json = stackJson(synthesize({ ...cybershieldIn("prod"), workloads: { app: unscaled } }), NAME);
    expect(resourcesOf(json, "aws_appautoscaling_target")).toEqual([]);
    expect(resourcesOf(json, "aws_cloudwatch_metric_alarm")).toEqual([]);
  });
});

describe("CyberShield: first deploy with an empty registry", () => {
  it("starts with a placeholder that needs no image of its own and no secret", () => {
    expect(serviceOf(prod).task_definition).toMatch(
      /^\$\{aws_ecs_task_definition\.app-service_placeholder-task_/,
    );
    const placeholder = containerOf(prod, "cybershield-task-placeholder");
    expect(placeholder.image).toBe("public.ecr.aws/docker/library/busybox:1.37.0");
    expect(placeholder.secrets).toBeUndefined();
    expect(String(placeholder.command)).toContain("httpd -f -p 8000");
  });

  it("has the real task beside it, as the one that CI deploys from", () => {
    const app = containerOf(prod, "cybershield-task");
    expect(app.image).toMatch(/^\$\{.+registry_urls\.images\}:first$/);
    expect(app.secrets).toHaveLength(6);
  });

  it("starts with the real task once the spec names a tag", () => {
    const json = prodWith({ image: { registry: "images", tag: "1.4.2" } });
    expect(serviceOf(json).task_definition).toMatch(/^\$\{aws_ecs_task_definition\.app-service_task_/);
    expect(resourcesOf(json, "aws_ecs_task_definition").map(({ family }) => family)).toEqual([
      "cybershield-task",
    ]);
    expect(containerOf(json, "cybershield-task").image).toMatch(/:1\.4\.2$/);
  });
});

describe("CyberShield: who owns the image and the number of tasks", () => {
  const ignored = (ownership: Service["ownership"]) => serviceOf(prodWith({ ownership })).lifecycle;

  it("is CI and the autoscaler: Terraform leaves both alone", () => {
    expect(serviceOf(prod).lifecycle).toEqual({ ignore_changes: ["task_definition", "desired_count"] });
  });

  it("is Terraform where the spec says so", () => {
    expect(ignored({ image: "terraform", desiredCount: "terraform" })).toEqual({ ignore_changes: [] });
    expect(ignored({ image: "terraform", desiredCount: "ci" })).toEqual({
      ignore_changes: ["desired_count"],
    });
    expect(ignored({ image: "ci", desiredCount: "terraform" })).toEqual({
      ignore_changes: ["task_definition"],
    });
  });
});

describe("CyberShield: secrets", () => {
  it("puts the four API keys and the database's login into the task, by ARN", () => {
    const secrets = containerOf(prod, "cybershield-task").secrets!.map(({ name, valueFrom }) => [
      name,
      valueFrom.replace(/^\$\{data\.terraform_remote_state\.data\.outputs\.(.+)\}/, "$1"),
    ]);
    expect(secrets).toEqual([
      ["ABUSEIPDB_API_KEY", "secret_arns['abuseipdb-key']"],
      ["DATABASE_PASSWORD", "database_secret_arns.db:password::"],
      ["DATABASE_USER", "database_secret_arns.db:username::"],
      ["OPENAI_API_KEY", "secret_arns['openai-key']"],
      ["SHODAN_API_KEY", "secret_arns['shodan-key']"],
      ["VIRUSTOTAL_API_KEY", "secret_arns['virustotal-key']"],
    ]);
  });

  it("tells the task where database and cache are", () => {
    const environment = containerOf(prod, "cybershield-task").environment!;
    expect(Object.fromEntries(environment.map(({ name, value }) => [name, value]))).toEqual({
      PORT: "8000",
      DATABASE_HOST: expect.stringContaining("outputs.addresses.db"),
      DATABASE_PORT: "5432",
      DATABASE_NAME: "cybershield",
      REDIS_HOST: expect.stringContaining("outputs.addresses.cache"),
      REDIS_PORT: "6379",
    });
  });
});

describe("CyberShield: logs", () => {
  it("go to an encrypted group with retention", () => {
    expect(resourcesOf(prod, "aws_cloudwatch_log_group")).toEqual(
      expect.arrayContaining([
        {
          name: "/cybershield-prod/app",
          retention_in_days: 90,
          kms_key_id: expect.stringContaining("logs_key_arn"),
        },
        {
          name: "/aws/ecs/containerinsights/cybershield-cluster/performance",
          retention_in_days: 30,
          kms_key_id: expect.stringContaining("logs_key_arn"),
        },
      ]),
    );
    expect(containerOf(prod, "cybershield-task").logConfiguration.options["awslogs-group"]).toMatch(
      /^\$\{aws_cloudwatch_log_group\.app-log_group_/,
    );
  });
});

describe("CyberShield: IAM", () => {
  /** What a role may do: `sid: actions on resources`. */
  function mayDo(stack: StackJson, role: string): unknown[] {
    return identityStatements(stack)
      .filter(({ address }) => address.startsWith(`app-roles_${role}-policy`))
      .map(({ Sid, Action, Resource, Condition }) => [Sid, Action, Resource, Condition]);
  }

  it("lets the execution role pull from one repository, write one log, open the named secrets, no more", () => {
    expect(mayDo(prod, "execution")).toEqual([
      ["LogInToRegistry", "ecr:GetAuthorizationToken", "*", undefined],
      [
        "PullImages",
        ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        expect.stringMatching(/^\$\{.+registry_arns\.images\}$/),
        undefined,
      ],
      [
        "WriteLogs",
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.app-log_group_.+\.arn\}:\*$/),
        undefined,
      ],
      [
        "ReadSecrets",
        "secretsmanager:GetSecretValue",
        [
          expect.stringContaining("abuseipdb-key"),
          expect.stringContaining("database_secret_arns.db"),
          expect.stringContaining("openai-key"),
          expect.stringContaining("shodan-key"),
          expect.stringContaining("virustotal-key"),
        ],
        undefined,
      ],
      [
        "OpenSecrets",
        "kms:Decrypt",
        expect.stringContaining("data_key_arn"),
        { StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } },
      ],
    ]);
  });

  it("keeps the task role apart, and empty as long as the app needs nothing", () => {
    const roles = resourcesOf(prod, "aws_iam_role");
    expect(roles.map(({ name }) => name).sort()).toEqual([
      "cybershield-prod-app-execution",
      "cybershield-prod-app-task",
    ]);
    for (const role of roles) {
      expect(jsonOf(role.assume_role_policy)).toMatchObject({
        Statement: [
          {
            Principal: { Service: ["ecs-tasks.amazonaws.com"] },
            Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
          },
        ],
      });
    }
    expect(resourcesOf(prod, "aws_iam_role_policy")).toEqual([
      {
        name: "execution",
        role: expect.stringMatching(/^\$\{aws_iam_role\.app-roles_execution-role_.+\.name\}$/),
        policy: expect.any(String),
      },
    ]);
    expect(resourcesOf(prod, "aws_iam_role_policy_attachment")).toEqual([]);
  });

  it("gives the task role its buckets", () => {
    const json = prodWith(
      { buckets: [{ bucket: "reports", access: "read-write" }] },
      { stores: { reports: { kind: "bucket" } } },
    );
    expect(mayDo(json, "task").map((statement) => (statement as unknown[])[0])).toEqual([
      "ListReports",
      "UseReports",
      "UseBucketKey",
    ]);
  });

  it("needs no registry permission for a public image, and a narrow one for another account's", () => {
    const publicImage = prodWith({ image: { uri: "public.ecr.aws/x/y:1" } });
    expect(JSON.stringify(identityStatements(publicImage))).not.toContain("ecr:");
    const uri = "333333333333.dkr.ecr.us-east-1.amazonaws.com/shared/web:1";
    const shared = prodWith({ image: { uri } });
    expect(JSON.stringify(identityStatements(shared))).toContain(
      '"arn:aws:ecr:us-east-1:333333333333:repository/shared/web"',
    );
  });

  it("names no * resource but where AWS allows no narrower", () => {
    const everything = synthesize(
      cybershieldIn("prod", {
        workloads: { app: { exec: true, deployment: "blue-green" } },
      }),
      cybershieldIn("dev"),
    );
    const open = Object.keys(everything).flatMap((name) =>
      identityStatements(stackJson(everything, name))
        .filter(({ Resource }) => listOf(Resource).includes("*"))
        .flatMap(({ Action }) => listOf(Action)),
    );
    expect([...new Set(open)].sort()).toEqual([
      "ecr:GetAuthorizationToken",
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeRules",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ]);
  });
});

describe("the compute stack's outputs", () => {
  it("publish the cluster, the services and the target groups", () => {
    const values = Object.entries(prod.output!).map(([name, { value }]) => [name, value]);
    expect(Object.fromEntries(values)).toEqual({
      cluster_name: expect.stringContaining("aws_ecs_cluster_capacity_providers."),
      fleet_names: {},
      server_ids: {},
      service_names: { app: expect.stringMatching(/^\$\{aws_ecs_service\..+\.name\}$/) },
      target_group_suffixes: { app: expect.stringMatching(/^\$\{aws_lb_target_group\..+\.arn_suffix\}$/) },
    });
  });

  it("are empty where nothing runs", () => {
    const platform = cybershieldIn("prod", { flows: [] });
    const json = stackJson(synthesize({ ...platform, workloads: {} }), NAME);
    expect(resourcesOf(json, "aws_ecs_cluster")).toEqual([]);
    expect(Object.keys(json.output!).sort()).toEqual([
      "fleet_names",
      "server_ids",
      "service_names",
      "target_group_suffixes",
    ]);
  });
});

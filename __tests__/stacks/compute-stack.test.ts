import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster/index.js";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers/index.js";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition/index.js";
import type { ServiceSettings } from "../../language/workloads.ts";
import { cybershieldIn } from "../support/platforms.ts";
import {
  outputValues,
  parseStackJson,
  resourcesOfType,
  type SynthesizedStackJson,
  subnetReferences,
  synthesize,
} from "../support/synth.ts";
import { COMPUTE, containerOf, prodWith, serviceOf } from "./support/compute.ts";

const stacks = synthesize(cybershieldIn("prod"), cybershieldIn("dev"));
const prodText = stacks[COMPUTE]!;
const prod = parseStackJson(stacks, COMPUTE);
const dev = parseStackJson(stacks, "cybershield-dev-compute");

describe("CyberShield: cluster", () => {
  it("is cybershield-cluster with Container Insights", () => {
    expect(prodText).toHaveResourceWithProperties(EcsCluster, {
      name: "cybershield-cluster",
      setting: [{ name: "containerInsights", value: "enabled" }],
      lifecycle: { prevent_destroy: true },
      // Otherwise ECS creates the group: without encryption and retention.
      depends_on: [expect.stringMatching(/^aws_cloudwatch_log_group\.cluster_insights-log_/)],
    });
    expect(resourcesOfType(dev, "aws_ecs_cluster")[0]!.name).toBe("cybershield-dev");
    const insights = prodWith({}, { cluster: { containerInsights: false } });
    expect(resourcesOfType(insights, "aws_ecs_cluster")[0]!.setting).toEqual([
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

  it("uses on-demand capacity in prod and Spot in dev", () => {
    expect(serviceOf(prod).capacity_provider_strategy).toEqual([
      { capacity_provider: "FARGATE", base: 1, weight: 100 },
    ]);
    expect(serviceOf(dev).capacity_provider_strategy).toEqual([
      { capacity_provider: "FARGATE_SPOT", base: 0, weight: 100 },
    ]);
    // Without this, a change of the strategy replaces the service.
    expect(serviceOf(dev).force_new_deployment).toBe(true);
  });
});

describe("CyberShield: service", () => {
  it("is cybershield-service with one task in the private subnets, without public addresses", () => {
    expect(serviceOf(prod)).toMatchObject({
      name: "cybershield-service",
      cluster: expect.stringMatching(/^\$\{aws_ecs_cluster_capacity_providers\..+\.cluster_name\}$/),
      desired_count: 1,
      network_configuration: {
        subnets: subnetReferences("main/private"),
        security_groups: [expect.stringContaining("security_group_ids.app")],
        assign_public_ip: false,
      },
      availability_zone_rebalancing: "ENABLED",
      propagate_tags: "SERVICE",
      enable_ecs_managed_tags: true,
      wait_for_steady_state: false,
    });
  });

  it("has public addresses in a public tier, its only internet access there", () => {
    expect(serviceOf(prodWith({ tier: "public" })).network_configuration).toMatchObject({
      subnets: subnetReferences("main/public"),
      assign_public_ip: true,
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
      task_role_arn: expect.stringMatching(
        /:role\/\$\{aws_iam_role_policy\.app-roles_task-policy_.+\.role\}$/,
      ),
    });
    expect(containerOf(prod, "cybershield-task")).toMatchObject({
      name: "app",
      portMappings: [{ containerPort: 8000, hostPort: 8000, protocol: "tcp" }],
    });
  });

  it("checks /health inside the container every 30 s, with 3 retries", () => {
    const { healthCheck } = containerOf(prod, "cybershield-task");
    expect(healthCheck).toMatchObject({ interval: 30, retries: 3, timeout: 5, startPeriod: 120 });
    expect(healthCheck!.command[1]).toContain("http://127.0.0.1:8000/health");
  });

  it("has the spec's architecture, ARM64 or X86_64", () => {
    const platformOf = (stack: SynthesizedStackJson) =>
      resourcesOfType(stack, "aws_ecs_task_definition").map(({ runtime_platform }) => runtime_platform);
    const linux = { operating_system_family: "LINUX" };
    expect(platformOf(prod)).toEqual(Array(2).fill({ ...linux, cpu_architecture: "ARM64" }));
    expect(platformOf(prodWith({ architecture: "X86_64" }))).toEqual(
      Array(2).fill({ ...linux, cpu_architecture: "X86_64" }),
    );
  });

  it("deploys by rolling updates, with circuit breaker and rollback", () => {
    const service = serviceOf(prod);
    expect(service).toMatchObject({
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      deployment_circuit_breaker: { enable: true, rollback: true },
    });
    expect(service).not.toHaveProperty("deployment_configuration");
    expect(prod.terraform.required_providers).toMatchObject({ aws: { version: ">= 5.100.0, < 7.0.0" } });
  });

  it("keeps the previous task definition revision for a rollback", () => {
    const [task] = resourcesOfType(prod, "aws_ecs_task_definition").filter(
      ({ family }) => family === "cybershield-task",
    );
    expect(task!.skip_destroy).toBe(true);
  });

  it("allows ECS Exec only if configured", () => {
    expect(serviceOf(prod).enable_execute_command).toBe(false);
    const open = prodWith({ exec: true });
    expect(serviceOf(open).enable_execute_command).toBe(true);
    expect(resourcesOfType(open, "aws_ecs_cluster")[0]!.configuration).toEqual({
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
    expect(resourcesOfType(open, "aws_cloudwatch_log_group")).toContainEqual({
      name: "/cybershield-prod/exec",
      retention_in_days: 365,
      kms_key_id: expect.stringContaining("logs_key_arn"),
    });
  });
});

describe("CyberShield: first deploy with an empty registry", () => {
  it("starts with a placeholder that needs no pushed image and no secrets", () => {
    expect(serviceOf(prod).task_definition).toMatch(
      /^\$\{aws_ecs_task_definition\.app-service_placeholder-task_/,
    );
    const placeholder = containerOf(prod, "cybershield-task-placeholder");
    expect(placeholder.image).toBe("public.ecr.aws/docker/library/busybox:1.37.0");
    expect(placeholder.secrets).toBeUndefined();
    expect(String(placeholder.command)).toContain("httpd -f -p 8000");
  });

  it("also has the real task definition, which CI deploys", () => {
    const app = containerOf(prod, "cybershield-task");
    expect(app.image).toMatch(/^\$\{.+registry_urls\.images\}:first$/);
    expect(app.secrets).toHaveLength(6);
  });

  it("starts with the real task if the spec has a tag", () => {
    const json = prodWith({ image: { registry: "images", tag: "1.4.2" } });
    expect(serviceOf(json).task_definition).toMatch(/^\$\{aws_ecs_task_definition\.app-service_task_/);
    expect(resourcesOfType(json, "aws_ecs_task_definition").map(({ family }) => family)).toEqual([
      "cybershield-task",
    ]);
    expect(containerOf(json, "cybershield-task").image).toMatch(/:1\.4\.2$/);
  });
});

describe("CyberShield: the owner of the image and the desired count", () => {
  const ignored = (ownership: ServiceSettings["ownership"]) => serviceOf(prodWith({ ownership })).lifecycle;

  it("is CI and the autoscaler: Terraform ignores both", () => {
    expect(serviceOf(prod).lifecycle).toEqual({ ignore_changes: ["task_definition", "desired_count"] });
  });

  it("is Terraform if the spec says so", () => {
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
  it("injects the four API keys and the database's credentials into the task, by ARN", () => {
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

  it("sets the addresses of database and cache in the environment", () => {
    const environment = containerOf(prod, "cybershield-task").environment!;
    expect(Object.fromEntries(environment.map(({ name, value }) => [name, value]))).toEqual({
      PORT: "8000",
      DATABASE_HOST: expect.stringContaining("outputs.addresses.db"),
      DATABASE_PORT: "5432",
      DATABASE_NAME: "cybershield",
      DATABASE_SECRET_ARN: "${data.terraform_remote_state.data.outputs.database_secret_arns.db}",
      REDIS_HOST: expect.stringContaining("outputs.addresses.cache"),
      REDIS_PORT: "6379",
      REDIS_NAME: "cybershield-redis",
      DATABASE_IAM_USER: "cybershield_app",
      REDIS_IAM_USER: "cybershield-app",
    });
  });
});

describe("CyberShield: logs", () => {
  it("go to an encrypted log group with retention", () => {
    expect(resourcesOfType(prod, "aws_cloudwatch_log_group")).toEqual(
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
    expect(containerOf(prod, "cybershield-task").logConfiguration.options).toMatchObject({
      "awslogs-group": expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.app-log_group_/),
      "awslogs-region": "us-east-1",
    });
  });
});

describe("the compute stack's outputs", () => {
  it("publish the cluster, the services and the target groups", () => {
    expect(outputValues(prod)).toEqual({
      cluster_name: expect.stringContaining("aws_ecs_cluster_capacity_providers."),
      fleet_names: {},
      server_ids: {},
      service_names: { app: expect.stringMatching(/^\$\{aws_ecs_service\..+\.name\}$/) },
      target_group_suffixes: { app: expect.stringMatching(/^\$\{aws_lb_target_group\..+\.arn_suffix\}$/) },
    });
  });

  it("exist without workloads, and there is no cluster", () => {
    const json = parseStackJson(synthesize({ ...cybershieldIn("prod"), flows: [], workloads: {} }), COMPUTE);
    expect(resourcesOfType(json, "aws_ecs_cluster")).toEqual([]);
    expect(Object.keys(outputValues(json)).sort()).toEqual([
      "fleet_names",
      "server_ids",
      "service_names",
      "target_group_suffixes",
    ]);
  });
});

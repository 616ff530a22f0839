import type { ECSClientConfig } from "@aws-sdk/client-ecs";
import { type AwsEnv, awsClientSettings } from "../../state-bucket/aws-client.ts";
import type { HealthQuestion } from "./health-question.ts";

/** The answer to a question: healthy, on the way, or failed for good. */
export interface Health {
  /** `waiting` may become either of the others; `failed` stays so. */
  readonly state: "healthy" | "waiting" | "failed";
  /** AWS's reason: `1 of 2 targets healthy`. */
  readonly why: string;
}

/**
 * Asks AWS whether something is healthy, with the same credentials, endpoints and proxies as
 * Terraform.
 */
export class AwsHealth {
  readonly #env: AwsEnv;

  /** @param env variables that replace this program's. @default none */
  constructor(env: AwsEnv = {}) {
    this.#env = env;
  }

  /** @throws Error if AWS cannot be asked. */
  async ask(question: HealthQuestion): Promise<Health> {
    const settings = await awsClientSettings(question.region, this.#env);
    if (question.kind === "service") return askService(settings, question);
    if (question.kind === "fleet") return askFleet(settings, question);
    return askTargets(settings, question);
  }
}

/** The settings of every client. */
type ClientSettings = ECSClientConfig;

type QuestionOf<K extends HealthQuestion["kind"]> = Extract<HealthQuestion, { readonly kind: K }>;

/**
 * A rolled-back deployment is complete too, with the earlier task definition.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html
 */
async function askService(
  settings: ClientSettings,
  { name, cluster, taskDefinition }: QuestionOf<"service">,
): Promise<Health> {
  const { DescribeServicesCommand, ECSClient } = await import("@aws-sdk/client-ecs");
  const client = new ECSClient(settings);
  const { services = [] } = await client.send(new DescribeServicesCommand({ cluster, services: [name] }));
  const deployments = services[0]?.deployments ?? [];
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  if (primary === undefined) return { state: "waiting", why: "no deployment yet" };
  const why =
    primary.rolloutStateReason ?? `${primary.runningCount ?? 0} of ${primary.desiredCount ?? 0} tasks run`;
  if (primary.rolloutState === "FAILED") return { state: "failed", why };
  if (primary.rolloutState !== "COMPLETED" || deployments.length > 1) return { state: "waiting", why };
  if (primary.taskDefinition === taskDefinition) return { state: "healthy", why };
  return { state: "failed", why: `it was rolled back to ${primary.taskDefinition ?? "an earlier revision"}` };
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRefresh.html */
async function askFleet(settings: ClientSettings, { name }: QuestionOf<"fleet">): Promise<Health> {
  const { AutoScalingClient, DescribeInstanceRefreshesCommand } = await import(
    "@aws-sdk/client-auto-scaling"
  );
  const client = new AutoScalingClient(settings);
  const { InstanceRefreshes: refreshes = [] } = await client.send(
    new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: name, MaxRecords: 1 }),
  );
  const { Status: status, StatusReason: reason, PercentageComplete: percent } = refreshes[0] ?? {};
  if (status === undefined || status === "Successful")
    return { state: "healthy", why: "all servers are current" };
  const why = reason ?? `instance refresh ${status}, ${percent ?? 0} %`;
  return { state: /Failed|Cancel|Rollback/.test(status) ? "failed" : "waiting", why };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
async function askTargets(settings: ClientSettings, { arn }: QuestionOf<"targets">): Promise<Health> {
  const { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } = await import(
    "@aws-sdk/client-elastic-load-balancing-v2"
  );
  const client = new ElasticLoadBalancingV2Client(settings);
  const { TargetHealthDescriptions: targets = [] } = await client.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: arn }),
  );
  const states = targets.map(({ TargetHealth: health }) => health?.State ?? "unknown");
  const active = states.filter((state) => state !== "draining");
  const healthy = active.filter((state) => state === "healthy").length;
  const why = `${healthy} of ${active.length} targets healthy`;
  return { state: active.length > 0 && healthy === active.length ? "healthy" : "waiting", why };
}

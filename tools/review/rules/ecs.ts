import type { Risk } from "../finding.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { fromTo, riskOf } from "./builders.ts";
import { holdersAtDeletion, namesOf } from "./plan-references.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule, RuleContext } from "./review-rule.ts";
import {
  becomesOneOf,
  deletionRule,
  leaves,
  numericValue,
  pagedRule,
  settingRule,
} from "./traffic-builders.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";
const API = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference";
const SERVICE = ["aws_ecs_service"];

/** Rules on ECS services and clusters; those on tasks are in `ecs-task-definitions.ts`. */
export const ecsRules: readonly ReviewRule[] = [
  deletionRule({
    id: "ecs-service-removed",
    types: SERVICE,
    finds: "a service that is deleted or replaced: all its tasks stop",
    pages: [`${API}/API_DeleteService.html`],
    consequences: [["outage", "all its tasks stop, and none run until another service has started its own"]],
    whenCreatedFirst: [["outage", "its successor starts tasks before it goes", "note"]],
  }),
  pagedRule({
    id: "ecs-service-smaller",
    types: SERVICE,
    guards: ["desired_count"],
    finds: "a service with fewer tasks, or none",
    pages: [`${API}/API_UpdateService.html`],
    judge: (change) => {
      if (!change.isUpdated || !change.lowers("desired_count")) return [];
      return change.becomes("desired_count") === 0
        ? [riskOf("outage", "The desired count becomes 0: all tasks stop.")]
        : [riskOf("thinner", `The desired count goes ${fromTo(change, "desired_count")}.`)];
    },
  }),
  pagedRule({
    id: "ecs-service-stops-before-starting",
    types: SERVICE,
    guards: ["deployment_minimum_healthy_percent", "deployment_maximum_percent"],
    finds: "a service whose deployments stop tasks before others run",
    pages: [`${API}/API_DeploymentConfiguration.html`],
    judge: (change) => (change.isUpdated ? deploymentRisks(change) : []),
  }),
  settingRule({
    id: "ecs-rollback-off",
    types: SERVICE,
    attributes: [
      "deployment_circuit_breaker.0.enable",
      "deployment_circuit_breaker.0.rollback",
      "alarms.0.enable",
      "alarms.0.rollback",
    ],
    on: "turnsOff",
    risk: "disarmed",
    finds: "a service whose failed deployments are no longer rolled back",
    text: (_, attributes) =>
      `A deployment that fails is no longer noticed or rolled back (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/deployment-circuit-breaker.html`],
  }),
  settingRule({
    id: "ecs-public-address-on",
    types: SERVICE,
    attributes: ["network_configuration.0.assign_public_ip"],
    on: "turnsOn",
    risk: "exposure",
    finds: "tasks that get public IP addresses",
    text: "Tasks get public IP addresses: security groups and routes alone keep the internet out.",
    pages: [`${GUIDE}/fargate-task-networking.html`],
  }),
  settingRule({
    id: "ecs-public-address-off",
    types: SERVICE,
    attributes: ["network_configuration.0.assign_public_ip"],
    on: "turnsOff",
    risk: "cut",
    level: "note",
    finds: "tasks that lose their public IP addresses",
    text: "Tasks have no public IP address: without a NAT gateway or VPC endpoints they cannot pull their image.",
    pages: [`${GUIDE}/fargate-task-networking.html`],
  }),
  settingRule({
    id: "ecs-network-changes",
    types: SERVICE,
    attributes: ["network_configuration.0.subnets", "network_configuration.0.security_groups"],
    on: "changes",
    risk: "later",
    finds: "a service whose tasks start in other subnets or security groups",
    text: "New tasks start in other subnets or security groups, and the old ones stop: a rolling deployment.",
    pages: [`${API}/API_UpdateService.html`],
    guards: [],
  }),
  settingRule({
    id: "ecs-load-balancer-removed",
    types: SERVICE,
    attributes: ["load_balancer", "service_registries", "vpc_lattice_configurations"],
    on: "drops",
    risk: "outage",
    finds: "a service that leaves a load balancer or its name in service discovery",
    text: (_, attributes) =>
      `Tasks leave a load balancer or service registry, or register otherwise (${attributes.join(", ")}): its clients reach none until new ones are healthy.`,
    pages: [`${GUIDE}/update-service-parameters.html`],
    guards: [],
  }),
  settingRule({
    id: "ecs-service-connect-changes",
    types: SERVICE,
    attributes: ["service_connect_configuration.0.enabled", "service_connect_configuration.0.service"],
    on: (change, attribute) =>
      attribute.endsWith("enabled")
        ? change.turnsOff(attribute)
        : change.was(attribute) !== undefined && change.changes(attribute),
    risk: "outage",
    finds: "a service that other services no longer find by its Service Connect name",
    text: "The service's Service Connect names or ports change: services that call it by them fail.",
    pages: [`${GUIDE}/service-connect.html`],
  }),
  settingRule({
    id: "ecs-exec-on",
    types: SERVICE,
    attributes: ["enable_execute_command"],
    on: "turnsOn",
    risk: "permission",
    finds: "a service whose containers may be entered with ECS Exec",
    text: "ECS Exec is turned on: whoever has ecs:ExecuteCommand gets a shell in the containers.",
    pages: [`${GUIDE}/ecs-exec.html`],
  }),
  settingRule({
    id: "ecs-grace-period-shorter",
    types: SERVICE,
    attributes: ["health_check_grace_period_seconds"],
    on: "lowers",
    risk: "outage",
    level: "note",
    finds: "less time for a task to become healthy",
    text: (change) =>
      `Tasks have less time to start (${fromTo(change, "health_check_grace_period_seconds")} seconds): slow ones are stopped over and over.`,
    pages: [`${API}/API_UpdateService.html`],
  }),
  settingRule({
    id: "ecs-placement-changes",
    types: SERVICE,
    attributes: [
      "platform_version",
      "ordered_placement_strategy",
      "placement_constraints",
      "availability_zone_rebalancing",
    ],
    on: (change, attribute) =>
      attribute === "availability_zone_rebalancing"
        ? leaves(change, attribute, "ENABLED")
        : change.changes(attribute),
    risk: "thinner",
    finds: "tasks that are placed otherwise, or no longer spread over zones",
    text: (_, attributes) =>
      `Tasks are placed otherwise (${attributes.join(", ")}): check that they still spread over zones.`,
    pages: [`${GUIDE}/service-rebalancing.html`],
    guards: [],
  }),
  settingRule({
    id: "ecs-force-delete-on",
    types: SERVICE,
    attributes: ["force_delete"],
    on: "turnsOn",
    risk: "disarmed",
    finds: "a service that may be deleted with running tasks",
    text: "force_delete is turned on: the next destroy stops the service with its tasks running.",
  }),
  pagedRule({
    id: "ecs-cluster-removed",
    types: ["aws_ecs_cluster"],
    finds: "a cluster that is deleted or replaced",
    pages: [`${API}/API_DeleteCluster.html`],
    judge: (change, context) => (change.isDestroyed ? clusterRisks(change, context) : []),
  }),
  pagedRule({
    id: "ecs-insights-off",
    types: ["aws_ecs_cluster"],
    finds: "a cluster without Container Insights, or without logs of ECS Exec",
    pages: [`${GUIDE}/cloudwatch-container-insights.html`],
    judge: (change) => {
      const logging = "configuration.0.execute_command_configuration.0.logging";
      const isOff =
        change.isUpdated &&
        (JSON.stringify(change.was("setting") ?? []).includes('"enabled"') ||
          JSON.stringify(change.was("setting") ?? []).includes('"enhanced"')) &&
        becomesDisabled(change);
      const isUnlogged = change.isUpdated && becomesOneOf(change, logging, "NONE");
      const text =
        "Container Insights, or the log of ECS Exec sessions, is turned off: alarms on it see nothing.";
      return isOff || isUnlogged ? [riskOf("blind", text)] : [];
    },
  }),
  settingRule({
    id: "ecs-capacity-removed",
    types: ["aws_ecs_cluster_capacity_providers"],
    attributes: ["capacity_providers"],
    on: "drops",
    risk: "refused",
    finds: "a capacity provider that a cluster loses",
    text: "A capacity provider is taken off the cluster: AWS refuses it while a service uses it (ResourceInUseException), and no task starts on it.",
    pages: [`${API}/API_PutClusterCapacityProviders.html`],
    guards: [],
  }),
  deletionRule({
    id: "ecs-capacity-provider-removed",
    types: ["aws_ecs_capacity_provider", "aws_ecs_cluster_capacity_providers"],
    finds: "a capacity provider, or a cluster's list of them, that is removed",
    pages: [`${API}/API_DeleteCapacityProvider.html`],
    consequences: [["outage", "tasks that name it cannot start, and AWS refuses it while a service uses it"]],
    whenCreatedFirst: [["later", "services must name its successor first"]],
  }),
  settingRule({
    id: "ecs-managed-scaling-weaker",
    types: ["aws_ecs_capacity_provider"],
    attributes: [
      "auto_scaling_group_provider.0.managed_termination_protection",
      "auto_scaling_group_provider.0.managed_draining",
      "auto_scaling_group_provider.0.managed_scaling.0.status",
    ],
    on: (change, attribute) => leaves(change, attribute, "ENABLED"),
    risk: "disarmed",
    finds: "a capacity provider that ends instances with tasks on them, or no longer scales",
    text: (_, attributes) =>
      `Instances with tasks on them may end, or are no longer added (${attributes.join(", ")}).`,
    pages: [`${GUIDE}/asg-capacity-providers.html`],
  }),
  deletionRule({
    id: "ecs-task-set-removed",
    types: ["aws_ecs_task_set"],
    finds: "a task set that is removed",
    pages: [`${API}/API_DeleteTaskSet.html`],
    consequences: [["outage", "its tasks stop"]],
  }),
];

function becomesDisabled(change: PlannedResourceChange): boolean {
  const after = JSON.stringify(change.becomes("setting") ?? []);
  return !change.isUnknown("setting") && !after.includes('"enabled"') && !after.includes('"enhanced"');
}

/**
 * ECS keeps the minimum healthy percent of the desired count, rounded up, and runs the maximum
 * percent at most, rounded down: it stops all tasks first if the lower limit is 0, and can neither
 * stop nor start one if the limits are equal.
 */
function deploymentRisks(change: PlannedResourceChange): readonly Risk[] {
  const [minimum, maximum] = ["deployment_minimum_healthy_percent", "deployment_maximum_percent"] as const;
  if (!change.lowers(minimum) && !change.lowers(maximum)) return [];
  const least = numericValue(change.becomes(minimum)) ?? 100;
  const most = numericValue(change.becomes(maximum)) ?? 200;
  const desired = numericValue(change.becomes("desired_count")) ?? 100;
  const lower = Math.ceil((desired * least) / 100);
  if (desired > 0 && lower === 0) {
    return [
      riskOf(
        "outage",
        `A deployment may stop all tasks before others run: ${minimum} goes ${fromTo(change, minimum)}.`,
      ),
    ];
  }
  if (desired > 0 && lower >= Math.floor((desired * most) / 100)) {
    const text = `No deployment can stop or start a task: at least ${least} % must run, and at most ${most} % may.`;
    return [riskOf("refused", text)];
  }
  return [
    riskOf(
      "thinner",
      `A deployment runs fewer tasks: at least ${least} %, at most ${most} % of the desired count.`,
    ),
  ];
}

function clusterRisks(change: PlannedResourceChange, context: RuleContext): readonly Risk[] {
  const text = replacementText(change);
  const outage = riskOf(
    "outage",
    `${text}: its services and tasks run nowhere until they are in another cluster.`,
  );
  const holders = holdersAtDeletion(change, change.was("arn") ?? change.was("id"), context, [
    "aws_ecs_service",
  ]);
  if (holders.length === 0) return [outage];
  const cause = `${namesOf(holders)} is in it (ClusterContainsServicesException).`;
  return [riskOf("refused", `${text}, and AWS refuses it: ${cause}`, "block"), outage];
}

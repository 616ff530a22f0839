import { taskDefinitionOf } from "../../../network/endpoints/containers.ts";
import { attributeBlocks, attributeText, isGiven } from "../../../terraform/attributes.ts";
import type { Resource } from "../../../terraform/inventory.ts";
import type { NetworkAnalysis } from "../../network-analysis.ts";
import type { LintRule, RuleFinding } from "../finding.ts";
import { fixFor, formatMissing, missingDependencies } from "./missing-dependencies.ts";
import { hasKnownContainers, startDependencies } from "./start-dependencies.ts";

/**
 * Finds Fargate services whose tasks cannot reach their image, logs or secrets, and so never run.
 */
export const tasksThatCannotStart: LintRule = {
  code: "TASK_CANNOT_START",
  checks: "Fargate tasks that cannot reach what they need to start",
  documentation: [
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
  ],
  find(analysis) {
    return analysis.context
      .managed("aws_ecs_service")
      .filter((service) => isOnFargate(analysis, service))
      .flatMap((service) => check(analysis, service));
  },
  unchecked(analysis) {
    return analysis.context
      .managed("aws_ecs_service")
      .filter((service) => isOnFargate(analysis, service))
      .filter((service) => {
        const task = taskOf(analysis, service);
        return task === undefined || !hasKnownContainers(task);
      })
      .map(({ address }) => ({
        address,
        why: "unknown what its tasks need to start: the task definition or its containers are unknown",
      }));
  },
};

function check(analysis: NetworkAnalysis, service: Resource): RuleFinding[] {
  const task = taskOf(analysis, service);
  const missing =
    task === undefined ? [] : missingDependencies(analysis, service.address, startDependencies(task));
  if (missing.length === 0) return [];
  const text = `its tasks cannot start: they cannot reach ${formatMissing(missing)}`;
  return [{ severity: "error", address: service.address, text, fix: fixFor(analysis, missing) }];
}

function taskOf({ context }: NetworkAnalysis, service: Resource): Resource | undefined {
  return taskDefinitionOf(service, service.values.task_definition, context);
}

/**
 * Reports that a service runs on Fargate.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/launch-type-fargate.html
 */
function isOnFargate(analysis: NetworkAnalysis, service: Resource): boolean {
  if (isGiven(service.values.launch_type)) return attributeText(service.values.launch_type) === "FARGATE";
  const own = attributeBlocks(service.values, "capacity_provider_strategy").items;
  const cluster = analysis.context.resolver.namedResource(service, service.values.cluster, "aws_ecs_cluster");
  const byCluster = analysis.context
    .managed("aws_ecs_cluster_capacity_providers")
    .filter(
      (link) =>
        analysis.context.resolver.namedResource(link, link.values.cluster_name, "aws_ecs_cluster") ===
        cluster,
    )
    .flatMap(({ values }) => attributeBlocks(values, "default_capacity_provider_strategy").items);
  const strategies = own.length > 0 || cluster === undefined ? own : byCluster;
  return strategies.some(
    ({ capacity_provider: name }) => attributeText(name)?.startsWith("FARGATE") === true,
  );
}

import type { Resource } from "../../input/inventory.ts";
import { taskDefinitionOf } from "../../model/endpoints/containers.ts";
import { blocksOf, isGiven, textOf } from "../../model/endpoints/values.ts";
import type { Found, LintRule } from "../finding.ts";
import type { Subject } from "../subject.ts";
import { fixOf, lacksOf, sayLacks } from "./gaps.ts";
import { hasKnownContainers, needsOf } from "./needs.ts";

/** A service on Fargate whose tasks cannot get at their image, logs or secrets, and so never run. */
export const tasksThatCannotStart: LintRule = {
  code: "TASK_CANNOT_START",
  about: "tasks on Fargate that cannot reach what they need to start",
  says: [
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
  ],
  find(subject) {
    return subject
      .managed("aws_ecs_service")
      .filter((service) => isOnFargate(subject, service))
      .flatMap((service) => judge(subject, service));
  },
  doubts(subject) {
    return subject
      .managed("aws_ecs_service")
      .filter((service) => isOnFargate(subject, service))
      .filter((service) => {
        const task = taskOf(subject, service);
        return task === undefined || !hasKnownContainers(task);
      })
      .map(({ address }) => ({
        address,
        why: "what its tasks need to start is not known: see its task definition",
      }));
  },
};

function judge(subject: Subject, service: Resource): Found[] {
  const task = taskOf(subject, service);
  const lacks = task === undefined ? [] : lacksOf(subject, service.address, needsOf(task));
  if (lacks.length === 0) return [];
  const text = `its tasks cannot start: they do not reach ${sayLacks(lacks)}`;
  return [{ severity: "error", address: service.address, text, fix: fixOf(subject, lacks) }];
}

function taskOf({ site }: Subject, service: Resource): Resource | undefined {
  return taskDefinitionOf(service, service.values.task_definition, site);
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/launch-type-fargate.html */
function isOnFargate(subject: Subject, service: Resource): boolean {
  const { site } = subject;
  if (isGiven(service.values.launch_type)) return textOf(service.values.launch_type) === "FARGATE";
  const own = blocksOf(service.values, "capacity_provider_strategy").found;
  const cluster = site.resource(service, service.values.cluster, "aws_ecs_cluster");
  const byCluster = subject
    .managed("aws_ecs_cluster_capacity_providers")
    .filter((link) => site.resource(link, link.values.cluster_name, "aws_ecs_cluster") === cluster)
    .flatMap(({ values }) => blocksOf(values, "default_capacity_provider_strategy").found);
  const strategies = own.length > 0 || cluster === undefined ? own : byCluster;
  return strategies.some(({ capacity_provider: name }) => textOf(name)?.startsWith("FARGATE") === true);
}

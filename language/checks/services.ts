import { FARGATE_CPU_UNITS, FARGATE_MEMORY, fargateMemorySizes } from "../../aws/fargate.ts";
import { TARGET_GROUPS_PER_SERVICE } from "../../aws/service-quotas.ts";
import { AWS_ENDPOINT, networkNameOf, ownValue } from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import { formatNameList, joinPath, type Problem } from "../problem.ts";
import { canCallServices, withReachableFlows } from "../reachability.ts";
import { required } from "../required.ts";
import {
  listenerOfAttachment,
  loadBalancerOfAttachment,
  type TargetAttachment,
  targetAttachments,
} from "../target-attachments.ts";
import type { ServiceSettings } from "../workloads.ts";
import { type Check, formatSteps, namesOfKind, problemAt, type SpecPath, unknownName } from "./check.ts";

/** Checks container services: Fargate sizes, scaling, ownership, images, ports and variables. */
export const checkServices: Check = (platform) =>
  Object.entries(platform.workloads).flatMap(([name, service]) => {
    if (service.kind !== "service") return [];
    const path = ["workloads", name];
    return [
      ...sizeProblems(path, service),
      ...scalingProblems(path, service),
      ...ownershipProblems(path, service),
      ...imageProblems(platform, path, service),
      ...healthProblems(path, service),
      ...attachmentProblems(platform, name, service),
      ...environmentProblems(platform, path, service),
      ...secretProblems(platform, path, service),
      ...execProblems(platform, name, service),
    ];
  });

function sizeProblems(path: SpecPath, { cpuUnits, memoryMiB }: ServiceSettings): Problem[] {
  const memory = FARGATE_MEMORY[cpuUnits];
  if (memory === undefined) {
    const larger = FARGATE_CPU_UNITS.find((units) => units >= cpuUnits) ?? FARGATE_CPU_UNITS.at(-1);
    const allowed = `one of ${FARGATE_CPU_UNITS.join(", ")}`;
    return [problemAt([...path, "cpuUnits"], cpuUnits, allowed, `use ${larger}`)];
  }
  const values = fargateMemorySizes(cpuUnits);
  if (values.includes(memoryMiB)) return [];
  const allowedMemory =
    "step" in memory
      ? `${memory.min} to ${memory.max} in steps of ${memory.step}`
      : formatNameList(values.map(String));
  const nearest = values.find((value) => value >= memoryMiB) ?? values.at(-1);
  return [
    problemAt(
      [...path, "memoryMiB"],
      memoryMiB,
      `${allowedMemory} with ${cpuUnits} CPU units`,
      `use ${nearest}`,
    ),
  ];
}

function scalingProblems(path: SpecPath, { scaling, desired }: ServiceSettings): Problem[] {
  if (scaling === undefined) return [];
  const at = [...path, "scaling"];
  const { min, max, cpuPercent, memoryPercent, scaleInDisabled, steps } = scaling;
  const problems: Problem[] = [];
  if (min > max) {
    problems.push(problemAt([...at, "min"], min, `at most max (${max})`, "lower min, or raise max"));
  } else if (desired < min || desired > max) {
    problems.push(
      problemAt(
        [...path, "desired"],
        desired,
        `a number from scaling.min (${min}) to scaling.max (${max})`,
        `use ${min}`,
      ),
    );
  }
  if (cpuPercent === undefined && memoryPercent === undefined && steps === undefined) {
    const allowed = "at least one scaling policy: cpuPercent, memoryPercent or steps";
    problems.push(problemAt(at, { min, max }, allowed, "add cpuPercent: 70"));
  }
  if (steps !== undefined && steps.in.belowPercent >= steps.out.abovePercent) {
    const allowed = `less than out.abovePercent (${steps.out.abovePercent}), or the service scales out and in forever`;
    problems.push(
      problemAt([...at, "steps", "in", "belowPercent"], steps.in.belowPercent, allowed, "lower it"),
    );
  }
  if (scaleInDisabled && steps === undefined) {
    const allowed = "true only with steps, since nothing else would remove tasks";
    problems.push(problemAt([...at, "scaleInDisabled"], true, allowed, "add steps, or remove it"));
  }
  return problems;
}

function ownershipProblems(path: SpecPath, { ownership, scaling }: ServiceSettings): Problem[] {
  const at = [...path, "ownership", "desiredCount"];
  if (ownership.desiredCount === "autoscaler" && scaling === undefined) {
    const allowed = '"terraform" or "ci": there is no autoscaler without scaling';
    return [problemAt(at, "autoscaler", allowed, "add scaling, or remove this")];
  }
  if (ownership.desiredCount === "terraform" && scaling !== undefined) {
    const allowed = `"autoscaler" or "ci": with scaling, Terraform would revert the autoscaler's changes`;
    return [problemAt(at, "terraform", allowed, "remove it, or remove scaling")];
  }
  return [];
}

function imageProblems({ stores }: Platform, path: SpecPath, { image }: ServiceSettings): Problem[] {
  if (!("registry" in image)) return [];
  const registries = namesOfKind(stores, "registry");
  return unknownName([...path, "image", "registry"], image.registry, registries, "a store of kind registry");
}

function healthProblems(path: SpecPath, { healthCheckPath, port }: ServiceSettings): Problem[] {
  if (healthCheckPath === undefined || port !== undefined) return [];
  return [
    problemAt(
      [...path, "port"],
      undefined,
      "a port, since healthCheckPath is requested on it",
      "write port: 8080",
    ),
  ];
}

function attachmentProblems(platform: Platform, name: string, { deployment }: ServiceSettings): Problem[] {
  const path = ["workloads", name];
  const placements = targetAttachments(platform).filter(({ endpoint }) => endpoint === name);
  const problems = protocolProblems(platform, placements);
  if (placements.length > TARGET_GROUPS_PER_SERVICE) {
    const allowed = `at most ${TARGET_GROUPS_PER_SERVICE} load balancer attachments, the limit of an ECS service`;
    problems.push(problemAt([...path, "publishAlso"], placements.length, allowed, "remove some of them"));
  }
  const onApplication = placements.filter(
    ({ settings: placement }) => loadBalancerOfAttachment(platform, placement)?.kind !== "network",
  );
  if (deployment === "blue-green" && (placements.length > 1 || onApplication.length < placements.length)) {
    const allowed = '"rolling": blue-green supports one attachment only, to an application load balancer';
    problems.push(problemAt([...path, "deployment"], deployment, allowed, 'use "rolling"'));
  }
  return problems;
}

/**
 * Checks that each container port has one protocol.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 */
function protocolProblems(platform: Platform, placements: readonly TargetAttachment[]): Problem[] {
  const uses = placements.flatMap(({ path, settings: placement, port }) => {
    const balancer = loadBalancerOfAttachment(platform, placement);
    const listener = balancer === undefined ? undefined : listenerOfAttachment(balancer, placement);
    if (listener === undefined || port === undefined) return [];
    return [{ path, port, protocol: listener.protocol === "UDP" ? "UDP" : "TCP" }];
  });
  return uses.flatMap(({ path, port, protocol }, index) => {
    const first = uses.slice(0, index).find((other) => other.port === port);
    if (first === undefined || first.protocol === protocol) return [];
    const allowed = `a ${protocol} port: ${joinPath(first.path)} uses this one for ${first.protocol}`;
    return [problemAt([...path, "targetPort"], port, allowed, "give one of them another targetPort")];
  });
}

type Attribute = Exclude<ServiceSettings["environment"][string], string>["attribute"];

/** The attributes of each kind of store. */
const ATTRIBUTES: Readonly<Record<string, readonly Attribute[]>> = {
  postgres: ["address", "port", "name", "username", "secretArn", "iamUser"],
  redis: ["address", "port", "name", "iamUser"],
  bucket: ["name"],
};

function environmentProblems(
  { stores }: Platform,
  path: SpecPath,
  { environment }: ServiceSettings,
): Problem[] {
  const known = Object.keys(stores).filter((name) => Object.hasOwn(ATTRIBUTES, required(stores, name).kind));
  return Object.entries(environment).flatMap(([variable, value]) => {
    if (typeof value === "string") return [];
    const at = [...path, "environment", variable];
    const unknown = unknownName([...at, "store"], value.store, known, "a database, cache or bucket");
    if (unknown.length > 0) return unknown;
    const { kind } = required(stores, value.store);
    return unknownName(
      [...at, "attribute"],
      value.attribute,
      ATTRIBUTES[kind] ?? [],
      `an attribute of a ${kind} store`,
    );
  });
}

/**
 * Checks secrets. ECS rejects a secret and a plain variable of the same name.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html
 */
function secretProblems(
  { stores }: Platform,
  path: SpecPath,
  { secrets, environment }: ServiceSettings,
): Problem[] {
  return Object.entries(secrets).flatMap(([variable, reference]) => {
    const at = [...path, "secrets", variable];
    const twice = Object.hasOwn(environment, variable)
      ? [problemAt(at, variable, "a variable that environment does not set", "remove it from environment")]
      : [];
    const unknown =
      typeof reference === "string"
        ? unknownName(at, reference, namesOfKind(stores, "secret"), "a store of kind secret")
        : unknownName(
            [...at, "store"],
            reference.store,
            namesOfKind(stores, "postgres"),
            "a store of kind postgres",
          );
    return [...twice, ...unknown];
  });
}

/**
 * Checks that ECS Exec can connect: its agent in the task opens the session at Systems Manager, by
 * the endpoint of `ssmmessages` or over the internet.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
 */
function execProblems(platform: Platform, name: string, service: ServiceSettings): Problem[] {
  const networkName = networkNameOf(platform, service);
  const network = ownValue(platform.networks, networkName);
  if (!service.exec || network === undefined) return [];
  if (canCallServices(withReachableFlows(platform), name, "ssmmessages")) return [];
  const hasEndpoint = network.endpoints.interface.includes("ssmmessages");
  const hasFlow = platform.flows.some(({ from, to }) => from === name && to === AWS_ENDPOINT);
  const steps = [
    ...(hasEndpoint ? [] : [`add "ssmmessages" to networks.${networkName}.endpoints.interface`]),
    ...(hasFlow ? [] : [`add flow("${name}", "aws")`]),
  ];
  const allowed = "true only with a path to ssmmessages, where ECS Exec opens its sessions";
  return [problemAt(["workloads", name, "exec"], true, allowed, formatSteps(steps))];
}

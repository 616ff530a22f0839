import { flowEndpoints, networkNameOf, ownValue } from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { isInternetFacingLoadBalancer, loadBalancersReached, withReachableFlows } from "../reachability.ts";
import { loadBalancerOfAttachment, type TargetAttachment, targetAttachments } from "../target-attachments.ts";
import { type Check, problemAt } from "./check.ts";
import { flowProblems } from "./flows.ts";
import { fixByPublishing } from "./publishing-fix.ts";

/**
 * Checks that callers can find what they call, and that what is published is called: a flow to a
 * service or fleet goes through a load balancer, and each load balancer attachment serves a flow.
 */
export const checkDiscovery: Check = (platform) => [
  ...undiscoverableProblems(platform),
  ...unusedAttachmentProblems(withReachableFlows(platform)),
];

/**
 * Rejects flows to changing addresses that no name resolves to. A flow to a fleet may name ports:
 * people look up a server's address to log in.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/interconnecting-services.html
 */
function undiscoverableProblems(platform: Platform): Problem[] {
  return platform.flows.flatMap((flow, index) => {
    const target = ownValue(platform.workloads, flow.to);
    if (target === undefined || target.kind === "server" || flow.whereReachable === true) return [];
    if (target.kind === "fleet" && flow.ports !== undefined) return [];
    if (targetAttachments(platform).some(({ endpoint }) => endpoint === flow.to)) return [];
    if (flowProblems(platform, flow, []).length > 0) return [];
    const parts = target.kind === "service" ? "tasks" : "servers";
    const allowed = `a target whose address ${flow.from} can look up: ${flow.to} is a ${target.kind} without a load balancer, and the addresses of its ${parts} change`;
    return [problemAt(["flows", index, "to"], flow.to, allowed, fixByPublishing(platform, flow, target))];
  });
}

/**
 * Rejects attachments that no flow goes through: the target's security group does not admit the
 * load balancer, so its health checks fail, and ECS or Auto Scaling replaces the target forever.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
function unusedAttachmentProblems(platform: Platform): Problem[] {
  const invalid = platform.flows.filter((flow) => flowProblems(platform, flow, []).length > 0);
  return targetAttachments(platform)
    .filter((attachment) => isBehindPlacedLoadBalancer(platform, attachment))
    .filter(({ endpoint, settings: { loadBalancer } }) => {
      const mayMean = [endpoint, loadBalancer];
      return !invalid.some(({ to }) => mayMean.includes(to) || !flowEndpoints(platform).has(to));
    })
    .filter((attachment) => !isUsed(platform, attachment))
    .map((attachment) => unusedAttachmentProblem(platform, attachment));
}

/** Reports that the load balancer is in the target's network, and in one of its tiers. */
function isBehindPlacedLoadBalancer(platform: Platform, { network, settings }: TargetAttachment): boolean {
  const balancer = loadBalancerOfAttachment(platform, settings);
  const name = networkNameOf(platform, { network });
  if (balancer === undefined || networkNameOf(platform, balancer) !== name) return false;
  return ownValue(ownValue(platform.networks, name)?.tiers ?? {}, balancer.tier) !== undefined;
}

function isUsed(platform: Platform, { endpoint, settings }: TargetAttachment): boolean {
  return platform.flows.some(
    (flow) => flow.to === endpoint && loadBalancersReached(platform, flow).includes(settings.loadBalancer),
  );
}

function unusedAttachmentProblem(platform: Platform, attachment: TargetAttachment): Problem {
  const { endpoint, path, settings } = attachment;
  const { loadBalancer } = settings;
  const allowed = `a load balancer that a flow goes through: no flow reaches ${endpoint} through ${loadBalancer}, so the firewall would block its health checks`;
  const fix = `${flowThrough(platform, attachment)}, or remove the attachment`;
  return problemAt([...path, "loadBalancer"], loadBalancer, allowed, fix);
}

/** Returns the flow to write, so that it goes through an attachment's load balancer. */
function flowThrough(platform: Platform, { endpoint, port, settings }: TargetAttachment): string {
  const { loadBalancer } = settings;
  const bypassing = platform.flows.find(
    ({ ports, ...flow }) =>
      flow.to === endpoint &&
      ports?.some((range) => port !== undefined && range.from <= port && port <= range.to) === true &&
      loadBalancersReached(platform, flow).includes(loadBalancer),
  );
  if (bypassing !== undefined) return `write flow("${bypassing.from}", "${endpoint}") without ports`;
  return isInternetFacingLoadBalancer(platform, loadBalancer)
    ? `add flow("internet", "${endpoint}")`
    : `add flow("…", "${endpoint}") from its caller`;
}

import { ownValue } from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import {
  isInternetFacingLoadBalancer,
  loadBalancersOfFlow,
  loadBalancersReached,
  withReachableFlows,
} from "../reachability.ts";
import { type TargetAttachment, targetAttachments } from "../target-attachments.ts";
import { type Check, problemAt } from "./check.ts";

/**
 * Checks that callers can find what they call, and that what is published is called: a flow to a
 * service goes through a load balancer, and each load balancer attachment serves a flow.
 */
export const checkDiscovery: Check = (declared) => {
  const platform = withReachableFlows(declared);
  return [...undiscoverableProblems(declared, platform), ...unusedAttachmentProblems(platform)];
};

/**
 * Rejects flows to the tasks of a service that is not published: ECS assigns an address to each
 * task, and without a load balancer no name resolves to it.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/interconnecting-services.html
 */
function undiscoverableProblems(declared: Platform, platform: Platform): Problem[] {
  return declared.flows.flatMap((flow, index) => {
    const service = ownValue(platform.workloads, flow.to);
    if (service?.kind !== "service" || !platform.flows.includes(flow)) return [];
    if (targetAttachments(platform).some(({ endpoint }) => endpoint === flow.to)) return [];
    const allowed = `a target with an address that ${flow.from} can look up: ${flow.to} is a service without a load balancer, whose tasks change their addresses`;
    const fix = `publish ${flow.to} on an internal load balancer, such as publish: { loadBalancer: "internal" }`;
    return [problemAt(["flows", index, "to"], flow.to, allowed, fix)];
  });
}

/**
 * Rejects attachments that no flow goes through: nothing opens the target's security group to the
 * load balancer, so its health checks fail, and ECS replaces the tasks forever.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
function unusedAttachmentProblems(platform: Platform): Problem[] {
  return targetAttachments(platform)
    .filter(({ settings }) => ownValue(platform.edge.loadBalancers, settings.loadBalancer) !== undefined)
    .filter((attachment) => !isUsed(platform, attachment))
    .map((attachment) => unusedAttachmentProblem(platform, attachment));
}

function isUsed(platform: Platform, { endpoint, settings }: TargetAttachment): boolean {
  return platform.flows.some(
    (flow) => flow.to === endpoint && loadBalancersReached(platform, flow).includes(settings.loadBalancer),
  );
}

function unusedAttachmentProblem(
  platform: Platform,
  { endpoint, path, settings: { loadBalancer } }: TargetAttachment,
): Problem {
  const facesInternet = isInternetFacingLoadBalancer(platform, loadBalancer);
  const bypassing = platform.flows.find(
    (flow) => flow.to === endpoint && loadBalancersOfFlow(platform, flow).length === 0,
  );
  const source = facesInternet ? "internet" : "caller";
  const allowed = `a load balancer that a flow goes through: no flow reaches ${endpoint} by ${loadBalancer}, so its health checks would fail`;
  const fix =
    bypassing === undefined
      ? `add a flow such as flow("${source}", "${endpoint}"), or remove the attachment`
      : `write flow("${bypassing.from}", "${endpoint}") without ports, or remove the attachment`;
  return problemAt([...path, "loadBalancer"], loadBalancer, allowed, fix);
}

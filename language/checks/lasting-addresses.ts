import { type FlowEndpoint, flowEndpoints, ownValue, SSH_PORT } from "../endpoints.ts";
import type { Flow } from "../flows.ts";
import type { Platform } from "../platform.ts";
import { isInternetFacingLoadBalancer, isPublicEndpoint } from "../reachability.ts";
import { targetAttachments } from "../target-attachments.ts";
import { type Check, problemAt } from "./check.ts";
import { flowProblems } from "./flows.ts";
import { fixByPublishing } from "./publishing-fix.ts";

/**
 * Checks that what another network calls has an address that lasts: a task, or a server of a fleet,
 * gets another one when it is replaced, while a load balancer keeps its name. This concerns flows
 * that name ports, which bypass load balancers; `checkDiscovery` rejects the others.
 */
export const checkLastingAddresses: Check = (platform) =>
  platform.flows.flatMap((flow, index) => {
    const target = ownValue(platform.workloads, flow.to);
    if (target === undefined || target.kind === "server" || flow.whereReachable === true) return [];
    const attachments = targetAttachments(platform).filter(({ endpoint }) => endpoint === flow.to);
    const isDiscovery = target.kind === "service" && attachments.length === 0;
    if (isDiscovery || !namesPorts(flow) || !isFromElsewhere(platform, flow)) return [];
    if (flowProblems(platform, flow, []).length > 0) return [];
    const allowed = `a target with an address that lasts: ${flow.from} is in another network, and the addresses of ${target.kind} ${flow.to} change`;
    const balancer = attachments
      .map(({ settings }) => settings.loadBalancer)
      .find((name) => !isInternetFacingLoadBalancer(platform, name));
    const fix =
      balancer === undefined
        ? fixByPublishing(platform, flow, target)
        : `omit the flow's ports: it then goes through ${balancer}`;
    return [problemAt(["flows", index], `${flow.from} -> ${flow.to}`, allowed, fix)];
  });

/** Reports that a flow names ports other than SSH: people look up a server's address to log in. */
function namesPorts({ ports }: Flow): boolean {
  return ports !== undefined && !ports.every(({ from, to }) => from === SSH_PORT && to === SSH_PORT);
}

/** Reports that a flow comes from another network, or from outside over a private connection. */
function isFromElsewhere(platform: Platform, flow: Flow): boolean {
  const endpoints = flowEndpoints(platform);
  const from: FlowEndpoint | undefined = endpoints.get(flow.from);
  if (from?.kind === "outside") return !isPublicEndpoint(platform, from);
  return from?.network !== undefined && from.network !== endpoints.get(flow.to)?.network;
}

import { flowEndpoints, networkNameOf, ownValue } from "../endpoints.ts";
import type { Flow, PortRange } from "../flows.ts";
import type { Platform } from "../platform.ts";
import { isInternetFacingLoadBalancer, isPublicEndpoint } from "../reachability.ts";
import { required } from "../required.ts";
import { listenerOfAttachment, targetAttachments } from "../target-attachments.ts";
import type { Workload } from "../workloads.ts";
import { formatSteps } from "./check.ts";

/**
 * Returns the fix of a flow to a workload without a load balancer: to publish it on one that the
 * caller reaches, by name if the workload's network has one.
 */
export function fixByPublishing(platform: Platform, flow: Flow, target: Workload): string {
  const ranges = flow.ports?.filter(({ protocol }) => protocol !== "icmp");
  if (ranges?.length === 0) return "remove the flow";
  const from = flowEndpoints(platform).get(flow.from);
  const isFromInternet = from !== undefined && isPublicEndpoint(platform, from);
  const balancers = Object.entries(platform.edge.loadBalancers).filter(
    ([name, balancer]) =>
      networkNameOf(platform, balancer) === networkNameOf(platform, target) &&
      isInternetFacingLoadBalancer(platform, name) === isFromInternet,
  );
  const isUdp = ranges?.every(({ protocol }) => protocol === "udp") ?? false;
  const [application] = balancers.find(([, { kind }]) => kind === "application" && !isUdp) ?? [];
  const [network] = balancers.find(([, { kind }]) => kind === "network") ?? [];
  const omission = flow.ports === undefined ? [] : ["omit the flow's ports"];
  if (application !== undefined) {
    const parts = [...rule(platform, application, flow.to), ...targetPort(target, ranges)];
    const settings = [`loadBalancer: "${application}"`, ...parts].join(", ");
    return formatSteps([`publish ${flow.to} with { ${settings} }`, ...omission]);
  }
  if (network !== undefined) {
    const listener = `add a ${isUdp ? "UDP" : "TCP"} listener to edge.loadBalancers.${network}`;
    return formatSteps([listener, `publish ${flow.to} on it`, ...omission]);
  }
  const kind = isUdp ? "a network load balancer" : "a load balancer";
  const tier = isFromInternet ? "a public tier" : "a private tier";
  const balancer = `add ${kind} in ${tier} under edge.loadBalancers`;
  return formatSteps([balancer, `publish ${flow.to} on it`, ...omission]);
}

/** Returns the host or path of a further target on a listener that has one; none for the first. */
function rule(platform: Platform, loadBalancer: string, name: string): string[] {
  const balancer = required(platform.edge.loadBalancers, loadBalancer);
  const listener = balancer.listeners.find(({ action }) => action === "forward");
  const isShared = targetAttachments(platform).some(
    ({ settings }) =>
      settings.loadBalancer === loadBalancer && listenerOfAttachment(balancer, settings) === listener,
  );
  if (!isShared) return [];
  const zone = ownValue(platform.networks, networkNameOf(platform, balancer))?.privateZone;
  const isNamed = zone !== undefined && !isInternetFacingLoadBalancer(platform, loadBalancer);
  return isNamed && listener?.protocol === "HTTP"
    ? [`hosts: ["${name}.${zone}"]`]
    : [`paths: ["/${name}/*"]`];
}

/** Returns the target port of an attachment, if the flow's ports lack the workload's own port. */
function targetPort({ port }: Workload, ranges: readonly PortRange[] | undefined): string[] {
  const [first] = ranges ?? [];
  if (first === undefined) return [];
  const hasOwn = ranges?.some(({ from, to }) => port !== undefined && from <= port && port <= to);
  return hasOwn === true ? [] : [`targetPort: ${first.from}`];
}

import type { Listener, LoadBalancerSettings } from "./edge.ts";
import { ownValue } from "./endpoints.ts";
import type { Platform } from "./platform.ts";
import type { PublishSettings } from "./workloads.ts";

/** One place of a workload or interface behind a load balancer. */
export interface TargetAttachment {
  /** The workload's or interface's name. */
  readonly endpoint: string;
  /** Where the spec says it: `workloads.web.publish`. */
  readonly path: readonly PropertyKey[];
  readonly settings: PublishSettings;
  /** The port on the target: the place's own, else that of the end. */
  readonly port: number | undefined;
  /** The end's network, as the spec says it. */
  readonly network: string | undefined;
  /**
   * The end of the target group's default name: `web`; `web-443` for a further place, `web-443-3` for a third
   * place of the same listener port.
   */
  readonly targetGroup: string;
}

/** Every place behind a load balancer, in the order of the spec. */
export function targetAttachments(platform: Pick<Platform, "workloads" | "interfaces">): TargetAttachment[] {
  const workloads = Object.entries(platform.workloads).flatMap(([end, workload]) => {
    const { port, network, publish, publishAlso } = workload;
    const base = { endpoint: end, network };
    const first =
      publish === undefined
        ? []
        : [
            {
              ...base,
              path: ["workloads", end, "publish"],
              settings: publish,
              port: publish.targetPort ?? port,
              targetGroup: end,
            },
          ];
    const further = publishAlso.map((place, index) => ({
      ...base,
      path: ["workloads", end, "publishAlso", index],
      settings: place,
      port: place.targetPort ?? port,
      targetGroup: targetGroupNameFor(end, publishAlso, index),
    }));
    return [...first, ...further];
  });
  const interfaces = Object.entries(platform.interfaces).flatMap(([end, { port, network, publish }]) => {
    if (publish === undefined) return [];
    const path = ["interfaces", end, "publish"];
    return [
      { endpoint: end, network, path, settings: publish, port: publish.targetPort ?? port, targetGroup: end },
    ];
  });
  return [...workloads, ...interfaces];
}

function targetGroupNameFor(end: string, places: readonly PublishSettings[], index: number): string {
  const { listenerPort } = places[index]!;
  if (listenerPort === undefined) return `${end}-${index + 2}`;
  const isFirst = places.findIndex((place) => place.listenerPort === listenerPort) === index;
  return isFirst ? `${end}-${listenerPort}` : `${end}-${listenerPort}-${index + 2}`;
}

/** The listener that a place is on: that of its port, else the first that forwards. */
export function listenerOfAttachment(
  balancer: LoadBalancerSettings,
  place: PublishSettings,
): Listener | undefined {
  return place.listenerPort === undefined
    ? balancer.listeners.find(({ action }) => action === "forward")
    : balancer.listeners.find(({ port }) => port === place.listenerPort);
}

/** The load balancer that a place is behind; undefined when there is none of its name. */
export function loadBalancerOfAttachment(
  platform: Pick<Platform, "edge">,
  place: PublishSettings,
): LoadBalancerSettings | undefined {
  return ownValue(platform.edge.loadBalancers, place.loadBalancer);
}

/** By which protocol a load balancer asks a target whether it is well: over UDP nothing would answer. */
export function healthCheckProtocol(
  { kind }: Pick<LoadBalancerSettings, "kind">,
  { healthCheck, targetProtocol }: Pick<PublishSettings, "healthCheck" | "targetProtocol">,
): "HTTP" | "HTTPS" | "TCP" {
  return healthCheck.protocol ?? (kind === "network" ? "TCP" : targetProtocol);
}

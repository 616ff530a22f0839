import type { Listener, LoadBalancerSettings } from "./edge.ts";
import { ownValue } from "./endpoints.ts";
import { memoize } from "./memoize.ts";
import type { Platform } from "./platform.ts";
import type { PublishSettings } from "./publishing.ts";
import { required } from "./required.ts";

/** An attachment of a workload or interface to a load balancer. */
export interface TargetAttachment {
  /** The workload's or interface's name. */
  readonly endpoint: string;
  /** The path in the spec: `workloads.web.publish`. */
  readonly path: readonly PropertyKey[];
  /** The attachment as written: load balancer, listener, protocol, health check. */
  readonly settings: PublishSettings;
  /** The target port: the attachment's, else that of the workload or interface. */
  readonly port: number | undefined;
  /** The network of the workload or interface, if the spec sets it. */
  readonly network: string | undefined;
  /**
   * The last part of the target group's default name: `web`; `web-443` for a further attachment,
   * `web-443-3` for a third attachment to the same listener port.
   */
  readonly targetGroup: string;
}

/** Lists every load balancer attachment, in spec order. */
export const targetAttachments: (
  platform: Pick<Platform, "workloads" | "interfaces">,
) => readonly TargetAttachment[] = memoize(listTargetAttachments);

function listTargetAttachments(
  platform: Pick<Platform, "workloads" | "interfaces">,
): readonly TargetAttachment[] {
  const workloads = Object.entries(platform.workloads).flatMap(([name, workload]) => {
    const { port, network, publish, publishAlso } = workload;
    const base = { endpoint: name, network };
    const first =
      publish === undefined
        ? []
        : [
            {
              ...base,
              path: ["workloads", name, "publish"],
              settings: publish,
              port: publish.targetPort ?? port,
              targetGroup: name,
            },
          ];
    const further = publishAlso.map((attachment, index) => ({
      ...base,
      path: ["workloads", name, "publishAlso", index],
      settings: attachment,
      port: attachment.targetPort ?? port,
      targetGroup: targetGroupNameFor(name, publishAlso, index),
    }));
    return [...first, ...further];
  });
  const interfaces = Object.entries(platform.interfaces).flatMap(([name, { port, network, publish }]) => {
    if (publish === undefined) return [];
    const path = ["interfaces", name, "publish"];
    return [
      {
        endpoint: name,
        network,
        path,
        settings: publish,
        port: publish.targetPort ?? port,
        targetGroup: name,
      },
    ];
  });
  return [...workloads, ...interfaces];
}

/**
 * The end of a target group's default name, of what AWS cannot change in a group: another port or
 * protocol is then another group, which is created beside the old one. `-8080`, `-8080-https`,
 * `-tcp`; empty for a service over HTTP, since Amazon ECS registers each task with its own port.
 */
export function targetGroupSuffix(
  platform: Pick<Platform, "workloads" | "edge">,
  { endpoint, settings, port }: TargetAttachment,
): string {
  const balancer = loadBalancerOfAttachment(platform, settings);
  const listener = balancer === undefined ? undefined : listenerOfAttachment(balancer, settings);
  const protocol = balancer?.kind === "network" ? networkProtocol(listener) : settings.targetProtocol;
  const isService = ownValue(platform.workloads, endpoint)?.kind === "service";
  return [
    ...(isService || port === undefined ? [] : [`-${port}`]),
    ...(protocol === "HTTP" ? [] : [`-${protocol.toLowerCase()}`]),
  ].join("");
}

/** A network load balancer terminates TLS and forwards plain TCP. */
function networkProtocol(listener: Listener | undefined): "TCP" | "UDP" {
  return listener?.protocol === "UDP" ? "UDP" : "TCP";
}

function targetGroupNameFor(name: string, attachments: readonly PublishSettings[], index: number): string {
  const { listenerPort } = required(attachments, index);
  if (listenerPort === undefined) return `${name}-${index + 2}`;
  const isFirst = attachments.findIndex((attachment) => attachment.listenerPort === listenerPort) === index;
  return isFirst ? `${name}-${listenerPort}` : `${name}-${listenerPort}-${index + 2}`;
}

/** Returns the listener of an attachment: by its port, else the first that forwards. */
export function listenerOfAttachment(
  balancer: LoadBalancerSettings,
  attachment: PublishSettings,
): Listener | undefined {
  return attachment.listenerPort === undefined
    ? balancer.listeners.find(({ action }) => action === "forward")
    : balancer.listeners.find(({ port }) => port === attachment.listenerPort);
}

/**
 * Returns the hosts that an attachment's listener rule matches: its own, else the domain's behind
 * the domain's entry point.
 */
export function hostsOfAttachment(
  { edge }: Pick<Platform, "edge">,
  { hosts, loadBalancer }: PublishSettings,
): readonly string[] {
  if (hosts.length > 0) return hosts;
  return edge.domain?.entry === loadBalancer ? edge.domain.hosts : [];
}

/** Returns the load balancer of an attachment; undefined for an unknown name. */
export function loadBalancerOfAttachment(
  platform: Pick<Platform, "edge">,
  attachment: PublishSettings,
): LoadBalancerSettings | undefined {
  return ownValue(platform.edge.loadBalancers, attachment.loadBalancer);
}

/**
 * Returns the protocol of a target's health check. Behind a network load balancer it defaults to
 * TCP, since a check over UDP would get no response.
 */
export function healthCheckProtocol(
  { kind }: Pick<LoadBalancerSettings, "kind">,
  { healthCheck, targetProtocol }: Pick<PublishSettings, "healthCheck" | "targetProtocol">,
): "HTTP" | "HTTPS" | "TCP" {
  return healthCheck.protocol ?? (kind === "network" ? "TCP" : targetProtocol);
}

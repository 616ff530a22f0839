import { CONDITION_VALUES_PER_RULE } from "../../aws/service-quotas.ts";
import type { Listener, LoadBalancerSettings } from "../edge.ts";
import { networkNameOf } from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import { joinPath, type Problem } from "../problem.ts";
import {
  healthCheckProtocol,
  hostsOfAttachment,
  listenerOfAttachment,
  loadBalancerOfAttachment,
  type TargetAttachment,
  targetAttachments,
} from "../target-attachments.ts";
import { type Check, duplicatesOf, problemAt, unknownName } from "./check.ts";
import { terminatesTls } from "./load-balancers.ts";

/** Checks what is attached to load balancers, and how. */
export const checkTargetAttachments: Check = (platform) => {
  const attachments = targetAttachments(platform);
  return [
    ...attachments.flatMap((attachment) => attachmentProblems(platform, attachment)),
    ...sharingProblems(platform, attachments),
    ...namingProblems(attachments),
    ...idleProblems(platform, attachments),
  ];
};

function attachmentProblems(platform: Platform, attachment: TargetAttachment): Problem[] {
  const { path, settings: placement, port } = attachment;
  const balancer = loadBalancerOfAttachment(platform, placement);
  if (balancer === undefined) {
    const known = Object.keys(platform.edge.loadBalancers);
    return unknownName([...path, "loadBalancer"], placement.loadBalancer, known, "a load balancer");
  }
  const listener = listenerOfAttachment(balancer, placement);
  const problems = [
    ...networkProblems(platform, attachment, balancer),
    ...listenerProblems(attachment, balancer, listener),
    ...healthProblems(attachment, balancer),
    ...(balancer.kind === "network"
      ? networkKindProblems(attachment, listener)
      : applicationProblems(attachment)),
    ...(listener === undefined ? [] : conditionProblems(platform, attachment, listener)),
  ];
  if (port !== undefined) return problems;
  const at = [...path.slice(0, 2), "port"];
  return [...problems, problemAt(at, undefined, "a port, since it is published", "write port: 8080")];
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html */
function networkProblems(
  platform: Platform,
  { path, settings: placement, network }: TargetAttachment,
  balancer: LoadBalancerSettings,
) {
  const own = networkNameOf(platform, { network });
  const other = networkNameOf(platform, balancer);
  if (own === undefined || other === undefined || own === other) return [];
  const allowed = `a load balancer in network ${own}, the target's network: this one is in ${other}`;
  return [
    problemAt([...path, "loadBalancer"], placement.loadBalancer, allowed, "choose another load balancer"),
  ];
}

function listenerProblems(
  { path, settings: placement }: TargetAttachment,
  balancer: LoadBalancerSettings,
  listener: Listener | undefined,
) {
  if (listener?.action === "forward") return [];
  const ports = balancer.listeners.filter(({ action }) => action === "forward").map(({ port }) => port);
  const what = ports.length === 0 ? "none" : ports.join(", ");
  const allowed = `the port of a forwarding listener of ${placement.loadBalancer}: ${what}`;
  const fix = ports.length === 0 ? "add a listener that forwards" : `use ${ports[0]}`;
  return [problemAt([...path, "listenerPort"], placement.listenerPort, allowed, fix)];
}

/**
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
function healthProblems(
  { path, settings: placement }: TargetAttachment,
  { kind }: LoadBalancerSettings,
): Problem[] {
  const { protocol, path: asked, intervalSeconds, timeoutSeconds } = placement.healthCheck;
  const at = [...path, "healthCheck"];
  const problems: Problem[] = [];
  if (timeoutSeconds >= intervalSeconds) {
    const allowed = `less than intervalSeconds (${intervalSeconds})`;
    problems.push(
      problemAt([...at, "timeoutSeconds"], timeoutSeconds, allowed, "lower it, or raise intervalSeconds"),
    );
  }
  if (kind === "application" && protocol === "TCP") {
    const allowed = "HTTP or HTTPS: an application load balancer has no other health checks";
    problems.push(problemAt([...at, "protocol"], protocol, allowed, 'use "HTTP" with a path'));
  } else if (asked !== "/" && healthCheckProtocol({ kind }, placement) === "TCP") {
    const allowed = "no path: a TCP health check only connects";
    problems.push(problemAt([...at, "path"], asked, allowed, 'write protocol: "HTTP", or remove the path'));
  }
  return problems;
}

function applicationProblems({ path, settings: placement }: TargetAttachment): Problem[] {
  if (placement.algorithm !== "source-ip-hash") return [];
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
  const allowed =
    "round-robin or least-outstanding-requests: only a network load balancer hashes source addresses";
  return [
    problemAt([...path, "algorithm"], placement.algorithm, allowed, 'use "least-outstanding-requests"'),
  ];
}

/**
 * Checks the settings of a network load balancer's attachment. It has no rules: a listener forwards
 * all traffic to one target group.
 */
function networkKindProblems(
  { path, settings: placement }: TargetAttachment,
  listener: Listener | undefined,
): Problem[] {
  const problems: Problem[] = [];
  if (placement.algorithm === "least-outstanding-requests") {
    const allowed = "round-robin or source-ip-hash: only an application load balancer counts requests";
    problems.push(problemAt([...path, "algorithm"], placement.algorithm, allowed, 'use "round-robin"'));
  }
  if (placement.algorithm === "source-ip-hash" && listener?.protocol === "TLS") {
    const allowed = "round-robin: a TLS listener does not support stickiness";
    problems.push(
      problemAt([...path, "algorithm"], placement.algorithm, allowed, 'use "round-robin", or a TCP listener'),
    );
  }
  if (placement.targetProtocol === "HTTPS") {
    const allowed = "no targetProtocol: a network load balancer forwards its listener's protocol";
    problems.push(problemAt([...path, "targetProtocol"], placement.targetProtocol, allowed, "remove it"));
  }
  for (const key of ["hosts", "paths", "priority"] as const) {
    const value = placement[key];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    const allowed = `no ${key}: a network load balancer does not inspect requests`;
    problems.push(
      problemAt([...path, key], value, allowed, "remove it, or publish on an application load balancer"),
    );
  }
  return problems;
}

function conditionProblems(
  platform: Platform,
  { path, settings: placement }: TargetAttachment,
  listener: Listener,
): Problem[] {
  const { hosts, paths } = placement;
  const values = hostsOfAttachment(platform, placement).length + paths.length;
  const problems: Problem[] = [];
  if (values > CONDITION_VALUES_PER_RULE) {
    const allowed = `at most ${CONDITION_VALUES_PER_RULE} host names and path patterns in total, including the domain's hosts`;
    const fix = "use wildcards, or a separate load balancer";
    problems.push(problemAt(path, values, allowed, fix));
  }
  const names = platform.edge.domain?.certificateNames;
  if (!terminatesTls(listener) || names === undefined) return problems;
  const uncovered = hosts.flatMap((host, index) =>
    isCoveredByCertificate(host, names)
      ? []
      : [
          problemAt(
            [...path, "hosts", index],
            host,
            `a host name that the certificate covers: ${names.join(", ")}`,
            "add it to edge.domain.certificateNames",
          ),
        ],
  );
  return [...problems, ...uncovered];
}

/** Reports that a certificate covers a host. A wildcard covers exactly one label. */
export function isCoveredByCertificate(host: string, certificateNames: readonly string[]): boolean {
  const [, ...parent] = host.split(".");
  return certificateNames.includes(host) || certificateNames.includes(`*.${parent.join(".")}`);
}

interface Shared {
  readonly attachment: TargetAttachment;
  readonly listener: string;
  readonly balancer: LoadBalancerSettings;
}

/** Checks that attachments to one listener have distinct rules with unique priorities. */
function sharingProblems(platform: Platform, attachments: readonly TargetAttachment[]): Problem[] {
  const shared = attachments.flatMap((attachment): Shared[] => {
    const balancer = loadBalancerOfAttachment(platform, attachment.settings);
    const listener = balancer === undefined ? undefined : listenerOfAttachment(balancer, attachment.settings);
    if (balancer === undefined || listener === undefined) return [];
    return [{ attachment, balancer, listener: `${attachment.settings.loadBalancer}:${listener.port}` }];
  });
  const onNetwork = shared.filter(({ balancer }) => balancer.kind === "network");
  const onApplication = shared.filter(({ balancer }) => balancer.kind === "application");
  return [
    ...duplicatesOf(onNetwork, ({ listener }) => listener).map(({ first, again }) =>
      problemAt(
        again.attachment.path,
        again.listener,
        `a separate listener: ${first.attachment.endpoint} uses this one, and a network load balancer has no rules`,
        "add a listener on another port",
      ),
    ),
    ...duplicatesOf(onApplication, ({ listener, attachment: { settings: placement } }) =>
      placement.priority === undefined ? undefined : `${listener} ${placement.priority}`,
    ).map(({ first, again }) =>
      problemAt(
        [...again.attachment.path, "priority"],
        again.attachment.settings.priority,
        `a unique priority on listener ${again.listener}: ${first.attachment.endpoint} has the same`,
        "choose another priority",
      ),
    ),
    ...duplicatesOf(
      onApplication,
      ({ listener, attachment: { settings: placement } }) =>
        `${listener} ${conditionsOf(platform, placement)}`,
    ).map(({ first, again }) =>
      problemAt(
        again.attachment.path,
        again.listener,
        `different hosts or paths: ${first.attachment.endpoint} matches the same requests on this listener`,
        'add paths such as ["/api/*"]',
      ),
    ),
  ];
}

/**
 * Checks the default names of target groups, which must differ even where configured names do.
 * {@link checkAwsNames} reports equal names.
 */
function namingProblems(attachments: readonly TargetAttachment[]): Problem[] {
  return duplicatesOf(attachments, ({ targetGroup }) => targetGroup)
    .filter(({ first, again }) => first.settings.targetGroupName !== again.settings.targetGroupName)
    .map(({ first, again }) =>
      problemAt(
        again.path,
        again.targetGroup,
        `an attachment whose name (workload and listenerPort) differs from that of ${joinPath(first.path)}`,
        `rename ${again.endpoint}, or the other`,
      ),
    );
}

function conditionsOf(platform: Platform, settings: TargetAttachment["settings"]): string {
  const hosts = hostsOfAttachment(platform, settings);
  return JSON.stringify([[...hosts].sort(), [...settings.paths].sort()]);
}

/**
 * Checks that every listener of a network load balancer has a target. One of an application load
 * balancer can respond by itself.
 */
function idleProblems(platform: Platform, attachments: readonly TargetAttachment[]): Problem[] {
  return Object.entries(platform.edge.loadBalancers).flatMap(([name, balancer]) =>
    balancer.listeners.flatMap((listener, index) => {
      const isUsed = attachments.some(
        ({ settings: placement }) =>
          placement.loadBalancer === name && listenerOfAttachment(balancer, placement) === listener,
      );
      if (balancer.kind === "application" || isUsed) return [];
      const allowed = "a listener with a target";
      const fix = `publish a workload with { loadBalancer: "${name}", listenerPort: ${listener.port} }, or remove the listener`;
      return [problemAt(["edge", "loadBalancers", name, "listeners", index], listener.port, allowed, fix)];
    }),
  );
}

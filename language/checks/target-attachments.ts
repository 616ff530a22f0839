import type { Listener, LoadBalancerSettings } from "../edge.ts";
import { networkNameOf } from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import { joinPath, type Problem } from "../problem.ts";
import {
  healthCheckProtocol,
  listenerOfAttachment,
  loadBalancerOfAttachment,
  type TargetAttachment,
  targetAttachments,
} from "../target-attachments.ts";
import { type Check, duplicatesOf, problemAt, unknownName } from "./check.ts";
import { terminatesTls } from "./load-balancers.ts";

/** What stands behind load balancers, and how. */
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
  return [
    ...problems,
    problemAt(at, undefined, "the port it listens on, since it is published", "write port: 8080"),
  ];
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
  const allowed = `a load balancer in network ${own}, as what it leads to: this one is in ${other}`;
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
  const what = ports.length === 0 ? "none does" : ports.join(", ");
  const allowed = `the port of a listener of ${placement.loadBalancer} that forwards: ${what}`;
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
    const allowed = `less than the interval of ${intervalSeconds} seconds`;
    problems.push(
      problemAt([...at, "timeoutSeconds"], timeoutSeconds, allowed, "shorten it, or lengthen the interval"),
    );
  }
  if (kind === "application" && protocol === "TCP") {
    const allowed = "HTTP or HTTPS: an application load balancer asks nothing else";
    problems.push(problemAt([...at, "protocol"], protocol, allowed, 'use "HTTP" with a path'));
  } else if (asked !== "/" && healthCheckProtocol({ kind }, placement) === "TCP") {
    const allowed = "nothing: a check over TCP connects, and asks for no path";
    problems.push(problemAt([...at, "path"], asked, allowed, 'write protocol: "HTTP", or remove the path'));
  }
  return problems;
}

function applicationProblems({ path, settings: placement }: TargetAttachment): Problem[] {
  if (placement.algorithm !== "source-ip-hash") return [];
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
  const allowed =
    "round-robin or least-outstanding-requests: only a network load balancer goes by the source's address";
  return [
    problemAt([...path, "algorithm"], placement.algorithm, allowed, 'use "least-outstanding-requests"'),
  ];
}

/** A network load balancer has no rules: a listener leads to one target group, whatever is asked. */
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
    const allowed = "round-robin: a TLS listener is not sticky";
    problems.push(
      problemAt([...path, "algorithm"], placement.algorithm, allowed, 'use "round-robin", or a TCP listener'),
    );
  }
  if (placement.targetProtocol === "HTTPS") {
    const allowed = "nothing: a network load balancer passes on what it gets";
    problems.push(problemAt([...path, "targetProtocol"], placement.targetProtocol, allowed, "remove it"));
  }
  for (const key of ["hosts", "paths", "priority"] as const) {
    const value = placement[key];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    const allowed = "nothing: a network load balancer does not read requests";
    problems.push(
      problemAt([...path, key], value, allowed, "remove it, or publish on an application load balancer"),
    );
  }
  return problems;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const CONDITION_VALUES_MAX = 5;

function conditionProblems(
  { edge }: Platform,
  { path, settings: placement }: TargetAttachment,
  listener: Listener,
): Problem[] {
  const { hosts, paths } = placement;
  // Without hosts of its own, a rule of the entry has the domain's.
  const implied =
    hosts.length === 0 && edge.domain?.entry === placement.loadBalancer ? edge.domain.hosts : hosts;
  const values = implied.length + paths.length;
  const problems: Problem[] = [];
  if (values > CONDITION_VALUES_MAX) {
    const allowed = `at most ${CONDITION_VALUES_MAX} host names and paths together, the domain's hosts with them`;
    const fix = "use wildcards, or a load balancer of its own";
    problems.push(problemAt(path, values, allowed, fix));
  }
  const names = edge.domain?.certificateNames;
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

/** Whether a certificate of these names is good for a host. A wildcard stands for one label, never for none. */
export function isCoveredByCertificate(host: string, certificateNames: readonly string[]): boolean {
  const [, ...parent] = host.split(".");
  return certificateNames.includes(host) || certificateNames.includes(`*.${parent.join(".")}`);
}

interface Shared {
  readonly publication: TargetAttachment;
  readonly listener: string;
  readonly balancer: LoadBalancerSettings;
}

/** Several behind one listener are told apart by rules, of which each has a priority of its own. */
function sharingProblems(platform: Platform, attachments: readonly TargetAttachment[]): Problem[] {
  const shared = attachments.flatMap((attachment): Shared[] => {
    const balancer = loadBalancerOfAttachment(platform, attachment.settings);
    const listener = balancer === undefined ? undefined : listenerOfAttachment(balancer, attachment.settings);
    if (balancer === undefined || listener === undefined) return [];
    return [
      { publication: attachment, balancer, listener: `${attachment.settings.loadBalancer}:${listener.port}` },
    ];
  });
  const onNetwork = shared.filter(({ balancer }) => balancer.kind === "network");
  const onApplication = shared.filter(({ balancer }) => balancer.kind === "application");
  return [
    ...duplicatesOf(onNetwork, ({ listener }) => listener).map(({ first, again }) =>
      problemAt(
        again.publication.path,
        again.listener,
        `a listener of its own: ${first.publication.endpoint} is on this one, and a network load balancer cannot tell them apart`,
        "add a listener on another port",
      ),
    ),
    ...duplicatesOf(onApplication, ({ listener, publication: { settings: placement } }) =>
      placement.priority === undefined ? undefined : `${listener} ${placement.priority}`,
    ).map(({ first, again }) =>
      problemAt(
        [...again.publication.path, "priority"],
        again.publication.settings.priority,
        `a priority of its own on listener ${again.listener}: ${first.publication.endpoint} has this one`,
        "choose another priority",
      ),
    ),
    ...duplicatesOf(
      onApplication,
      ({ listener, publication: { settings: placement } }) => `${listener} ${conditionsOf(placement)}`,
    ).map(({ first, again }) =>
      problemAt(
        again.publication.path,
        again.listener,
        `hosts or paths of its own: ${first.publication.endpoint} takes the same requests of this listener`,
        'add paths such as ["/api/*"]',
      ),
    ),
  ];
}

/** Target groups of one name are another check's matter; here are those that only their own names tell apart. */
function namingProblems(attachments: readonly TargetAttachment[]): Problem[] {
  return duplicatesOf(attachments, ({ targetGroup }) => targetGroup)
    .filter(({ first, again }) => first.settings.targetGroupName !== again.settings.targetGroupName)
    .map(({ first, again }) =>
      problemAt(
        again.path,
        again.targetGroup,
        `a place whose targets are not called as those of ${joinPath(first.path)}: by its workload and listenerPort`,
        `rename ${again.endpoint}, or the other`,
      ),
    );
}

function conditionsOf({ hosts, paths }: TargetAttachment["settings"]): string {
  return JSON.stringify([[...hosts].sort(), [...paths].sort()]);
}

/** A network load balancer's listener must lead somewhere; an application one's can answer by itself. */
function idleProblems(platform: Platform, attachments: readonly TargetAttachment[]): Problem[] {
  return Object.entries(platform.edge.loadBalancers).flatMap(([name, balancer]) =>
    balancer.listeners.flatMap((listener, index) => {
      const isUsed = attachments.some(
        ({ settings: placement }) =>
          placement.loadBalancer === name && listenerOfAttachment(balancer, placement) === listener,
      );
      if (balancer.kind === "application" || isUsed) return [];
      const allowed = "a listener that a workload is published on";
      const fix = `publish one with { loadBalancer: "${name}", listenerPort: ${listener.port} }, or remove the listener`;
      return [problemAt(["edge", "loadBalancers", name, "listeners", index], listener.port, allowed, fix)];
    }),
  );
}

import type { Listener, LoadBalancer } from "../edge.ts";
import { networkOf } from "../endpoints.ts";
import type { Platform } from "../platform.ts";
import { joinPath, type Problem } from "../problem.ts";
import {
  balancerOf,
  checkProtocolOf,
  listenerOf,
  type Publication,
  publicationsOf,
} from "../publications.ts";
import { type Check, problemAt, repeats, unknownName } from "./check.ts";
import { endsTls } from "./load-balancers.ts";

/** What stands behind load balancers, and how. */
export const checkPublished: Check = (platform) => {
  const publications = publicationsOf(platform);
  return [
    ...publications.flatMap((publication) => publicationProblems(platform, publication)),
    ...sharingProblems(platform, publications),
    ...namingProblems(publications),
    ...idleProblems(platform, publications),
  ];
};

function publicationProblems(platform: Platform, publication: Publication): Problem[] {
  const { path, place, port } = publication;
  const balancer = balancerOf(platform, place);
  if (balancer === undefined) {
    const known = Object.keys(platform.edge.loadBalancers);
    return unknownName([...path, "loadBalancer"], place.loadBalancer, known, "a load balancer");
  }
  const listener = listenerOf(balancer, place);
  const problems = [
    ...networkProblems(platform, publication, balancer),
    ...listenerProblems(publication, balancer, listener),
    ...healthProblems(publication, balancer),
    ...(balancer.kind === "network"
      ? networkKindProblems(publication, listener)
      : applicationProblems(publication)),
    ...(listener === undefined ? [] : conditionProblems(platform, publication, listener)),
  ];
  if (port !== undefined) return problems;
  const at = [...path.slice(0, 2), "port"];
  return [
    ...problems,
    problemAt(at, undefined, "the port it listens on, since it is published", "write port: 8080"),
  ];
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html */
function networkProblems(platform: Platform, { path, place, network }: Publication, balancer: LoadBalancer) {
  const own = networkOf(platform, { network });
  const other = networkOf(platform, balancer);
  if (own === undefined || other === undefined || own === other) return [];
  const allowed = `a load balancer in network ${own}, as what it leads to: this one is in ${other}`;
  return [problemAt([...path, "loadBalancer"], place.loadBalancer, allowed, "choose another load balancer")];
}

function listenerProblems(
  { path, place }: Publication,
  balancer: LoadBalancer,
  listener: Listener | undefined,
) {
  if (listener?.action === "forward") return [];
  const ports = balancer.listeners.filter(({ action }) => action === "forward").map(({ port }) => port);
  const what = ports.length === 0 ? "none does" : ports.join(", ");
  const allowed = `the port of a listener of ${place.loadBalancer} that forwards: ${what}`;
  const fix = ports.length === 0 ? "add a listener that forwards" : `use ${ports[0]}`;
  return [problemAt([...path, "listenerPort"], place.listenerPort, allowed, fix)];
}

/**
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
function healthProblems({ path, place }: Publication, { kind }: LoadBalancer): Problem[] {
  const { protocol, path: asked, intervalSeconds, timeoutSeconds } = place.healthCheck;
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
  } else if (asked !== "/" && checkProtocolOf({ kind }, place) === "TCP") {
    const allowed = "nothing: a check over TCP connects, and asks for no path";
    problems.push(problemAt([...at, "path"], asked, allowed, 'write protocol: "HTTP", or remove the path'));
  }
  return problems;
}

function applicationProblems({ path, place }: Publication): Problem[] {
  if (place.algorithm !== "source-ip-hash") return [];
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
  const allowed =
    "round-robin or least-outstanding-requests: only a network load balancer goes by the source's address";
  return [problemAt([...path, "algorithm"], place.algorithm, allowed, 'use "least-outstanding-requests"')];
}

/** A network load balancer has no rules: a listener leads to one target group, whatever is asked. */
function networkKindProblems({ path, place }: Publication, listener: Listener | undefined): Problem[] {
  const problems: Problem[] = [];
  if (place.algorithm === "least-outstanding-requests") {
    const allowed = "round-robin or source-ip-hash: only an application load balancer counts requests";
    problems.push(problemAt([...path, "algorithm"], place.algorithm, allowed, 'use "round-robin"'));
  }
  if (place.algorithm === "source-ip-hash" && listener?.protocol === "TLS") {
    const allowed = "round-robin: a TLS listener is not sticky";
    problems.push(
      problemAt([...path, "algorithm"], place.algorithm, allowed, 'use "round-robin", or a TCP listener'),
    );
  }
  if (place.targetProtocol === "HTTPS") {
    const allowed = "nothing: a network load balancer passes on what it gets";
    problems.push(problemAt([...path, "targetProtocol"], place.targetProtocol, allowed, "remove it"));
  }
  for (const key of ["hosts", "paths", "priority"] as const) {
    const value = place[key];
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

function conditionProblems({ edge }: Platform, { path, place }: Publication, listener: Listener): Problem[] {
  const { hosts, paths } = place;
  // Without hosts of its own, a rule of the entry has the domain's.
  const implied = hosts.length === 0 && edge.domain?.entry === place.loadBalancer ? edge.domain.hosts : hosts;
  const values = implied.length + paths.length;
  const problems: Problem[] = [];
  if (values > CONDITION_VALUES_MAX) {
    const allowed = `at most ${CONDITION_VALUES_MAX} host names and paths together, the domain's hosts with them`;
    const fix = "use wildcards, or a load balancer of its own";
    problems.push(problemAt(path, values, allowed, fix));
  }
  const names = edge.domain?.certificateNames;
  if (!endsTls(listener) || names === undefined) return problems;
  const uncovered = hosts.flatMap((host, index) =>
    isCovered(host, names)
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
export function isCovered(host: string, certificateNames: readonly string[]): boolean {
  const [, ...parent] = host.split(".");
  return certificateNames.includes(host) || certificateNames.includes(`*.${parent.join(".")}`);
}

interface Shared {
  readonly publication: Publication;
  readonly listener: string;
  readonly balancer: LoadBalancer;
}

/** Several behind one listener are told apart by rules, of which each has a priority of its own. */
function sharingProblems(platform: Platform, publications: readonly Publication[]): Problem[] {
  const shared = publications.flatMap((publication): Shared[] => {
    const balancer = balancerOf(platform, publication.place);
    const listener = balancer === undefined ? undefined : listenerOf(balancer, publication.place);
    if (balancer === undefined || listener === undefined) return [];
    return [{ publication, balancer, listener: `${publication.place.loadBalancer}:${listener.port}` }];
  });
  const onNetwork = shared.filter(({ balancer }) => balancer.kind === "network");
  const onApplication = shared.filter(({ balancer }) => balancer.kind === "application");
  return [
    ...repeats(onNetwork, ({ listener }) => listener).map(({ first, again }) =>
      problemAt(
        again.publication.path,
        again.listener,
        `a listener of its own: ${first.publication.end} is on this one, and a network load balancer cannot tell them apart`,
        "add a listener on another port",
      ),
    ),
    ...repeats(onApplication, ({ listener, publication: { place } }) =>
      place.priority === undefined ? undefined : `${listener} ${place.priority}`,
    ).map(({ first, again }) =>
      problemAt(
        [...again.publication.path, "priority"],
        again.publication.place.priority,
        `a priority of its own on listener ${again.listener}: ${first.publication.end} has this one`,
        "choose another priority",
      ),
    ),
    ...repeats(
      onApplication,
      ({ listener, publication: { place } }) => `${listener} ${conditionsOf(place)}`,
    ).map(({ first, again }) =>
      problemAt(
        again.publication.path,
        again.listener,
        `hosts or paths of its own: ${first.publication.end} takes the same requests of this listener`,
        'add paths such as ["/api/*"]',
      ),
    ),
  ];
}

/** Target groups of one name are another check's matter; here are those that only their own names tell apart. */
function namingProblems(publications: readonly Publication[]): Problem[] {
  return repeats(publications, ({ targetGroup }) => targetGroup)
    .filter(({ first, again }) => first.place.targetGroupName !== again.place.targetGroupName)
    .map(({ first, again }) =>
      problemAt(
        again.path,
        again.targetGroup,
        `a place whose targets are not called as those of ${joinPath(first.path)}: by its workload and listenerPort`,
        `rename ${again.end}, or the other`,
      ),
    );
}

function conditionsOf({ hosts, paths }: Publication["place"]): string {
  return JSON.stringify([[...hosts].sort(), [...paths].sort()]);
}

/** A network load balancer's listener must lead somewhere; an application one's can answer by itself. */
function idleProblems(platform: Platform, publications: readonly Publication[]): Problem[] {
  return Object.entries(platform.edge.loadBalancers).flatMap(([name, balancer]) =>
    balancer.listeners.flatMap((listener, index) => {
      const isUsed = publications.some(
        ({ place }) => place.loadBalancer === name && listenerOf(balancer, place) === listener,
      );
      if (balancer.kind === "application" || isUsed) return [];
      const allowed = "a listener that a workload is published on";
      const fix = `publish one with { loadBalancer: "${name}", listenerPort: ${listener.port} }, or remove the listener`;
      return [problemAt(["edge", "loadBalancers", name, "listeners", index], listener.port, allowed, fix)];
    }),
  );
}

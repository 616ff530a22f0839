import { LOAD_BALANCER_SUBNET } from "../../aws/service-quotas.ts";
import type { Listener, LoadBalancerSettings } from "../edge.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { regionOfNetwork } from "../regional-view.ts";
import { required } from "../required.ts";
import { subnetBlock } from "../subnets.ts";
import { type Check, duplicatesOf, problemAt, type SpecPath } from "./check.ts";
import { type ResolvedPlacement, resolvePlacement } from "./placement.ts";

/** Checks load balancers and their listeners. */
export const checkLoadBalancers: Check = (platform) =>
  Object.entries(platform.edge.loadBalancers).flatMap(([name, balancer]) => {
    const path = ["edge", "loadBalancers", name];
    const placement = resolvePlacement(platform, balancer);
    return [
      ...balancer.listeners.flatMap((listener, index) =>
        listenerProblems(platform, [...path, "listeners", index], balancer, listener),
      ),
      ...portProblems(path, balancer),
      ...capacityProblems(path, balancer),
      ...(placement === undefined ? [] : placedBalancerProblems(platform, path, balancer, placement)),
    ];
  });

/**
 * Checks reserved capacity, which AWS refuses beside a TLS listener.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/request-capacity-unit-reservation.html
 */
function capacityProblems(
  path: SpecPath,
  { listeners, reservedCapacityUnits: units }: LoadBalancerSettings,
): Problem[] {
  if (units === undefined || !listeners.some(({ protocol }) => protocol === "TLS")) return [];
  const allowed = "none: AWS reserves no capacity of a network load balancer with a TLS listener";
  const fix = "remove it, or terminate TLS at the targets";
  return [problemAt([...path, "reservedCapacityUnits"], units, allowed, fix)];
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html */
const PROTOCOLS: Readonly<Record<LoadBalancerSettings["kind"], readonly Listener["protocol"][]>> = {
  application: ["HTTP", "HTTPS"],
  network: ["TCP", "TLS", "UDP"],
};

/** Reports that a listener terminates TLS with the platform's certificate. */
export function terminatesTls({ protocol }: Listener): boolean {
  return protocol === "HTTPS" || protocol === "TLS";
}

function listenerProblems(
  platform: Platform,
  path: SpecPath,
  balancer: LoadBalancerSettings,
  listener: Listener,
): Problem[] {
  const { kind, listeners } = balancer;
  const { protocol, action } = listener;
  if (!PROTOCOLS[kind].includes(protocol)) {
    const allowed = `a protocol that a load balancer of kind "${kind}" supports: ${PROTOCOLS[kind].join(", ")}`;
    const other = kind === "application" ? "network" : "application";
    return [problemAt([...path, "protocol"], protocol, allowed, `choose one, or set kind: "${other}"`)];
  }
  const problems: Problem[] = [];
  if (action === "redirect" && protocol !== "HTTP") {
    const allowed = '"forward": only an HTTP listener can redirect, to HTTPS';
    problems.push(problemAt([...path, "action"], action, allowed, "remove the action"));
  } else if (action === "redirect" && !listeners.some((other) => other.protocol === "HTTPS")) {
    const allowed = '"forward": there is no HTTPS listener to redirect to';
    problems.push(problemAt([...path, "action"], action, allowed, 'add { port: 443, protocol: "HTTPS" }'));
  }
  if (terminatesTls(listener) && platform.edge.domain === undefined) {
    const allowed = `a protocol without a certificate: ${protocol} requires that of edge.domain, which is not set`;
    problems.push(problemAt([...path, "protocol"], protocol, allowed, "add edge.domain"));
  }
  return problems;
}

function portProblems(path: SpecPath, { listeners }: LoadBalancerSettings): Problem[] {
  const indexed = listeners.map(({ port }, index) => ({ port, index }));
  return duplicatesOf(indexed, ({ port }) => String(port)).map(({ first, again }) =>
    problemAt(
      [...path, "listeners", again.index, "port"],
      again.port,
      `a unique port: listeners[${first.index}] has the same`,
      "choose another port, or remove one of them",
    ),
  );
}

function placedBalancerProblems(
  platform: Platform,
  path: SpecPath,
  balancer: LoadBalancerSettings,
  placement: ResolvedPlacement,
): Problem[] {
  const problems =
    balancer.kind === "application" ? applicationBalancerProblems(path, balancer, placement) : [];
  const isFixedInside = balancer.fixedAddresses && placement.tier.access !== "public";
  if (balancer.fixedAddresses && balancer.kind === "application") {
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html
    const allowed = 'false: only a load balancer of kind "network" has fixed addresses';
    problems.push(problemAt([...path, "fixedAddresses"], true, allowed, 'remove it, or set kind: "network"'));
  } else if (isFixedInside) {
    const allowed = "false: only a load balancer in a public tier has Elastic IPs";
    problems.push(
      problemAt([...path, "fixedAddresses"], true, allowed, "remove it, or choose a public tier"),
    );
  }
  const region = regionOfNetwork(platform, placement.network);
  const tls = balancer.listeners.findIndex(terminatesTls);
  if (tls >= 0 && region !== platform.region && platform.edge.domain !== undefined) {
    // https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html
    const allowed = `a protocol without a certificate: the platform's is in ${platform.region}, the load balancer in ${region}`;
    const at = [...path, "listeners", tls, "protocol"];
    const fix = `move the load balancer to a network in ${platform.region}`;
    problems.push(problemAt(at, required(balancer.listeners, tls).protocol, allowed, fix));
  }
  return problems;
}

/** The longest subnet prefix that an application load balancer allows. */
const PREFIX_MAX = LOAD_BALANCER_SUBNET.longestApplicationPrefix;

/**
 * An Application Load Balancer needs two zones, and subnets of /27 or larger.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
 */
function applicationBalancerProblems(
  path: SpecPath,
  { tier: tierName }: LoadBalancerSettings,
  { networkName, network, tier }: ResolvedPlacement,
) {
  const problems: Problem[] = [];
  if (network.zones.length < 2) {
    const allowed = `a network with at least two zones: ${networkName} has one`;
    problems.push(
      problemAt([...path, "network"], networkName, allowed, `add a zone to networks.${networkName}`),
    );
  }
  const blocks = network.zones.map((zone) => subnetBlock(network, tierName, tier, zone));
  const small = blocks.find((block) => block !== undefined && block.prefix > PREFIX_MAX);
  if (small !== undefined) {
    const allowed = `a tier with subnets of /${PREFIX_MAX} or larger: this one has ${small}`;
    problems.push(
      problemAt(
        [...path, "tier"],
        tierName,
        allowed,
        "give the tier larger cidrs, or the network a larger CIDR block",
      ),
    );
  }
  return problems;
}

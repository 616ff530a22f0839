import { required } from "../../../../language/required.ts";
import type { ExternalNetwork } from "../../network/endpoint-model.ts";
import type { NetworkModel, RouteTarget, Subnet } from "../../network/network-model.ts";
import { formatAddresses } from "../../packets/addresses.ts";
import { TransportSet } from "../../packets/transport-set.ts";
import type { NetworkAnalysis } from "../network-analysis.ts";
import { cidrEndpoint, externalEndpoint } from "../paths/create-traffic-endpoint.ts";
import { shortName } from "../paths/filter-step.ts";
import type { NetworkPath } from "../paths/network-path.ts";
import { RouteResolver } from "../paths/route-resolver.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { reaches, routeTargetName, type SubnetPair, singleGatewayTo, subnetPairs } from "./subnet-pairs.ts";

/** Finds connections whose requests and replies use different gateways. */
export const routesAsymmetric: LintRule = {
  code: "ROUTES_ASYMMETRIC",
  checks: "networks reached through one gateway that reply through another",
  documentation: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html#route-tables-priority",
    "https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html",
  ],
  find(analysis) {
    return distinct([...subnetPairs(analysis.model).flatMap(betweenVpcs), ...withExternalNetworks(analysis)]);
  },
};

interface Keyed {
  readonly key: string;
  readonly finding: RuleFinding;
}

/** One finding for each pair of tables. */
function distinct(found: readonly Keyed[]): RuleFinding[] {
  return [...new Map(found.map(({ key, finding }) => [key, finding])).values()];
}

/** Compares the gateways between two VPCs. Peered transit gateways count as one. */
function betweenVpcs({ from, to, there, back }: SubnetPair): Keyed[] {
  if (from.vpc === to.vpc || !reaches(there) || !reaches(back)) return [];
  const [out, home] = [singleGatewayTo(from, to.blocks), singleGatewayTo(to, from.blocks)];
  if (out === undefined || home === undefined || routeTargetName(out) === routeTargetName(home)) return [];
  if (out.kind === "transit-gateway" && home.kind === "transit-gateway") return [];
  if (out.kind === "endpoint" || home.kind === "endpoint") return [];
  const text = `${shortName(from.address)} reaches ${shortName(to.address)} through ${format(routeTargetName(out))}, but the return traffic uses ${format(routeTargetName(home))}`;
  const fix = `route both directions through one of them, in ${shortName(from.table.address)} and ${shortName(to.table.address)}`;
  const key = [from.table.address, to.table.address].sort().join(" ");
  return [{ key, finding: { severity: "warning", address: from.table.address, text, fix } }];
}

/**
 * Compares, for networks behind VPNs and Direct Connect, the gateway by which they enter with the
 * one for return traffic.
 */
function withExternalNetworks(analysis: NetworkAnalysis): Keyed[] {
  const { model } = analysis;
  const paths = new RouteResolver(model);
  const connections = [...model.externalNetworks.values()].filter(
    ({ kind, attachedTo: entry }) => entry !== undefined && (kind === "vpn" || kind === "direct-connect"),
  );
  return connections.flatMap((externalNetwork) =>
    [...model.subnets.values()].flatMap((subnet) => {
      const entry = entryOf(model, externalNetwork, subnet);
      const home = singleGatewayTo(subnet, externalNetwork.addresses);
      if (entry === undefined || home === undefined || routeTargetName(home) === entry) return [];
      if (home.kind === "unknown" || home.kind === "blackhole" || home.kind === "endpoint") return [];
      const trafficEndpoint = cidrEndpoint(subnet, subnet.blocks, subnet.address);
      if (!reaches(paths.find(externalEndpoint(externalNetwork), trafficEndpoint, subnet.blocks))) return [];
      if (!isAdmitted(analysis, externalNetwork, subnet)) return [];
      return [
        {
          key: `${externalNetwork.name} ${subnet.table.address}`,
          finding: asymmetryFinding(externalNetwork, subnet, entry, home),
        },
      ];
    }),
  );
}

/**
 * Reports that a resource in the subnet admits the external network, apart from the return path.
 */
function isAdmitted(analysis: NetworkAnalysis, externalNetwork: ExternalNetwork, subnet: Subnet): boolean {
  const inside = [...analysis.model.endpoints.keys()]
    .flatMap((endpoint) => analysis.trafficEndpoints(endpoint))
    .filter((trafficEndpoint) => trafficEndpoint.subnet?.address === subnet.address);
  return analysis
    .trafficEndpoints(externalNetwork.name)
    .some((from) =>
      inside.some(
        (to) =>
          analysis.couldConnect(from, to) &&
          analysis.paths(from, to, TransportSet.all).some(passesExceptReturnPath),
      ),
    );
}

function passesExceptReturnPath({ segments }: NetworkPath): boolean {
  return segments.every(({ requested, steps }) => {
    const forwardSteps = steps.filter(({ code }) => code !== "NO_ROUTE_BACK");
    const left = forwardSteps.reduce(
      (packets, { result }) => packets.intersect(result.allowed.union(result.unknown)),
      requested,
    );
    return !left.isEmpty;
  });
}

/** The gateway through which an external network enters a subnet's VPC. */
function entryOf(
  model: NetworkModel,
  { attachedTo: entry }: ExternalNetwork,
  subnet: Subnet,
): string | undefined {
  const vpnGateway = model.vpnGateways.get(model.vpcs.get(subnet.vpc)?.vpnGateway ?? "");
  if (vpnGateway !== undefined && vpnGateway.address === entry) return vpnGateway.address;
  const gateways = [...model.transitGateways.values()].filter(({ attachments }) =>
    attachments.some(({ resource }) => resource.kind === "vpc" && resource.vpc === subnet.vpc),
  );
  const own = gateways.find(({ attachments }) => attachments.some(({ address }) => address === entry));
  return own?.address ?? (gateways.length === 1 ? required(gateways, 0).address : undefined);
}

function asymmetryFinding(
  externalNetwork: ExternalNetwork,
  subnet: Subnet,
  entry: string,
  home: RouteTarget,
): RuleFinding {
  const mayGetBack = ["vpn-gateway", "transit-gateway", "peering"].includes(home.kind);
  const [table, gateway] = [shortName(subnet.table.address), format(entry)];
  const enters = `${format(externalNetwork.name)} enters ${shortName(subnet.address)} through ${gateway}`;
  return {
    severity: mayGetBack ? "warning" : "error",
    address: subnet.table.address,
    text: `${enters}, but the return traffic uses ${format(routeTargetName(home))}`,
    fix: `route ${formatAddresses(externalNetwork.addresses)} to ${gateway} in ${table}`,
  };
}

function format(name: string | undefined): string {
  return shortName(name ?? "");
}

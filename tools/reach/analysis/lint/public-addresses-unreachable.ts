import type { NetworkEndpoint } from "../../network/endpoint-model.ts";
import type { NetworkModel, Subnet, Vpc } from "../../network/network-model.ts";
import { ANY_IPV4 } from "../../packets/addresses.ts";
import type { NetworkAnalysis } from "../network-analysis.ts";
import { shortName } from "../paths/filter-step.ts";
import { longestPrefixMatch } from "../paths/longest-prefix-match.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { routeTargetName } from "./subnet-pairs.ts";

/**
 * Finds public addresses that cannot be reached: the subnet has no route to the internet, or one
 * that does not lead to the internet gateway through which packets enter, so that return traffic is
 * lost.
 */
export const publicAddressesUnreachable: LintRule = {
  code: "PUBLIC_ADDRESS_UNREACHABLE",
  checks: "public addresses in subnets whose return traffic does not leave through the internet gateway",
  documentation: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer",
  ],
  find(analysis) {
    const { endpoints } = analysis.model;
    return [...endpoints.values()].flatMap((endpoint) => check(analysis, endpoint));
  },
};

function check(analysis: NetworkAnalysis, endpoint: NetworkEndpoint): RuleFinding[] {
  const { model } = analysis;
  const subnets = new Set(
    endpoint.interfaces.flatMap(({ publicIPv4, subnet }) => (publicIPv4 === true ? (subnet ?? []) : [])),
  );
  const bad = [...subnets].flatMap((name) => {
    const subnet = model.subnets.get(name);
    const how = subnet === undefined ? undefined : detourOf(analysis, subnet);
    return subnet === undefined || how === undefined ? [] : [{ subnet, how }];
  });
  const first = bad[0];
  return first === undefined ? [] : [finding(model, endpoint, first.subnet, first.how)];
}

/**
 * Describes where return traffic to the internet leaves a subnet if not through its internet
 * gateway; undefined if it does, or if that is unknown.
 */
function detourOf({ model, context }: NetworkAnalysis, subnet: Subnet): string | undefined {
  const vpc = model.vpcs.get(subnet.vpc);
  const internet = model.externalNetworks.get("internet")?.addresses.intersect(ANY_IPV4);
  if (vpc === undefined || internet === undefined || subnet.table.unknown !== undefined) return undefined;
  const routed = longestPrefixMatch(subnet.table, internet);
  if (routed.some(({ route }) => route?.target.kind === "internet-gateway")) return undefined;
  const default_ = routed.find(({ route }) => route !== undefined && route.prefixLength === 0)?.route;
  if (default_ === undefined)
    return routed.some(({ route }) => route === undefined) ? "it has no route to the internet" : undefined;
  if (default_.target.kind !== "unknown")
    return `it leaves through ${shortName(routeTargetName(default_.target) ?? "")}`;
  const values = context.inventory.at(default_.origin)?.values;
  return values?.vpc_endpoint_id !== undefined && hasNoIngressRoutes(vpc)
    ? "it leaves through a firewall endpoint that packets from the internet do not pass"
    : undefined;
}

/** Reports that an internet gateway delivers packets directly to their subnet. */
function hasNoIngressRoutes({ internetGateway, unknownIngress }: Vpc): boolean {
  return internetGateway !== undefined && unknownIngress === undefined;
}

function finding(
  model: NetworkModel,
  { address, kind }: NetworkEndpoint,
  subnet: Subnet,
  how: string,
): RuleFinding {
  const gateway = model.vpcs.get(subnet.vpc)?.internetGateway;
  const target = gateway === undefined ? "an internet gateway" : shortName(gateway);
  return {
    severity: kind.includes("load balancer") ? "error" : "warning",
    address,
    text: `the ${kind} has a public address in ${shortName(subnet.address)} that cannot be reached: return traffic does not leave through the internet gateway: ${how}`,
    fix: `route 0.0.0.0/0 to ${target} in ${shortName(subnet.table.address)}, or remove the public address`,
  };
}

import type { NetworkEndpoint, NetworkModel, Subnet, Vpc } from "../../network/network-model.ts";
import { ANY_IPV4 } from "../../packets/addresses.ts";
import { shortName } from "../paths/filter-step.ts";
import { longestPrefixMatch } from "../paths/longest-prefix-match.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import type { LintContext } from "./lint-context.ts";
import { routeTargetName } from "./subnet-pairs.ts";

/**
 * A public address that nobody reaches: the subnet's route to the internet leads elsewhere than to the internet
 * gateway by which packets come in, so that answers go astray, or there is none.
 */
export const publicAddressesUnreachable: LintRule = {
  code: "PUBLIC_ADDRESS_UNREACHABLE",
  checks: "public addresses in subnets whose answers do not leave by the internet gateway",
  documentation: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer",
  ],
  find(context) {
    const { endpoints } = context.model;
    return [...endpoints.values()].flatMap((endpoint) => check(context, endpoint));
  },
};

function check(context: LintContext, endpoint: NetworkEndpoint): RuleFinding[] {
  const { model } = context;
  const subnets = new Set(
    endpoint.interfaces.flatMap(({ publicIPv4, subnet }) => (publicIPv4 === true ? (subnet ?? []) : [])),
  );
  const bad = [...subnets].flatMap((name) => {
    const subnet = model.subnets.get(name);
    const how = subnet === undefined ? undefined : astray(context, subnet);
    return subnet === undefined || how === undefined ? [] : [{ subnet, how }];
  });
  const first = bad[0];
  return first === undefined ? [] : [finding(model, endpoint, first.subnet, first.how)];
}

/** Where answers to the internet leave a subnet, if not by its gateway: `by NAT`; undefined when all is well. */
function astray({ model, inventory }: LintContext, subnet: Subnet): string | undefined {
  const vpc = model.vpcs.get(subnet.vpc);
  const internet = model.externalNetworks.get("internet")?.addresses.intersect(ANY_IPV4);
  if (vpc === undefined || internet === undefined || subnet.table.unknown !== undefined) return undefined;
  const routed = longestPrefixMatch(subnet.table, internet);
  if (routed.some(({ route }) => route?.target.kind === "internet-gateway")) return undefined;
  const default_ = routed.find(({ route }) => route !== undefined && route.prefixLength === 0)?.route;
  if (default_ === undefined)
    return routed.some(({ route }) => route === undefined) ? "no route leads to the internet" : undefined;
  if (default_.target.kind !== "unknown")
    return `they leave by ${shortName(routeTargetName(default_.target) ?? "")}`;
  const values = inventory.at(default_.origin)?.values;
  return values?.vpc_endpoint_id !== undefined && hasNoIngressRoutes(vpc)
    ? "they leave by a firewall's endpoint, which packets from the internet do not pass"
    : undefined;
}

/** Whether an internet gateway takes packets straight to their subnet. */
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
    text: `the ${kind} has a public address in ${shortName(subnet.address)} that nobody reaches: its answers do not leave by the internet gateway: ${how}`,
    fix: `lead 0.0.0.0/0 to ${target} in ${shortName(subnet.table.address)}, or do without the address`,
  };
}

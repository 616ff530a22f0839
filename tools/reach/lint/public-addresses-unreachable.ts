import type { Endpoint, Fabric, Subnet, Vpc } from "../model/fabric.ts";
import { ANY_IPV4 } from "../packets/addresses.ts";
import { lookUp } from "../walk/routes.ts";
import { shortName } from "../walk/step.ts";
import type { Found, LintRule } from "./finding.ts";
import type { Subject } from "./subject.ts";
import { nameOf } from "./subnet-pairs.ts";

/**
 * A public address that nobody reaches: the subnet's route to the internet leads elsewhere than to the internet
 * gateway by which packets come in, so that answers go astray, or there is none.
 */
export const publicAddressesUnreachable: LintRule = {
  code: "PUBLIC_ADDRESS_UNREACHABLE",
  about: "public addresses in subnets whose answers do not leave by the internet gateway",
  says: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer",
  ],
  find(subject) {
    const { endpoints } = subject.fabric;
    return [...endpoints.values()].flatMap((endpoint) => judge(subject, endpoint));
  },
};

function judge(subject: Subject, endpoint: Endpoint): Found[] {
  const { fabric } = subject;
  const subnets = new Set(
    endpoint.interfaces.flatMap(({ publicIPv4, subnet }) => (publicIPv4 === true ? (subnet ?? []) : [])),
  );
  const bad = [...subnets].flatMap((name) => {
    const subnet = fabric.subnets.get(name);
    const how = subnet === undefined ? undefined : astray(subject, subnet);
    return subnet === undefined || how === undefined ? [] : [{ subnet, how }];
  });
  const first = bad[0];
  return first === undefined ? [] : [found(fabric, endpoint, first.subnet, first.how)];
}

/** Where answers to the internet leave a subnet, if not by its gateway: `by NAT`; undefined when all is well. */
function astray({ fabric, inventory }: Subject, subnet: Subnet): string | undefined {
  const vpc = fabric.vpcs.get(subnet.vpc);
  const internet = fabric.outsides.get("internet")?.addresses.intersect(ANY_IPV4);
  if (vpc === undefined || internet === undefined || subnet.table.unknown !== undefined) return undefined;
  const routed = lookUp(subnet.table, internet);
  if (routed.some(({ route }) => route?.target.kind === "internet-gateway")) return undefined;
  const default_ = routed.find(({ route }) => route !== undefined && route.prefixLength === 0)?.route;
  if (default_ === undefined)
    return routed.some(({ route }) => route === undefined) ? "no route leads to the internet" : undefined;
  if (default_.target.kind !== "unknown") return `they leave by ${shortName(nameOf(default_.target) ?? "")}`;
  const values = inventory.at(default_.origin)?.values;
  return values?.vpc_endpoint_id !== undefined && hasNoIngressRoutes(vpc)
    ? "they leave by a firewall's endpoint, which packets from the internet do not pass"
    : undefined;
}

/** Whether an internet gateway takes packets straight to their subnet. */
function hasNoIngressRoutes({ internetGateway, unknownIngress }: Vpc): boolean {
  return internetGateway !== undefined && unknownIngress === undefined;
}

function found(fabric: Fabric, { address, kind }: Endpoint, subnet: Subnet, how: string): Found {
  const gateway = fabric.vpcs.get(subnet.vpc)?.internetGateway;
  const target = gateway === undefined ? "an internet gateway" : shortName(gateway);
  return {
    severity: kind.includes("load balancer") ? "error" : "warning",
    address,
    text: `the ${kind} has a public address in ${shortName(subnet.address)} that nobody reaches: its answers do not leave by the internet gateway: ${how}`,
    fix: `lead 0.0.0.0/0 to ${target} in ${shortName(subnet.table.address)}, or do without the address`,
  };
}

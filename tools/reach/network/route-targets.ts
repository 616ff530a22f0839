import { type Attributes, describeValue, knownBlocks } from "../terraform/attributes.ts";
import type { Value } from "../terraform/value.ts";
import type { ModelContext } from "./model-context.ts";
import { readNatGateways } from "./nat-gateways.ts";
import type { RouteTarget } from "./network-model.ts";
import { peeringOf } from "./peerings.ts";
import type { VpcDraft } from "./vpcs.ts";

/** A route with the VPC of its table. */
interface RouteOwner {
  readonly context: ModelContext;
  readonly vpc: VpcDraft | undefined;
}

/** The reader of each route attribute that names a target. */
const READERS: Readonly<Record<string, (value: Value, owner: RouteOwner) => RouteTarget | undefined>> = {
  gateway_id: gatewayTarget,
  egress_only_gateway_id: (value, { context }) =>
    keyTarget(
      "egress-only-gateway",
      context.resolver.resource(value, "aws_egress_only_internet_gateway")?.address,
    ),
  nat_gateway_id: natTarget,
  vpc_peering_connection_id: (value, { context }) => keyTarget("peering", peeringOf(context, value)),
  transit_gateway_id: (value, { context }) =>
    keyTarget("transit-gateway", context.resolver.resource(value, "aws_ec2_transit_gateway")?.address),
  network_interface_id: (value, { context }) => forwarderTarget(context, value),
  instance_id: (value, { context }) => forwarderTarget(context, value),
  vpc_endpoint_id: (value) => ({
    kind: "unknown",
    why: `how the endpoint ${describeValue(value)} (firewall or load balancer) handles traffic is not modelled`,
  }),
  carrier_gateway_id: () => ({ kind: "unknown", why: "carrier gateways are not modelled" }),
  local_gateway_id: () => ({ kind: "unknown", why: "local gateways are not modelled" }),
  core_network_arn: () => ({ kind: "unknown", why: "Cloud WAN is not modelled" }),
  odb_network_arn: () => ({ kind: "unknown", why: "Oracle Database@AWS networks are not modelled" }),
};

/**
 * Resolves the target of a route.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
export function routeTargetOf(
  context: ModelContext,
  route: Attributes,
  vpc: VpcDraft | undefined,
): RouteTarget {
  if (route.state === "blackhole")
    return { kind: "blackhole", why: "AWS reports that its target no longer exists" };
  for (const [attribute, read] of Object.entries(READERS)) {
    const value = route[attribute];
    if (value === undefined || value === null || value === "") continue;
    return (
      read(value, { context, vpc }) ?? {
        kind: "unknown",
        why: `${describeValue(value)} is not in these files`,
      }
    );
  }
  return { kind: "unknown", why: "it names no supported target" };
}

function gatewayTarget(value: Value, { context, vpc }: RouteOwner): RouteTarget | undefined {
  if (value === "local") return { kind: "local" };
  // A default VPC's internet gateway is not a resource; it has the key given to it here.
  if (value === vpc?.internetGateway) return { kind: "internet-gateway", address: vpc.internetGateway };
  const gateway = context.resolver.resource(value, "aws_internet_gateway", "aws_vpn_gateway");
  const endpoint = context.resolver.resource(value, "aws_vpc_endpoint");
  if (endpoint !== undefined) return { kind: "gateway-endpoint", address: endpoint.address };
  if (gateway === undefined) return undefined;
  const isInternet = gateway.type === "aws_internet_gateway";
  if (vpc !== undefined && (isInternet ? vpc.internetGateway : vpc.vpnGateway) !== gateway.address) {
    return { kind: "blackhole", why: `${gateway.address} is not attached to ${vpc.address}` };
  }
  return { kind: isInternet ? "internet-gateway" : "vpn-gateway", address: gateway.address };
}

function natTarget(value: Value, { context }: RouteOwner): RouteTarget | undefined {
  const gateway = context.resolver.resource(value, "aws_nat_gateway")?.address;
  if (gateway === undefined || readNatGateways(context).has(gateway))
    return keyTarget("nat-gateway", gateway);
  return { kind: "unknown", why: `the VPC of ${gateway} is unknown` };
}

/**
 * A forwarding instance or network interface. An instance's primary interface resolves to the
 * instance.
 */
function forwarderTarget(context: ModelContext, value: Value): RouteTarget | undefined {
  const found = context.resolver.resource(value, "aws_instance", "aws_network_interface");
  if (found?.type !== "aws_network_interface") return found && { kind: "endpoint", address: found.address };
  const isNamed = (named: Value | undefined) => context.resolver.resource(named) === found;
  const owner = context
    .managed("aws_instance")
    .find(({ values }) =>
      [...knownBlocks(values.primary_network_interface), ...knownBlocks(values.network_interface)].some(
        ({ network_interface_id, device_index }) =>
          isNamed(network_interface_id) && (device_index ?? 0) === 0,
      ),
    );
  return { kind: "endpoint", address: owner?.address ?? found.address };
}

function keyTarget(
  kind: "egress-only-gateway" | "transit-gateway" | "peering" | "nat-gateway",
  address: string | undefined,
): RouteTarget | undefined {
  return address === undefined ? undefined : { kind, address };
}

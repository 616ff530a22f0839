import type {
  NetworkEndpoint,
  NetworkInterface,
  NetworkProxy,
} from "../../../../tools/reach/network/endpoint-model.ts";
import { buildEndpoints } from "../../../../tools/reach/network/endpoints/endpoints.ts";
import { ModelContext } from "../../../../tools/reach/network/model-context.ts";
import { buildProxies } from "../../../../tools/reach/network/proxies/proxies.ts";
import { formatAddresses } from "../../../../tools/reach/packets/addresses.ts";
import type { Inventory } from "../../../../tools/reach/terraform/inventory.ts";
import { inventoryOf, type StackJson } from "./stacks.ts";

/**
 * A VPC with two subnets, `a` (10.0.1.0/24) and `b` (10.0.2.0/24), and two security groups, `web`
 * and `data`.
 */
export const NETWORK = {
  aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
  aws_subnet: {
    a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.1.0/24" },
    b: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.2.0/24" },
  },
  aws_security_group: {
    web: { vpc_id: "${aws_vpc.main.id}" },
    data: { vpc_id: "${aws_vpc.main.id}" },
  },
} as const;

/** The references to both subnets. */
export const SUBNETS = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"] as const;
/** The security group `web`. */
export const WEB = ["${aws_security_group.web.id}"] as const;

/** Reads the endpoints of {@link NETWORK} and a test's resources. The stack is `net`. */
export function endpointsOf(json: StackJson): ReadonlyMap<string, NetworkEndpoint> {
  return readEndpoints(inventoryOf({ net: { ...NETWORK, ...json } }));
}

/** Reads the endpoints of an inventory. */
export function readEndpoints(inventory: Inventory): ReadonlyMap<string, NetworkEndpoint> {
  return buildEndpoints(new ModelContext(inventory));
}

/** Reads the proxies of {@link NETWORK} and a test's resources. */
export function proxiesOf(json: StackJson): readonly NetworkProxy[] {
  return readProxies(inventoryOf({ net: { ...NETWORK, ...json } }));
}

/** Reads the proxies of an inventory. */
export function readProxies(inventory: Inventory): readonly NetworkProxy[] {
  return buildProxies(new ModelContext(inventory));
}

/** Removes the stack `net` from an address: `aws_instance.web`. */
function withoutStack(address: string): string {
  return address.replace(/^net\//, "");
}

/** Formats an endpoint: its interfaces, listening ports, and the reason if some are unknown. */
export function formatEndpoint(endpoint: NetworkEndpoint | undefined): unknown {
  if (endpoint === undefined) return undefined;
  const { kind, interfaces, listening, ephemeralPorts, unknown } = endpoint;
  return {
    kind,
    interfaces: interfaces.map(formatInterface),
    listening: listening?.format(),
    ephemeralPorts: ephemeralPorts.join("-"),
    ...(unknown !== undefined && { unknown }),
  };
}

/** Formats a network interface: `a at 10.0.1.9, public, groups web`. */
export function formatInterface(networkInterface: NetworkInterface): string {
  const { subnet, addresses, isExact, publicIPv4, publicAddresses, ipv6, groups, unknownGroups, forwards } =
    networkInterface;
  const parts = [
    `${withoutStack(subnet ?? "somewhere").replace("aws_subnet.", "")}${isExact ? ` at ${formatAddresses(addresses)}` : ""}`,
    ...(publicIPv4 === true ? [`public ${formatAddresses(publicAddresses)}`.trim()] : []),
    ...(publicIPv4 === "unknown" ? ["perhaps public"] : []),
    ...(ipv6 ? ["IPv6"] : []),
    ...(forwards ? ["forwards"] : []),
    `groups ${groups.map((group) => withoutStack(group).replace("aws_security_group.", "")).join(" ") || "none"}`,
    ...(unknownGroups === undefined ? [] : [`more groups: ${unknownGroups}`]),
  ];
  return parts.join(", ");
}

/** Formats a proxy with its targets and the listener rules that lead there. */
export function formatProxy(proxy: NetworkProxy): unknown {
  const { address, servedBy, frontend, backendSource, targets, keepsClientAddress, unknown } = proxy;
  return {
    proxy: `${withoutStack(servedBy)} takes ${frontend.format()} by ${withoutStack(address)}`,
    targets: targets.map(
      ({ endpoint, transport, healthCheck, via }) =>
        `${withoutStack(backendSource)} opens ${withoutStack(endpoint)} ${transport.format()}${healthCheck === undefined ? "" : ` (checks ${healthCheck.format()})`} by ${via.join(" → ")}`,
    ),
    ...(keepsClientAddress && { keepsClientAddress }),
    ...(unknown !== undefined && { unknown }),
  };
}

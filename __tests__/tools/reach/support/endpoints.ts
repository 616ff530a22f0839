import type { Inventory } from "../../../../tools/reach/input/inventory.ts";
import { buildEndpoints } from "../../../../tools/reach/model/endpoints/endpoints.ts";
import type { Endpoint, Interface, Relay } from "../../../../tools/reach/model/fabric.ts";
import { readGround } from "../../../../tools/reach/model/read-ground.ts";
import { buildRelays } from "../../../../tools/reach/model/relays/relays.ts";
import { sayAddresses } from "../../../../tools/reach/packets/addresses.ts";
import { inventoryOf, type StackJson } from "./stacks.ts";

/** A VPC with two subnets, `a` (10.0.1.0/24) and `b` (10.0.2.0/24), and two groups, `web` and `data`. */
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

/** Both subnets. */
export const SUBNETS = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"] as const;
/** The group `web`. */
export const WEB = ["${aws_security_group.web.id}"] as const;

/** The endpoints of {@link NETWORK} and of what a test puts into it: the stack is `net`. */
export function endpointsOf(json: StackJson): ReadonlyMap<string, Endpoint> {
  return readEndpoints(inventoryOf({ net: { ...NETWORK, ...json } }));
}

/** The endpoints of an inventory. */
export function readEndpoints(inventory: Inventory): ReadonlyMap<string, Endpoint> {
  return buildEndpoints(inventory, readGround(inventory));
}

/** The relays of {@link NETWORK} and of what a test puts into it. */
export function relaysOf(json: StackJson): readonly Relay[] {
  return readRelays(inventoryOf({ net: { ...NETWORK, ...json } }));
}

/** The relays of an inventory. */
export function readRelays(inventory: Inventory): readonly Relay[] {
  const ground = readGround(inventory);
  return buildRelays(inventory, ground, buildEndpoints(inventory, ground));
}

/** `net/aws_instance.web` without its stack. */
export function short(address: string): string {
  return address.replace(/^net\//, "");
}

/** An endpoint for reading: what it listens on, where it is, why it is not all known. */
export function sayEndpoint(endpoint: Endpoint | undefined): unknown {
  if (endpoint === undefined) return undefined;
  const { kind, interfaces, listens, ephemeralPorts, unknown } = endpoint;
  return {
    kind,
    interfaces: interfaces.map(sayInterface),
    listens: listens?.say(),
    ephemeralPorts: ephemeralPorts.join("-"),
    ...(unknown !== undefined && { unknown }),
  };
}

/** `a 10.0.1.4-…: public; aws_security_group.web`. */
export function sayInterface(place: Interface): string {
  const { subnet, addresses, isExact, publicIPv4, publicAddresses, ipv6, groups, unknownGroups, forwards } =
    place;
  const words = [
    `${short(subnet ?? "somewhere").replace("aws_subnet.", "")}${isExact ? ` at ${sayAddresses(addresses)}` : ""}`,
    ...(publicIPv4 === true ? [`public ${sayAddresses(publicAddresses)}`.trim()] : []),
    ...(publicIPv4 === "unknown" ? ["perhaps public"] : []),
    ...(ipv6 ? ["IPv6"] : []),
    ...(forwards ? ["forwards"] : []),
    `groups ${groups.map((group) => short(group).replace("aws_security_group.", "")).join(" ") || "none"}`,
    ...(unknownGroups === undefined ? [] : [`more groups: ${unknownGroups}`]),
  ];
  return words.join(", ");
}

/** A relay for reading. */
export function sayRelay(relay: Relay): unknown {
  const { address, at, takes, opensFrom, targets, keepsClientAddress, unknown } = relay;
  return {
    relay: `${short(at)} takes ${takes.say()} by ${short(address)}`,
    targets: targets.map(
      ({ endpoint, services, healthCheck, via }) =>
        `${short(opensFrom)} opens ${short(endpoint)} ${services.say()}${healthCheck === undefined ? "" : ` (checks ${healthCheck.say()})`} by ${via.join(" → ")}`,
    ),
    ...(keepsClientAddress && { keepsClientAddress }),
    ...(unknown !== undefined && { unknown }),
  };
}

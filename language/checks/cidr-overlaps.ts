import { Cidr } from "../../aws/cidr.ts";
import { ownValue } from "../endpoints.ts";
import { arePeered, connectionsOf } from "../network-connectivity.ts";
import type { Platform } from "../platform.ts";
import { joinPath, type Problem } from "../problem.ts";
import { required } from "../required.ts";
import { type Check, distinctPairs, problemAt, type SpecPath } from "./check.ts";

/** A CIDR block that a connection routes. */
interface Member {
  readonly path: SpecPath;
  /** Its owner. The blocks of one network are compared by {@link checkAddresses}. */
  readonly owner: string;
  readonly block: Cidr;
}

/**
 * Checks that connected networks do not overlap: a router can send a packet to one place only, and
 * AWS rejects a peering of overlapping VPCs.
 * https://docs.aws.amazon.com/vpc/latest/peering/invalid-peering-configurations.html
 */
export const checkOverlaps: Check = (platform) => {
  const seen = new Set<string>();
  return Object.keys(platform.connections).flatMap((name) =>
    distinctPairs(membersOf(platform, name)).flatMap(([first, second]) => {
      // A pair is reported once, even if several connections join it.
      const pair = `${joinPath(first.path)} ${joinPath(second.path)}`;
      if (first.owner === second.owner || !first.block.overlaps(second.block) || seen.has(pair)) return [];
      seen.add(pair);
      return [overlap(name, first, second)];
    }),
  );
};

function overlap(connection: string, first: Member, second: Member): Problem {
  const allowed = `a CIDR block that does not overlap ${joinPath(first.path)} (${first.block}), since connection ${connection} connects them`;
  return problemAt(
    second.path,
    `${second.block}`,
    allowed,
    "choose another CIDR block, or do not connect them",
  );
}

function membersOf(platform: Platform, name: string): Member[] {
  const connection = required(platform.connections, name);
  switch (connection.kind) {
    case "peering":
      return connection.between.flatMap((network) => networkMembers(platform, network));
    case "transit-gateway":
      return gatewayMembers(platform, name);
    case "site-to-site-vpn":
    case "direct-connect":
      return connection.endsOn.kind === "virtual-private-gateway"
        ? [...networkMembers(platform, connection.endsOn.network), ...outsideMembers(platform, [name])]
        : [];
    case "network-vpn":
      return [connection.network, connection.router.network].flatMap((network) =>
        networkMembers(platform, network),
      );
    case "client-vpn": {
      const path = ["connections", name, "clientCidr"];
      const clients = { path, owner: `connection ${name}`, block: Cidr.parseKnown(connection.clientCidr) };
      return [...networkMembers(platform, connection.network), clients];
    }
    default:
      return [];
  }
}

/**
 * Returns everything that a transit gateway routes to: its networks, its peers' networks, external
 * networks, and its gatewayBlocks CIDR blocks.
 */
function gatewayMembers(platform: Platform, name: string): Member[] {
  const gateways = connectionsOf(platform, "transit-gateway").filter(
    ([other]) => other === name || arePeered(platform, name, other),
  );
  const names = gateways.map(([gateway]) => gateway);
  const networks = new Set(gateways.flatMap(([, { attachments }]) => Object.keys(attachments)));
  const terminating = Object.entries(platform.connections)
    .filter(([, connection]) => {
      if (connection.kind === "transit-connect") return names.includes(connection.transitGateway);
      if (connection.kind !== "site-to-site-vpn" && connection.kind !== "direct-connect") return false;
      const { endsOn } = connection;
      return endsOn.kind === "transit-gateway" && names.includes(endsOn.connection);
    })
    .map(([connection]) => connection);
  const gatewayBlocks = gateways.flatMap(([gateway, { cidrs }]) =>
    cidrs.map((cidr, index) => ({
      path: ["connections", gateway, "cidrs", index],
      owner: `connection ${gateway}`,
      block: Cidr.parseKnown(cidr),
    })),
  );
  return [
    ...[...networks].flatMap((network) => networkMembers(platform, network)),
    ...gatewayBlocks,
    ...outsideMembers(platform, terminating),
  ];
}

function networkMembers(platform: Platform, name: string): Member[] {
  const network = ownValue(platform.networks, name);
  if (network === undefined) return [];
  const owner = `network ${name}`;
  return [
    { path: ["networks", name, "cidr"], owner, block: Cidr.parseKnown(network.cidr) },
    ...network.secondaryCidrs.map((cidr, index) => ({
      path: ["networks", name, "secondaryCidrs", index],
      owner,
      block: Cidr.parseKnown(cidr),
    })),
  ];
}

function outsideMembers(platform: Platform, connections: readonly string[]): Member[] {
  return Object.entries(platform.outside)
    .filter(([, { via }]) => connections.includes(via))
    .flatMap(([name, { cidrs }]) =>
      cidrs.map((cidr, index) => ({
        path: ["outside", name, "cidrs", index],
        owner: `outside ${name}`,
        block: Cidr.parseKnown(cidr),
      })),
    );
}

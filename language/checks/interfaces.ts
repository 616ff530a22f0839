import { Cidr } from "../../aws/cidr.ts";
import { addressesPerInterface } from "../../aws/instance-types.ts";
import { RESERVED_ADDRESSES } from "../../aws/vpc-quotas.ts";
import type { InterfaceSettings } from "../connections.ts";
import { networkNameOf, ownValue } from "../endpoints.ts";
import { connectionsOf } from "../network-connectivity.ts";
import type { Platform } from "../platform.ts";
import type { Problem } from "../problem.ts";
import { instanceTypeOf } from "../sizing.ts";
import { subnetBlock, subnetContaining } from "../subnets.ts";
import type { ServerSettings } from "../workloads.ts";
import {
  type Check,
  duplicatesOf,
  namesOfKind,
  problemAt,
  type SpecPath,
  unknownName,
  unknownValue,
} from "./check.ts";
import { type ResolvedPlacement, resolvePlacement } from "./placement.ts";

/** Checks standalone interfaces: unused addresses of their subnets, and servers in their zones. */
export const checkInterfaces: Check = (platform) => [
  ...tunnelPeers(platform).flatMap((peer) => peerProblems(platform, peer)),
  ...Object.entries(platform.interfaces).flatMap(([name, item]) => interfaceProblems(platform, name, item)),
  ...duplicatesOf(Object.entries(platform.interfaces), ([, { attachTo }]) => attachTo).map(
    ({ first, again }) =>
      problemAt(
        ["interfaces", again[0], "attachTo"],
        again[1].attachTo,
        `a server without another interface: ${first[0]} is attached to it`,
        "choose another server, or use one interface with secondary addresses",
      ),
  ),
  ...duplicatesOf(allAddresses(platform), ({ network, address }) => `${network} ${address}`).map(
    ({ again }) =>
      problemAt(
        again.path,
        again.address,
        "an address that no other interface has",
        "choose another address",
      ),
  ),
];

function interfaceProblems(platform: Platform, name: string, item: InterfaceSettings): Problem[] {
  const path = ["interfaces", name];
  const placement = resolvePlacement(platform, item);
  if (placement === undefined) return [];
  const zones = placement.network.zones;
  const unknown = unknownValue(
    [...path, "zone"],
    item.zone,
    zones,
    `a zone of network ${placement.networkName}`,
  );
  if (unknown.length > 0) return unknown;
  return [
    ...addressesOf(path, item).flatMap(({ path, address }) =>
      addressProblems(path, address, item, placement),
    ),
    ...attachToProblems(platform, path, item, placement),
  ];
}

function addressesOf(path: SpecPath, { address, secondaryAddresses }: InterfaceSettings) {
  return [
    { path: [...path, "address"], address },
    ...secondaryAddresses.map((address, index) => ({
      path: [...path, "secondaryAddresses", index],
      address,
    })),
  ];
}

function allAddresses(platform: Platform) {
  const own = Object.entries(platform.interfaces).flatMap(([name, item]) =>
    addressesOf(["interfaces", name], item).map((one) => ({
      ...one,
      network: networkNameOf(platform, item),
    })),
  );
  return [...own, ...tunnelPeers(platform)];
}

/**
 * Lists the GRE peers of `transit-connect` connections: the address of each is reserved by a
 * network interface.
 */
function tunnelPeers(platform: Platform) {
  return connectionsOf(platform, "transit-connect").map(([name, { transport, peer }]) => ({
    path: ["connections", name, "peer", "address"],
    network: transport,
    address: peer.address,
  }));
}

function peerProblems(
  platform: Platform,
  { path, network: name, address }: ReturnType<typeof tunnelPeers>[number],
): Problem[] {
  const network = ownValue(platform.networks, name);
  if (network === undefined) return [];
  const placement = subnetContaining(network, address);
  const tier = ownValue(network.tiers, placement?.tier);
  if (placement === undefined || tier === undefined) {
    const allowed = `an address in a subnet of network ${name}, which carries the tunnels`;
    return [problemAt(path, address, allowed, "use an address in a private tier")];
  }
  return addressProblems(path, address, placement, { networkName: name, network, tier });
}

function addressProblems(
  path: SpecPath,
  address: string,
  { tier, zone }: Pick<InterfaceSettings, "tier" | "zone">,
  { network, tier: settings }: ResolvedPlacement,
) {
  const subnet = subnetBlock(network, tier, settings, zone);
  const one = Cidr.parseAddress(address);
  if (subnet === undefined || one === undefined) return [];
  const isFree = subnet.first + BigInt(RESERVED_ADDRESSES.first) <= one.first && one.first < subnet.last;
  if (isFree) return [];
  const allowed = `an address in ${subnet} except its first four and its last, which AWS reserves`;
  return [problemAt(path, address, allowed, `use an address in tier ${tier}'s subnet in ${zone}`)];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/network-interface-attachments.html */
function attachToProblems(
  platform: Platform,
  path: SpecPath,
  item: InterfaceSettings,
  placement: ResolvedPlacement,
): Problem[] {
  const { attachTo, zone } = item;
  if (attachTo === undefined) return [];
  const at = [...path, "attachTo"];
  const servers = namesOfKind(platform.workloads, "server");
  const server = ownValue(platform.workloads, attachTo);
  if (server?.kind !== "server") return unknownName(at, attachTo, servers, "a workload of kind server");
  if (networkNameOf(platform, server) !== placement.networkName) {
    return [problemAt(at, attachTo, `a server in network ${placement.networkName}`, "choose another server")];
  }
  const serverZone = server.zone ?? placement.network.zones[0];
  if (serverZone === zone) return sizeProblems(path, item, attachTo, server);
  const allowed = `a server in the interface's zone, ${zone}: ${attachTo} is in ${serverZone}`;
  return [problemAt(at, attachTo, allowed, "choose another server, or another zone")];
}

function sizeProblems(
  path: SpecPath,
  { secondaryAddresses }: InterfaceSettings,
  name: string,
  server: ServerSettings,
): Problem[] {
  const type = instanceTypeOf(server.size, server.architecture);
  const max = addressesPerInterface(type ?? "");
  const count = 1 + secondaryAddresses.length;
  if (max === undefined || count <= max) return [];
  const allowed = `at most ${max - 1}: an interface of ${name} (${type}) has at most ${max} addresses`;
  return [
    problemAt(
      [...path, "secondaryAddresses"],
      secondaryAddresses.length,
      allowed,
      `remove some, or give ${name} a larger size`,
    ),
  ];
}

import type { Fabric, Outside, Subnet, Target } from "../model/fabric.ts";
import type { Network } from "../network.ts";
import { sayAddresses } from "../packets/addresses.ts";
import { Services } from "../packets/services.ts";
import { Pathfinder } from "../walk/pathfinder.ts";
import { blockSide, outsideSide } from "../walk/sides.ts";
import { shortName } from "../walk/step.ts";
import type { Way } from "../walk/way.ts";
import type { Found, LintRule } from "./finding.ts";
import { arrives, gatewayTo, nameOf, type SubnetPair, subnetPairs } from "./subnet-pairs.ts";

/** Packets that go by one gateway and whose answers come by another. */
export const routesAsymmetric: LintRule = {
  code: "ROUTES_ASYMMETRIC",
  about: "networks that are reached by one gateway and answer by another",
  says: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html#route-tables-priority",
    "https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html",
  ],
  find({ fabric, network }) {
    return distinct([...subnetPairs(fabric).flatMap(betweenVpcs), ...withOutsides(network)]);
  },
};

interface Keyed {
  readonly key: string;
  readonly finding: Found;
}

/** Once for each pair of tables. */
function distinct(found: readonly Keyed[]): Found[] {
  return [...new Map(found.map(({ key, finding }) => [key, finding])).values()];
}

/** Transit gateways that pass packets on to each other count as one. */
function betweenVpcs({ from, to, there, back }: SubnetPair): Keyed[] {
  if (from.vpc === to.vpc || !arrives(there) || !arrives(back)) return [];
  const [out, home] = [gatewayTo(from, to.blocks), gatewayTo(to, from.blocks)];
  if (out === undefined || home === undefined || nameOf(out) === nameOf(home)) return [];
  if (out.kind === "transit-gateway" && home.kind === "transit-gateway") return [];
  if (out.kind === "endpoint" || home.kind === "endpoint") return [];
  const text = `${shortName(from.address)} reaches ${shortName(to.address)} by ${say(nameOf(out))}, and is answered by ${say(nameOf(home))}`;
  const fix = `lead both ways over one of them: see ${shortName(from.table.address)} and ${shortName(to.table.address)}`;
  const key = [from.table.address, to.table.address].sort().join(" ");
  return [{ key, finding: { severity: "warning", address: from.table.address, text, fix } }];
}

/** What is behind VPNs and Direct Connect, by where it comes in and by where it is answered. */
function withOutsides(network: Network): Keyed[] {
  const { fabric } = network;
  const paths = new Pathfinder(fabric);
  const lines = [...fabric.outsides.values()].filter(
    ({ kind, entry }) => entry !== undefined && (kind === "vpn" || kind === "direct-connect"),
  );
  return lines.flatMap((outside) =>
    [...fabric.subnets.values()].flatMap((subnet) => {
      const entry = entryOf(fabric, outside, subnet);
      const home = gatewayTo(subnet, outside.addresses);
      if (entry === undefined || home === undefined || nameOf(home) === entry) return [];
      if (home.kind === "unknown" || home.kind === "blackhole" || home.kind === "endpoint") return [];
      const side = blockSide(subnet, subnet.blocks, subnet.address);
      if (!arrives(paths.find(outsideSide(outside), side, subnet.blocks))) return [];
      if (!comesThrough(network, outside, subnet)) return [];
      return [
        {
          key: `${outside.name} ${subnet.table.address}`,
          finding: answered(outside, subnet, entry, home),
        },
      ];
    }),
  );
}

/** Whether something in a subnet really lets a network outside in, but for the way of its answers. */
function comesThrough(network: Network, outside: Outside, subnet: Subnet): boolean {
  const inside = [...network.fabric.endpoints.keys()]
    .flatMap((endpoint) => network.sides(endpoint))
    .filter((side) => side.subnet?.address === subnet.address);
  return network
    .sides(outside.name)
    .some((from) =>
      inside.some(
        (to) =>
          network.mayPass(from, to) && network.ways(from, to, Services.all).some(passesButForTheWayBack),
      ),
    );
}

function passesButForTheWayBack({ legs }: Way): boolean {
  return legs.every(({ asked, steps }) => {
    const onTheWay = steps.filter(({ code }) => code !== "NO_ROUTE_BACK");
    const left = onTheWay.reduce(
      (packets, { judged }) => packets.intersect(judged.passes.union(judged.unknown)),
      asked,
    );
    return !left.isEmpty;
  });
}

/** The gateway by which an outside network comes into a subnet's VPC. */
function entryOf(fabric: Fabric, { entry }: Outside, subnet: Subnet): string | undefined {
  const vpnGateway = fabric.vpnGateways.get(fabric.vpcs.get(subnet.vpc)?.vpnGateway ?? "");
  if (vpnGateway !== undefined && vpnGateway.address === entry) return vpnGateway.address;
  const gateways = [...fabric.transitGateways.values()].filter(({ attachments }) =>
    attachments.some(({ end }) => end.kind === "vpc" && end.vpc === subnet.vpc),
  );
  const own = gateways.find(({ attachments }) => attachments.some(({ address }) => address === entry));
  return own?.address ?? (gateways.length === 1 ? gateways[0]!.address : undefined);
}

function answered(outside: Outside, subnet: Subnet, entry: string, home: Target): Found {
  const mayGetBack = ["vpn-gateway", "transit-gateway", "peering"].includes(home.kind);
  const [table, gateway] = [shortName(subnet.table.address), say(entry)];
  const comes = `${say(outside.name)} comes into ${shortName(subnet.address)} by ${gateway}`;
  return {
    severity: mayGetBack ? "warning" : "error",
    address: subnet.table.address,
    text: `${comes}, and is answered by ${say(nameOf(home))}`,
    fix: `lead ${sayAddresses(outside.addresses)} to ${gateway} in ${table}`,
  };
}

function say(name: string | undefined): string {
  return shortName(name ?? "");
}

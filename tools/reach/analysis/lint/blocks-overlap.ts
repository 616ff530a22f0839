import type { ExternalNetwork } from "../../network/endpoint-model.ts";
import type { TransitGatewayAttachment, TransitGatewayRouteTable } from "../../network/gateway-model.ts";
import type { NetworkModel, Vpc } from "../../network/network-model.ts";
import { type Addresses, formatAddresses, NO_ADDRESS } from "../../packets/addresses.ts";
import { IntervalSet } from "../../packets/interval-set.ts";
import { shortName } from "../paths/filter-step.ts";
import type { LintRule, RuleFinding } from "./finding.ts";

/**
 * Finds connected networks with overlapping CIDR blocks. A VPC's local route wins for the shared
 * addresses, so those of the other network are unreachable. A summary route does not count:
 * 10.0.0.0/8 behind a VPN, of which the VPC has 10.0.0.0/16.
 */
export const blocksOverlap: LintRule = {
  code: "BLOCKS_OVERLAP",
  checks: "networks with overlapping CIDR blocks that a peering, a transit gateway or a VPN connects",
  documentation: [
    "https://docs.aws.amazon.com/vpc/latest/peering/invalid-peering-configurations.html#overlapping-cidr",
    "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html",
    "https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-static-dynamic.html",
    "https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/scaling-considerations.html",
  ],
  find({ model }) {
    return [
      ...overPeerings(model),
      ...overTransit(model),
      ...overVpnGateways(model),
      ...overClientVpns(model),
    ];
  },
};

/** AWS rejects such a peering. */
function overPeerings({ peerings, vpcs }: NetworkModel): RuleFinding[] {
  return [...peerings.values()].flatMap(({ address, sides }) => {
    const [one, other] = sides.map((trafficEndpoint) => vpcs.get(trafficEndpoint ?? ""));
    if (one === undefined || other === undefined) return [];
    return finding(address, one.blocks.intersect(other.blocks), one.address, other.address);
  });
}

/** VPCs and their targets according to a transit gateway's route tables. */
function overTransit(model: NetworkModel): RuleFinding[] {
  const all = [...model.transitGateways.values()].flatMap((gateway) =>
    [...gateway.tables.values()].flatMap((table) => {
      const senders = gateway.attachments.filter((each) => each.table === table.address);
      const targets = targetsOf(model, gateway.attachments, table);
      return senders.flatMap((sender) => {
        const vpc = sender.resource.kind === "vpc" ? model.vpcs.get(sender.resource.vpc) : undefined;
        return vpc === undefined ? [] : targets.flatMap((target) => between(gateway.address, vpc, target));
      });
    }),
  );
  // Tables have both directions: report each pair once.
  return [...new Map(all.map((each) => [each.text, each])).values()];
}

/** A network that a table routes to, and the addresses that it routes. */
interface TransitTarget {
  readonly name: string;
  readonly addresses: Addresses;
  readonly externalNetwork: boolean;
}

function targetsOf(
  model: NetworkModel,
  attachments: readonly TransitGatewayAttachment[],
  table: TransitGatewayRouteTable,
): TransitTarget[] {
  return table.routes.flatMap(({ attachment, destination }) => {
    const resource = attachments.find(({ address }) => address === attachment)?.resource;
    return (resource === undefined ? [] : networksAt(model, resource)).map((target) => ({
      ...target,
      addresses: target.addresses.intersect(destination),
    }));
  });
}

/** The VPC, the network behind a VPN, or all VPCs of a peered transit gateway. */
function networksAt(model: NetworkModel, attached: TransitGatewayAttachment["resource"]): TransitTarget[] {
  if (attached.kind === "vpc") return vpcTarget(model.vpcs.get(attached.vpc));
  if (attached.kind === "external-network")
    return externalTarget(model.externalNetworks.get(attached.externalNetwork));
  if (attached.kind === "unknown") return [];
  const far = model.transitGateways.get(attached.gateway ?? "")?.attachments ?? [];
  return far.flatMap((each) =>
    each.resource.kind === "vpc" ? vpcTarget(model.vpcs.get(each.resource.vpc)) : [],
  );
}

function vpcTarget(vpc: Vpc | undefined): TransitTarget[] {
  return vpc === undefined ? [] : [{ name: vpc.address, addresses: vpc.blocks, externalNetwork: false }];
}

function externalTarget(externalNetwork: ExternalNetwork | undefined): TransitTarget[] {
  return externalNetwork === undefined
    ? []
    : [{ name: externalNetwork.name, addresses: externalNetwork.addresses, externalNetwork: true }];
}

function between(
  gateway: string,
  vpc: Vpc,
  { name, addresses, externalNetwork }: TransitTarget,
): RuleFinding[] {
  if (name === vpc.address) return [];
  const common = externalNetwork ? withinVpc(vpc, addresses) : vpc.blocks.intersect(addresses);
  const [one, other] = externalNetwork || vpc.address < name ? [vpc.address, name] : [name, vpc.address];
  return finding(gateway, common, one, other);
}

function overVpnGateways({ vpnGateways, vpcs, externalNetworks }: NetworkModel): RuleFinding[] {
  return [...vpnGateways.values()].flatMap((gateway) => {
    const vpc = vpcs.get(gateway.vpc ?? "");
    if (vpc === undefined) return [];
    return gateway.externalNetworks.flatMap((name) => {
      const addresses = externalNetworks.get(name)?.addresses ?? NO_ADDRESS;
      return finding(gateway.address, withinVpc(vpc, addresses), vpc.address, name);
    });
  });
}

/** AWS rejects such a client VPN. */
function overClientVpns({ clientVpns, vpcs, externalNetworks }: NetworkModel): RuleFinding[] {
  return [...clientVpns.values()].flatMap((vpn) => {
    const vpc = vpcs.get(vpn.vpc ?? "");
    const clients = externalNetworks.get(vpn.address);
    if (vpc === undefined || clients === undefined) return [];
    return finding(
      vpn.address,
      vpc.blocks.intersect(clients.addresses),
      vpc.address,
      `the clients of ${vpn.address}`,
    );
  });
}

/** The CIDR blocks of an external network that are inside a VPC's; larger blocks are summaries. */
function withinVpc({ blocks }: Vpc, addresses: Addresses): Addresses {
  return addresses.intervals
    .map((interval) => IntervalSet.of(interval))
    .filter((part) => blocks.covers(part))
    .reduce((sum, part) => sum.union(part), NO_ADDRESS);
}

function finding(address: string, common: Addresses, one: string, other: string): RuleFinding[] {
  const shared = formatAddresses(common);
  if (shared === "") return [];
  const names = `${format(one)} and ${format(other)}`;
  const text = `${names} both have ${shared}, and ${shortName(address)} connects them`;
  return [{ severity: "error", address, text, fix: "change the CIDR block of one of them" }];
}

function format(name: string): string {
  const [first = ""] = name.split(/\s/, 1);
  return name.slice(first.lastIndexOf("/") + 1);
}

import type { Attachment, Fabric, Outside, TransitTable, Vpc } from "../model/fabric.ts";
import { type Addresses, NO_ADDRESS, sayAddresses } from "../packets/addresses.ts";
import { IntervalSet } from "../packets/interval-set.ts";
import { shortName } from "../walk/step.ts";
import type { Found, LintRule } from "./finding.ts";

/**
 * Networks that are joined and have addresses in common: a VPC's own route wins for these, so that the other
 * network's are out of its reach. A summary (10.0.0.0/8 behind a VPN, of which the VPC has 10.0.0.0/16) is none.
 */
export const blocksOverlap: LintRule = {
  code: "BLOCKS_OVERLAP",
  about: "networks with addresses in common that a peering, a transit gateway or a VPN joins",
  says: [
    "https://docs.aws.amazon.com/vpc/latest/peering/invalid-peering-configurations.html#overlapping-cidr",
    "https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html",
    "https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-static-dynamic.html",
    "https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/scaling-considerations.html",
  ],
  find({ fabric }) {
    return [
      ...overPeerings(fabric),
      ...overTransit(fabric),
      ...overVpnGateways(fabric),
      ...overClientVpns(fabric),
    ];
  },
};

/** AWS refuses such a peering. */
function overPeerings({ peerings, vpcs }: Fabric): Found[] {
  return [...peerings.values()].flatMap(({ address, sides }) => {
    const [one, other] = sides.map((side) => vpcs.get(side ?? ""));
    if (one === undefined || other === undefined) return [];
    return found(address, one.blocks.intersect(other.blocks), one.address, other.address);
  });
}

/** What the tables of a transit gateway let VPCs send to each other and to networks outside. */
function overTransit(fabric: Fabric): Found[] {
  const all = [...fabric.transitGateways.values()].flatMap((gateway) =>
    [...gateway.tables.values()].flatMap((table) => {
      const senders = gateway.attachments.filter((each) => each.table === table.address);
      const targets = targetsOf(fabric, gateway.attachments, table);
      return senders.flatMap((sender) => {
        const vpc = sender.end.kind === "vpc" ? fabric.vpcs.get(sender.end.vpc) : undefined;
        return vpc === undefined ? [] : targets.flatMap((target) => between(gateway.address, vpc, target));
      });
    }),
  );
  // Tables say it for both directions: once is enough.
  return [...new Map(all.map((each) => [each.text, each])).values()];
}

/** A network that a table has routes to, and the part of it that they lead to. */
interface TransitTarget {
  readonly name: string;
  readonly addresses: Addresses;
  readonly outside: boolean;
}

function targetsOf(fabric: Fabric, attachments: readonly Attachment[], table: TransitTable): TransitTarget[] {
  return table.routes.flatMap(({ attachment, destination }) => {
    const end = attachments.find(({ address }) => address === attachment)?.end;
    return (end === undefined ? [] : networksAt(fabric, end)).map((network) => ({
      ...network,
      addresses: network.addresses.intersect(destination),
    }));
  });
}

/** A VPC, what is behind a VPN, or every VPC behind another transit gateway. */
function networksAt(fabric: Fabric, end: Attachment["end"]): TransitTarget[] {
  if (end.kind === "vpc") return vpcTarget(fabric.vpcs.get(end.vpc));
  if (end.kind === "outside") return outsideTarget(fabric.outsides.get(end.outside));
  if (end.kind === "unknown") return [];
  const far = fabric.transitGateways.get(end.gateway ?? "")?.attachments ?? [];
  return far.flatMap((each) => (each.end.kind === "vpc" ? vpcTarget(fabric.vpcs.get(each.end.vpc)) : []));
}

function vpcTarget(vpc: Vpc | undefined): TransitTarget[] {
  return vpc === undefined ? [] : [{ name: vpc.address, addresses: vpc.blocks, outside: false }];
}

function outsideTarget(outside: Outside | undefined): TransitTarget[] {
  return outside === undefined ? [] : [{ name: outside.name, addresses: outside.addresses, outside: true }];
}

function between(gateway: string, vpc: Vpc, { name, addresses, outside }: TransitTarget): Found[] {
  if (name === vpc.address) return [];
  const common = outside ? withinVpc(vpc, addresses) : vpc.blocks.intersect(addresses);
  const [one, other] = outside || vpc.address < name ? [vpc.address, name] : [name, vpc.address];
  return found(gateway, common, one, other);
}

function overVpnGateways({ vpnGateways, vpcs, outsides }: Fabric): Found[] {
  return [...vpnGateways.values()].flatMap((gateway) => {
    const vpc = vpcs.get(gateway.vpc ?? "");
    if (vpc === undefined) return [];
    return gateway.outsides.flatMap((name) => {
      const addresses = outsides.get(name)?.addresses ?? NO_ADDRESS;
      return found(gateway.address, withinVpc(vpc, addresses), vpc.address, name);
    });
  });
}

/** AWS refuses such a client VPN. */
function overClientVpns({ clientVpns, vpcs, outsides }: Fabric): Found[] {
  return [...clientVpns.values()].flatMap((vpn) => {
    const vpc = vpcs.get(vpn.vpc ?? "");
    const clients = outsides.get(vpn.address);
    if (vpc === undefined || clients === undefined) return [];
    return found(
      vpn.address,
      vpc.blocks.intersect(clients.addresses),
      vpc.address,
      `the clients of ${vpn.address}`,
    );
  });
}

/** The blocks of an outside network that lie within a VPC; one that holds more than the VPC's is a summary. */
function withinVpc({ blocks }: Vpc, addresses: Addresses): Addresses {
  return addresses.intervals
    .map((interval) => IntervalSet.of(interval))
    .filter((part) => blocks.covers(part))
    .reduce((sum, part) => sum.union(part), NO_ADDRESS);
}

function found(address: string, common: Addresses, one: string, other: string): Found[] {
  const said = sayAddresses(common);
  if (said === "") return [];
  const names = `${say(one)} and ${say(other)}`;
  const text = `${names} both have ${said}, and ${shortName(address)} joins them`;
  return [{ severity: "error", address, text, fix: "give one of them other addresses" }];
}

function say(name: string): string {
  return name.replace(/\S*\//, "");
}

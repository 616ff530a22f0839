import type { Inventory } from "../terraform/inventory.ts";
import { aclOfSubnet, readAssociations, routeTableOfSubnet } from "./associations.ts";
import { readClientVpns } from "./client-vpns.ts";
import { readExternalNetworks } from "./external-networks.ts";
import { readHybridConnections, readVpnGateways } from "./hybrid-connections.ts";
import { readNatGateways } from "./nat-gateways.ts";
import { readAcls } from "./network-acls.ts";
import type { Subnet, Vpc } from "./network-model.ts";
import { readPeerings } from "./peerings.ts";
import { PrefixLists, readGatewayEndpoints } from "./prefix-lists.ts";
import { publicAccessBlockOf } from "./public-access.ts";
import { readRouteTables } from "./route-tables.ts";
import { readGroups } from "./security-groups.ts";
import { readSubnets } from "./subnets.ts";
import type { Topology } from "./topology.ts";
import { TopologyContext } from "./topology-context.ts";
import { type AdvertisedPrefixes, readTransitGateways } from "./transit-gateways.ts";
import { reportUnmodelled } from "./unmodelled.ts";
import { readVpcs, type VpcDraft } from "./vpcs.ts";

/** Reads the topology around the endpoints, with the defaults of AWS and of the provider. */
export function readTopology(inventory: Inventory, advertised: AdvertisedPrefixes = new Map()): Topology {
  const context = new TopologyContext(inventory);
  const vpcs = readVpcs(context);
  const lists = new PrefixLists(context);
  const connections = readHybridConnections(context);
  const natGateways = readNatGateways(context);
  const plans = readSubnets(context, vpcs);
  const tables = readRouteTables({ context, vpcs, natGateways, lists, connections });
  const acls = readAcls(context, vpcs);
  const associations = readAssociations(context);
  const transitGateways = readTransitGateways({ context, vpcs, lists, connections, advertised });
  const defaultGroups = new Map(
    [...vpcs.keys()].map((vpc) => [vpc, context.keys.defaultOf("group", vpc)] as const),
  );
  const subnets = new Map(
    [...plans].map(([address, plan]): [string, Subnet] => {
      const { vpc, blocks, zone } = plan;
      const table = routeTableOfSubnet(context, plan, associations, tables);
      const acl = aclOfSubnet(context, plan, associations, acls);
      const publicAccessBlock = publicAccessBlockOf(context, plan);
      return [
        address,
        { address, vpc, blocks, zone, table, acl, ...(publicAccessBlock && { publicAccessBlock }) },
      ];
    }),
  );
  reportUnmodelled(context);
  return {
    vpcs: new Map([...vpcs].map(([address, plan]) => [address, finishVpc(plan, associations.gateways)])),
    subnets,
    securityGroups: readGroups(context, lists, vpcs),
    natGateways,
    peerings: readPeerings(context),
    transitGateways,
    vpnGateways: readVpnGateways(context, vpcs, connections),
    clientVpns: readClientVpns(context, plans, defaultGroups, (vpc) =>
      (vpcs.get(vpc)?.blockList ?? []).map(({ text, addresses, prefixLength }) => ({
        destination: addresses,
        text,
        prefixLength,
      })),
    ),
    externalNetworks: readExternalNetworks({
      context,
      vpcs,
      tables: tables.values(),
      transitGateways,
      lists,
      connections,
      advertised,
    }),
    gatewayEndpoints: readGatewayEndpoints(context, lists),
    gaps: context.gaps,
    defaultGroups,
    resolver: context.keys,
  };
}

/**
 * Completes a VPC. A gateway route table redirects ingress traffic to a middlebox.
 * https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html
 */
function finishVpc(plan: VpcDraft, gateways: ReadonlyMap<string, string>): Vpc {
  const { address, region, blocks, internetGateway, egressOnlyGateway, vpnGateway } = plan;
  const table = gateways.get(internetGateway ?? "") ?? gateways.get(vpnGateway ?? "");
  return {
    address,
    region,
    blocks,
    internetGateway,
    egressOnlyGateway,
    vpnGateway,
    ...(table !== undefined && {
      unknownIngress: `${table} is a gateway route table, which is not modelled`,
    }),
  };
}

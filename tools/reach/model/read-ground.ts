import type { Inventory } from "../input/inventory.ts";
import { readAcls } from "./acls.ts";
import { aclOf, readAssociations, tableOf } from "./associations.ts";
import { readClientVpns } from "./client-vpns.ts";
import type { Subnet, Vpc } from "./fabric.ts";
import type { Ground } from "./ground.ts";
import { readGroups } from "./groups.ts";
import { readNatGateways } from "./nat-gateways.ts";
import { readOutsides } from "./outsides.ts";
import { readPeerings } from "./peerings.ts";
import { PrefixLists, readGatewayEndpoints } from "./prefix-lists.ts";
import { publicAccessBlockOf } from "./public-access.ts";
import { readRouteTables } from "./route-tables.ts";
import { readSubnets } from "./subnets.ts";
import { Survey } from "./survey.ts";
import { readTransitGateways, type ToldBlocks } from "./transit-gateways.ts";
import { nameUnmodelled } from "./unmodelled.ts";
import { readVpcs, type VpcPlan } from "./vpcs.ts";
import { readLines, readVpnGateways } from "./vpn.ts";

/** Everything of a network that endpoints stand in, with AWS's and the provider's own defaults. */
export function readGround(inventory: Inventory, told: ToldBlocks = new Map()): Ground {
  const survey = new Survey(inventory);
  const vpcs = readVpcs(survey);
  const lists = new PrefixLists(survey);
  const lines = readLines(survey);
  const natGateways = readNatGateways(survey);
  const plans = readSubnets(survey, vpcs);
  const tables = readRouteTables({ survey, vpcs, natGateways, lists, lines });
  const acls = readAcls(survey, vpcs);
  const associations = readAssociations(survey);
  const transitGateways = readTransitGateways({ survey, vpcs, lists, lines, told });
  const defaultGroups = new Map(
    [...vpcs.keys()].map((vpc) => [vpc, survey.keys.defaultOf("group", vpc)] as const),
  );
  const subnets = new Map(
    [...plans].map(([address, plan]): [string, Subnet] => {
      const { vpc, blocks, zone } = plan;
      const table = tableOf(survey, plan, associations, tables);
      const acl = aclOf(survey, plan, associations, acls);
      const publicAccessBlock = publicAccessBlockOf(survey, plan);
      return [
        address,
        { address, vpc, blocks, zone, table, acl, ...(publicAccessBlock && { publicAccessBlock }) },
      ];
    }),
  );
  nameUnmodelled(survey);
  return {
    vpcs: new Map([...vpcs].map(([address, plan]) => [address, finishVpc(plan, associations.gateways)])),
    subnets,
    groups: readGroups(survey, lists, vpcs),
    natGateways,
    peerings: readPeerings(survey),
    transitGateways,
    vpnGateways: readVpnGateways(survey, vpcs, lines),
    clientVpns: readClientVpns(survey, plans, defaultGroups, (vpc) =>
      (vpcs.get(vpc)?.blockList ?? []).map(({ text, addresses, prefixLength }) => ({
        destination: addresses,
        text,
        prefixLength,
      })),
    ),
    outsides: readOutsides({ survey, vpcs, tables: tables.values(), transitGateways, lists, lines, told }),
    gatewayEndpoints: readGatewayEndpoints(survey, lists),
    gaps: survey.gaps,
    defaultGroups,
    lookup: survey.keys,
  };
}

/** A gateway's own table sends what comes in to a middlebox. https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html */
function finishVpc(plan: VpcPlan, gateways: ReadonlyMap<string, string>): Vpc {
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
      unknownIngress: `${table} gives a gateway a route table of its own, which is not modelled`,
    }),
  };
}

import { compact } from "../../../language/compact.ts";
import { memoize } from "../../../language/memoize.ts";
import { aclOfSubnet, readAssociations, routeTableOfSubnet } from "./associations.ts";
import { readClientVpns } from "./client-vpns.ts";
import { readExternalNetworks } from "./external-networks.ts";
import { readHybridConnections, readVpnGateways } from "./hybrid-connections.ts";
import type { ModelContext } from "./model-context.ts";
import { readNatGateways } from "./nat-gateways.ts";
import { readAcls } from "./network-acls.ts";
import type { NetworkModel, Subnet, Vpc } from "./network-model.ts";
import { readPeerings } from "./peerings.ts";
import { readGatewayEndpoints } from "./prefix-lists.ts";
import { publicAccessBlockOf } from "./public-access.ts";
import { readRouteTables } from "./route-tables.ts";
import { readGroups } from "./security-groups.ts";
import { readSubnets, type SubnetDraft } from "./subnets.ts";
import { readTransitGateways } from "./transit-gateways.ts";
import { reportUnmodelled } from "./unmodelled.ts";
import { readVpcOrigins } from "./vpc-origins.ts";
import { readVpcs, type VpcDraft } from "./vpcs.ts";

/** A network model without endpoints and proxies, which are added to it. */
export type Topology = Omit<NetworkModel, "endpoints" | "proxies">;

/** Reads the topology around the endpoints, with the defaults of AWS and of the provider. */
export const readTopology = memoize((context: ModelContext): Topology => {
  // Gaps are reported in this order.
  const vpcs = readVpcs(context);
  readHybridConnections(context);
  const natGateways = readNatGateways(context);
  const subnets = subnetsOf(context);
  const transitGateways = readTransitGateways(context);
  reportUnmodelled(context);
  const { gateways } = readAssociations(context);
  return {
    vpcs: new Map([...vpcs].map(([address, draft]) => [address, finishVpc(draft, gateways)])),
    subnets,
    securityGroups: readGroups(context),
    natGateways,
    peerings: readPeerings(context),
    transitGateways,
    vpnGateways: readVpnGateways(context),
    clientVpns: readClientVpns(context),
    vpcOrigins: readVpcOrigins(context),
    externalNetworks: readExternalNetworks(context),
    gatewayEndpoints: readGatewayEndpoints(context),
    gaps: context.gaps,
  };
});

function subnetsOf(context: ModelContext): ReadonlyMap<string, Subnet> {
  const drafts = readSubnets(context);
  const tables = readRouteTables(context);
  const acls = readAcls(context);
  const associations = readAssociations(context);
  const subnet = (draft: SubnetDraft): Subnet => {
    const { address, vpc, blocks, zone } = draft;
    const table = routeTableOfSubnet(context, draft, associations, tables);
    const acl = aclOfSubnet(context, draft, associations, acls);
    const publicAccessBlock = publicAccessBlockOf(context, draft);
    return { address, vpc, blocks, zone, table, acl, ...compact({ publicAccessBlock }) };
  };
  return new Map([...drafts].map(([address, draft]) => [address, subnet(draft)]));
}

/**
 * Completes a VPC. A gateway route table redirects ingress traffic to a middlebox.
 * https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html
 */
function finishVpc(draft: VpcDraft, gateways: ReadonlyMap<string, string>): Vpc {
  const { address, region, blocks, internetGateway, egressOnlyGateway, vpnGateway } = draft;
  const table = gateways.get(internetGateway ?? "") ?? gateways.get(vpnGateway ?? "");
  return {
    address,
    region,
    blocks,
    internetGateway,
    egressOnlyGateway,
    vpnGateway,
    ...compact({
      unknownIngress: table && `${table} is a gateway route table, which is not modelled`,
    }),
  };
}

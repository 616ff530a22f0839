import { attributeList, describeValue } from "../terraform/attributes.ts";
import type { Resource } from "../terraform/inventory.ts";
import { Unknown } from "../terraform/value.ts";
import { readCidrBlock } from "./cidr-blocks.ts";
import type { ClientVpn, ClientVpnRoute } from "./gateway-model.ts";
import type { ModelContext } from "./model-context.ts";
import { readSubnets } from "./subnets.ts";
import { readVpcs } from "./vpcs.ts";

/**
 * Reads client VPN endpoints. Associating a subnet adds a route to its VPC.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html
 */
export function readClientVpns(context: ModelContext): ReadonlyMap<string, ClientVpn> {
  return new Map(
    context.managed("aws_ec2_client_vpn_endpoint").map((endpoint) => {
      const own = (type: string) =>
        context
          .managed(type)
          .filter(({ values }) => context.resolver.resource(values.client_vpn_endpoint_id) === endpoint);
      const unknown: string[] = [];
      const associated = own("aws_ec2_client_vpn_network_association").flatMap((association) => {
        const subnet = context.resolver.subnet(association.values.subnet_id);
        if (subnet === undefined) unknown.push(`the subnet of ${association.address} is not in these files`);
        return subnet === undefined ? [] : [{ subnet, origin: association.address }];
      });
      const vpc =
        context.resolver.vpc(endpoint.values.vpc_id) ??
        readSubnets(context).get(associated[0]?.subnet ?? "")?.vpc;
      const local = associated.flatMap(({ subnet, origin }) =>
        localRoutes(context, vpc).map((route) => ({ ...route, subnet, origin })),
      );
      const routes = own("aws_ec2_client_vpn_route").flatMap((route) => clientRoute(context, route, unknown));
      const authorizationRules = own("aws_ec2_client_vpn_authorization_rule").flatMap((rule) =>
        clientRoute(context, rule, unknown),
      );
      const { address } = endpoint;
      const clientVpn: ClientVpn = {
        address,
        vpc,
        subnets: associated.map(({ subnet }) => subnet),
        groups: groupsOf(context, endpoint, vpc, unknown),
        routes: [...local, ...routes],
        authorizationRules,
        ...(unknown.length > 0 && { unknown: unknown.join("; ") }),
      };
      return [address, clientVpn];
    }),
  );
}

/** The routes that associating a subnet adds: one for each CIDR block of its VPC. */
function localRoutes(
  context: ModelContext,
  vpc: string | undefined,
): readonly Omit<ClientVpnRoute, "subnet" | "origin">[] {
  const blocks = readVpcs(context).get(vpc ?? "")?.blockList ?? [];
  return blocks.map(({ text, addresses, prefixLength }) => ({ destination: addresses, text, prefixLength }));
}

/** The endpoint's security groups; the VPC's default one if it names none. */
function groupsOf(
  context: ModelContext,
  endpoint: Resource,
  vpc: string | undefined,
  unknown: string[],
): readonly string[] {
  const named = attributeList(endpoint.values.security_group_ids);
  if (named.length === 0) {
    return vpc === undefined ? [] : [context.resolver.defaultOf("group", vpc)];
  }
  return named.flatMap((value) => {
    const group = context.resolver.group(value);
    if (group === undefined) unknown.push(`the security group ${describeValue(value)} is not in these files`);
    return group === undefined ? [] : [group];
  });
}

function clientRoute(
  context: ModelContext,
  { address, values }: Resource,
  unknown: string[],
): ClientVpnRoute[] {
  const block = readCidrBlock(context, values.destination_cidr_block ?? values.target_network_cidr);
  if (block === undefined || block instanceof Unknown) {
    unknown.push(`the destination of ${address} is unknown`);
    return [];
  }
  const { text, addresses, prefixLength } = block;
  const subnet = context.resolver.subnet(values.target_vpc_subnet_id);
  return [{ destination: addresses, text, prefixLength, subnet, origin: address }];
}

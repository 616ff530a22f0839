import type { Resource } from "../terraform/inventory.ts";
import { Unknown } from "../terraform/value.ts";
import type { ClientVpn, ClientVpnRoute } from "./gateway-model.ts";
import type { SubnetDraft } from "./subnets.ts";
import { describeValue, type TopologyContext } from "./topology-context.ts";

/**
 * Reads client VPN endpoints. Associating a subnet adds a route to its VPC.
 * https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html
 */
export function readClientVpns(
  context: TopologyContext,
  subnets: ReadonlyMap<string, SubnetDraft>,
  defaultGroups: ReadonlyMap<string, string>,
  localRoutes: (vpc: string) => readonly Omit<ClientVpnRoute, "subnet" | "origin">[],
): ReadonlyMap<string, ClientVpn> {
  return new Map(
    context.managed("aws_ec2_client_vpn_endpoint").map((endpoint) => {
      const own = (type: string) =>
        context
          .managed(type)
          .filter(({ values }) => context.keys.resource(values.client_vpn_endpoint_id) === endpoint);
      const unknown: string[] = [];
      const associated = own("aws_ec2_client_vpn_network_association").flatMap((association) => {
        const subnet = context.keys.subnet(association.values.subnet_id);
        if (subnet === undefined) unknown.push(`the subnet of ${association.address} is not in these files`);
        return subnet === undefined ? [] : [{ subnet, origin: association.address }];
      });
      const vpc = context.keys.vpc(endpoint.values.vpc_id) ?? subnets.get(associated[0]?.subnet ?? "")?.vpc;
      const local = associated.flatMap(({ subnet, origin }) =>
        (vpc === undefined ? [] : localRoutes(vpc)).map((route) => ({ ...route, subnet, origin })),
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
        groups: groupsOf(context, endpoint, vpc, defaultGroups, unknown),
        routes: [...local, ...routes],
        authorizationRules,
        ...(unknown.length > 0 && { unknown: unknown.join("; ") }),
      };
      return [address, clientVpn];
    }),
  );
}

/** The endpoint's security groups; the VPC's default one if it names none. */
function groupsOf(
  context: TopologyContext,
  endpoint: Resource,
  vpc: string | undefined,
  defaultGroups: ReadonlyMap<string, string>,
  unknown: string[],
): readonly string[] {
  const named = context.list(endpoint.values.security_group_ids);
  if (named.length === 0) {
    const group = vpc === undefined ? undefined : defaultGroups.get(vpc);
    return group === undefined ? [] : [group];
  }
  return named.flatMap((value) => {
    const group = context.keys.group(value);
    if (group === undefined) unknown.push(`the security group ${describeValue(value)} is not in these files`);
    return group === undefined ? [] : [group];
  });
}

function clientRoute(
  context: TopologyContext,
  { address, values }: Resource,
  unknown: string[],
): ClientVpnRoute[] {
  const block = context.cidrBlock(values.destination_cidr_block ?? values.target_network_cidr);
  if (block === undefined || block instanceof Unknown) {
    unknown.push(`the destination of ${address} is unknown`);
    return [];
  }
  const { text, addresses, prefixLength } = block;
  const subnet = context.keys.subnet(values.target_vpc_subnet_id);
  return [{ destination: addresses, text, prefixLength, subnet, origin: address }];
}

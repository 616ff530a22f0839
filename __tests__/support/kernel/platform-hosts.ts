import { addressIn, type PlatformExternalNetwork } from "./platform-connections.ts";
import type { TerraformFolder, TerraformResource, Values } from "./terraform-folder.ts";
import type { TinyHost, TinyNatGateway, TinyNetwork, TinySubnet, TinyVpnClient } from "./tiny-network.ts";

/** An endpoint with network interfaces: its possible subnets and its security groups. */
interface EndpointInterfaces {
  readonly address: string;
  readonly subnets: readonly unknown[];
  readonly groups: unknown;
  readonly isPublic: boolean;
  /** Its configured addresses. */
  readonly given?: readonly string[];
  /** Reports that it forwards packets, as a NAT instance. */
  readonly forwards?: boolean;
  /** The clients of a client VPN. */
  readonly clients?: Omit<TinyVpnClient, "addresses"> & Pick<PlatformExternalNetwork, "cidrs">;
}

type Reader = (
  resource: TerraformResource,
  folder: TerraformFolder,
  externalNetworks: readonly PlatformExternalNetwork[],
) => EndpointInterfaces | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  aws_lb: ({ address, values }) => ({
    address,
    subnets: (values.subnets ?? (values.subnet_mapping as Values[]).map((one) => one.subnet_id)) as string[],
    groups: values.security_groups,
    isPublic: values.internal !== true,
  }),
  aws_ecs_service: ({ address, values }) => {
    const configuration = values.network_configuration as Values;
    return {
      address,
      subnets: configuration.subnets as string[],
      groups: configuration.security_groups,
      isPublic: configuration.assign_public_ip === true,
    };
  },
  aws_instance: ({ address, values }, folder) => ({
    address,
    subnets: [values.subnet_id],
    groups: values.vpc_security_group_ids,
    isPublic: hasElasticAddress(folder, address) || values.associate_public_ip_address === true,
    given: [values.private_ip, ...((values.ipv6_addresses as string[]) ?? [])].filter(
      (one) => typeof one === "string",
    ),
    forwards: values.source_dest_check === false,
  }),
  aws_autoscaling_group: ({ address, values }, folder) => ({
    address,
    subnets: values.vpc_zone_identifier as string[],
    groups: folder.at((values.launch_template as Values).id).values.vpc_security_group_ids,
    isPublic: false,
  }),
  aws_db_instance: ({ address, values }, folder) => ({
    address,
    subnets: folder.at(values.db_subnet_group_name).values.subnet_ids as string[],
    groups: values.vpc_security_group_ids,
    isPublic: values.publicly_accessible === true,
  }),
  aws_elasticache_replication_group: ({ address, values }, folder) => ({
    address,
    subnets: folder.at(values.subnet_group_name).values.subnet_ids as string[],
    groups: values.security_group_ids,
    isPublic: false,
  }),
  aws_vpc_endpoint: ({ address, values }) =>
    values.vpc_endpoint_type === "Interface"
      ? {
          address,
          subnets: values.subnet_ids as string[],
          groups: values.security_group_ids,
          isPublic: false,
        }
      : undefined,
  aws_ec2_instance_connect_endpoint: ({ address, values }) => ({
    address,
    subnets: [values.subnet_id],
    groups: values.security_group_ids,
    isPublic: false,
  }),
  aws_route53_resolver_endpoint: ({ address, values }) => ({
    address,
    subnets: (values.ip_address as Values[]).map((one) => one.subnet_id),
    groups: values.security_group_ids,
    isPublic: false,
  }),
  aws_network_interface: networkInterface,
  aws_ec2_client_vpn_endpoint: clientVpn,
};

/**
 * A client VPN endpoint, with an interface in each associated subnet.
 * @throws Error for a client VPN whose users the platform does not list.
 */
function clientVpn(
  { address, values }: TerraformResource,
  folder: TerraformFolder,
  externalNetworks: readonly PlatformExternalNetwork[],
): EndpointInterfaces {
  const own = (type: string) =>
    folder.ofType(type).filter((one) => one.values.client_vpn_endpoint_id === address);
  const users = externalNetworks.find(({ connection }) => connection === address);
  if (users === undefined) throw new Error(`${address} has no users in the platform's external networks`);
  const rules = own("aws_ec2_client_vpn_authorization_rule");
  const authorizedCidrs = rules.map((rule) => rule.values.target_network_cidr as string);
  return {
    address,
    subnets: own("aws_ec2_client_vpn_network_association").map((one) => one.values.subnet_id),
    groups: values.security_group_ids,
    isPublic: false,
    clients: { name: users.name, cidrs: users.cidrs, authorizedCidrs },
  };
}

/** @throws Error for the primary network interface of a server. */
function networkInterface(
  { address, values }: TerraformResource,
  folder: TerraformFolder,
): EndpointInterfaces {
  const links = folder.ofType("aws_network_interface_attachment");
  const isPrimary = ({ values: link }: TerraformResource) =>
    link.network_interface_id === address && link.device_index === 0;
  if (values.attachment !== undefined || links.some(isPrimary)) {
    throw new Error(`${address} is the primary interface of a server, which is not translated`);
  }
  return {
    address,
    subnets: [values.subnet_id],
    groups: values.security_groups,
    isPublic: hasElasticAddress(folder, address),
    given: (values.private_ip_list ?? values.private_ips ?? []) as string[],
    forwards: values.source_dest_check === false,
  };
}

/** Reports that an instance or interface has an Elastic IP. */
function hasElasticAddress(folder: TerraformFolder, owner: string): boolean {
  const elasticIps = [...folder.ofType("aws_eip"), ...folder.ofType("aws_eip_association")];
  return elasticIps.some(({ values }) =>
    [values.instance, values.instance_id, values.network_interface, values.network_interface_id].includes(
      owner,
    ),
  );
}

/**
 * Returns a host in each subnet for every endpoint with interfaces, and the NAT gateways. An
 * interface attached to a server is an endpoint of its own.
 */
export function interfacesOf(
  folder: TerraformFolder,
  subnets: readonly TinySubnet[],
  externalNetworks: readonly PlatformExternalNetwork[],
): Pick<TinyNetwork, "hosts" | "natGateways"> {
  const endpoints = Object.entries(READERS).flatMap(([type, reader]) =>
    folder.ofType(type).flatMap((resource) => reader(resource, folder, externalNetworks) ?? []),
  );
  const given = endpoints.flatMap((one) => one.given ?? []);
  const free = new Addresses(subnets, new Set(given));
  return {
    natGateways: folder.ofType("aws_nat_gateway").map((gateway) => natGatewayOf(folder, gateway, free)),
    hosts: endpoints.flatMap((one) => hostsOf(folder, one, free)),
  };
}

function natGatewayOf(
  folder: TerraformFolder,
  { address, values }: TerraformResource,
  free: Addresses,
): TinyNatGateway {
  const subnet = folder.at(values.subnet_id).address;
  const own = (values.private_ip as string | undefined) ?? free.inside(subnet);
  const isPrivate = values.connectivity_type === "private";
  return { name: address, subnet, addresses: [own], ...(isPrivate ? {} : { publicAddress: free.outside() }) };
}

function hostsOf(folder: TerraformFolder, one: EndpointInterfaces, free: Addresses): TinyHost[] {
  return one.subnets.map((name, i) => {
    const subnet = folder.at(name).address;
    const given = one.given ?? [];
    return {
      name: hostName(one.address, i),
      subnet,
      addresses: given.length > 0 ? given : [free.inside(subnet)],
      ...(one.isPublic ? { publicAddress: free.outside() } : {}),
      groups: (one.groups as unknown[]).map((group) => folder.at(group).address),
      ...(one.forwards === true ? { forwards: true } : {}),
      ...(one.clients === undefined ? {} : { clients: clientsOf(one.clients, i) }),
    };
  });
}

/** The client behind each host of a client VPN. */
function clientsOf(
  { name, cidrs, authorizedCidrs }: NonNullable<EndpointInterfaces["clients"]>,
  i: number,
): TinyVpnClient {
  return { name: hostName(name, i), addresses: [addressIn({ cidrs }, 7 + i)], authorizedCidrs };
}

/** The name of an endpoint's host: the endpoint's address, with a number after the first. */
function hostName(address: string, i: number): string {
  return i === 0 ? address : `${address}#${i}`;
}

/** Returns the address of the endpoint that a host represents. */
export function endpointOfHost(host: string): string {
  return host.split("#")[0]!;
}

/** Assigns addresses to hosts without a configured one. */
class Addresses {
  readonly #subnets: ReadonlyMap<string, TinySubnet>;
  readonly #given: ReadonlySet<string>;
  readonly #taken = new Map<string, number>();

  /** @param given configured addresses, which are not assigned again */
  constructor(subnets: readonly TinySubnet[], given: ReadonlySet<string>) {
    this.#given = given;
    this.#subnets = new Map(subnets.map((subnet) => [subnet.name, subnet]));
  }

  /** The next free IPv4 address of a subnet, after the first, which AWS reserves. */
  inside(subnet: string): string {
    const block = this.#subnets.get(subnet)!.cidrs[0]!.split("/")[0]!;
    const address = `${block.slice(0, block.lastIndexOf("."))}.${9 + this.#next(subnet)}`;
    return this.#given.has(address) ? this.inside(subnet) : address;
  }

  outside(): string {
    return `54.0.0.${this.#next("public")}`;
  }

  #next(of: string): number {
    const next = (this.#taken.get(of) ?? 0) + 1;
    this.#taken.set(of, next);
    return next;
  }
}

import type { TerraformFolder, TerraformResource, Values } from "./terraform-folder.ts";
import type { TinyHost, TinyNatGateway, TinyNetwork, TinySubnet } from "./tiny-network.ts";

/** What has interfaces: in which subnets one may stand, with which groups. */
interface Standing {
  readonly address: string;
  readonly subnets: readonly unknown[];
  readonly groups: unknown;
  readonly isPublic: boolean;
  /** Addresses that are written down. */
  readonly given?: readonly string[];
  readonly forwards?: boolean;
}

type Reader = (resource: TerraformResource, folder: TerraformFolder) => Standing | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  aws_lb: ({ address, values }) => ({
    address,
    subnets: values.subnets as string[],
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
};

function hasElasticAddress(folder: TerraformFolder, instance: string): boolean {
  const named = [...folder.ofType("aws_eip"), ...folder.ofType("aws_eip_association")];
  return named.some(({ values }) => values.instance === instance || values.instance_id === instance);
}

/** Hosts that stand in for all that has interfaces, one in each of its subnets, and the NAT gateways. */
export function interfacesOf(
  folder: TerraformFolder,
  subnets: readonly TinySubnet[],
): Pick<TinyNetwork, "hosts" | "natGateways"> {
  const free = new Addresses(subnets);
  const standing = Object.entries(READERS).flatMap(([type, reader]) =>
    folder.ofType(type).flatMap((resource) => reader(resource, folder) ?? []),
  );
  return {
    natGateways: folder.ofType("aws_nat_gateway").map((gateway) => natGatewayOf(folder, gateway, free)),
    hosts: standing.flatMap((one) => hostsOf(folder, one, free)),
  };
}

/** @throws Error for a private one. */
function natGatewayOf(
  folder: TerraformFolder,
  { address, values }: TerraformResource,
  free: Addresses,
): TinyNatGateway {
  if (values.connectivity_type === "private") throw new Error(`${address} is private: it is not translated`);
  const subnet = folder.at(values.subnet_id).address;
  const own = (values.private_ip as string | undefined) ?? free.inside(subnet);
  return { name: address, subnet, addresses: [own], publicAddress: free.outside() };
}

function hostsOf(folder: TerraformFolder, one: Standing, free: Addresses): TinyHost[] {
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
    };
  });
}

/** The first host that stands in for a thing has its address as its name. */
function hostName(address: string, i: number): string {
  return i === 0 ? address : `${address}#${i}`;
}

/** The thing that a host stands in for. */
export function thingOf(host: string): string {
  return host.split("#")[0]!;
}

/** Addresses for those who have none yet. */
class Addresses {
  readonly #subnets: ReadonlyMap<string, TinySubnet>;
  readonly #taken = new Map<string, number>();

  constructor(subnets: readonly TinySubnet[]) {
    this.#subnets = new Map(subnets.map((subnet) => [subnet.name, subnet]));
  }

  /** An IPv4 address of a subnet, the first ones of which are AWS's own. */
  inside(subnet: string): string {
    const block = this.#subnets.get(subnet)!.cidrs[0]!.split("/")[0]!;
    return `${block.slice(0, block.lastIndexOf("."))}.${9 + this.#next(subnet)}`;
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

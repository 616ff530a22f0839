import type { CloudResource } from "../contracts.ts";
import type { ObjectValue } from "../value.ts";
import { partitionOf, REGION_CODES, zonesOf } from "./places.ts";
import { token } from "./token.ts";

/** The id of a part of the default network of an account's region: always the same. */
export function defaultId(accountId: string, region: string, prefix: string, detail = ""): string {
  return `${prefix}-0${token(`${accountId}/${region}/default/${prefix}/${detail}`, "hex", 16)}`;
}

/** The addresses of a default subnet: zones have theirs in order. */
export function defaultSubnetCidr(zone: string): string {
  const index = zonesOf(zone.slice(0, -1)).findIndex(({ name }) => name === zone);
  return `172.31.${Math.max(index, 0) * 16}.0/20`;
}

/**
 * The VPC that AWS puts into each region of a new account, with what is in it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 */
function defaultNetwork(accountId: string, region: string): readonly CloudResource[] {
  const ids = Object.fromEntries(
    ["vpc", "igw", "rtb", "acl", "sg"].map((prefix) => [prefix, defaultId(accountId, region, prefix)]),
  );
  const { vpc = "", igw = "", rtb = "", acl = "", sg = "" } = ids;
  const dopt = `dopt-0${token(`${accountId}/${region}/dopt/`, "hex", 16)}`;
  const made = (type: string, kind: string, id: string, values: ObjectValue): CloudResource => {
    const arn = `arn:${partitionOf(region).id}:ec2:${region}:${accountId}:${kind}/${id}`;
    const common = { id, arn, owner_id: accountId, tags: {}, tags_all: {} };
    return { type, id, region, values: { ...common, ...values } };
  };
  const subnets = zonesOf(region).map(({ name, id }) =>
    made("aws_subnet", "subnet", defaultId(accountId, region, "subnet", name), {
      vpc_id: vpc,
      cidr_block: defaultSubnetCidr(name),
      availability_zone: name,
      availability_zone_id: id,
      default_for_az: true,
      map_public_ip_on_launch: true,
    }),
  );
  return [
    made("aws_vpc", "vpc", vpc, {
      cidr_block: "172.31.0.0/16",
      default: true,
      instance_tenancy: "default",
      enable_dns_hostnames: true,
      enable_dns_support: true,
      dhcp_options_id: dopt,
      main_route_table_id: rtb,
      default_route_table_id: rtb,
      default_network_acl_id: acl,
      default_security_group_id: sg,
    }),
    ...subnets,
    made("aws_internet_gateway", "internet-gateway", igw, {
      vpc_id: vpc,
      attachments: [{ state: "available", vpc_id: vpc }],
    }),
    made("aws_route_table", "route-table", rtb, { vpc_id: vpc, main: true, route: [] }),
    made("aws_network_acl", "network-acl", acl, { vpc_id: vpc, default: true, subnet_ids: [] }),
    made("aws_security_group", "security-group", sg, {
      vpc_id: vpc,
      name: "default",
      description: "default VPC security group",
    }),
  ];
}

const networks = new Map<string, readonly CloudResource[]>();

/** The default networks of all regions of an account. */
export function defaultNetworks(accountId: string): readonly CloudResource[] {
  const known = networks.get(accountId);
  if (known !== undefined) return known;
  const made = REGION_CODES.flatMap((region) => defaultNetwork(accountId, region));
  networks.set(accountId, made);
  return made;
}

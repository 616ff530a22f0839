import { partitionOfRegion, REGIONS } from "../../../../../aws/regions.ts";
import { DEFAULT_VPC_BLOCK } from "../../../../../aws/special-ranges.ts";
import { deterministicToken } from "../../computed-values/deterministic-values.ts";
import { availabilityZonesOf } from "../../computed-values/regions.ts";
import type { SimulatedResource } from "../../simulator-types.ts";
import type { ObjectValue } from "../../terraform-value.ts";

/** The stable ID of a resource in the default VPC of an account and region. */
export function defaultVpcResourceId(accountId: string, region: string, prefix: string, detail = ""): string {
  return `${prefix}-0${deterministicToken(`${accountId}/${region}/default/${prefix}/${detail}`, "hex", 16)}`;
}

/** The CIDR block of a default subnet, by the position of its Availability Zone. */
export function defaultSubnetCidr(zone: string): string {
  const index = availabilityZonesOf(zone.slice(0, -1)).findIndex(({ name }) => name === zone);
  return DEFAULT_VPC_BLOCK.slice(4, Math.max(index, 0)).toString();
}

/**
 * The default VPC that AWS creates in each region of a new account, and its resources.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 */
function defaultVpcResourcesIn(accountId: string, region: string): readonly SimulatedResource[] {
  const ids = Object.fromEntries(
    ["vpc", "igw", "rtb", "acl", "sg"].map((prefix) => [
      prefix,
      defaultVpcResourceId(accountId, region, prefix),
    ]),
  );
  const { vpc = "", igw = "", rtb = "", acl = "", sg = "" } = ids;
  const dopt = `dopt-0${deterministicToken(`${accountId}/${region}/dopt/`, "hex", 16)}`;
  const created = (type: string, kind: string, id: string, values: ObjectValue): SimulatedResource => {
    const arn = `arn:${partitionOfRegion(region).id}:ec2:${region}:${accountId}:${kind}/${id}`;
    const common = { id, arn, owner_id: accountId, tags: {}, tags_all: {} };
    return { type, id, region, values: { ...common, ...values } };
  };
  const subnets = availabilityZonesOf(region).map(({ name, id }) =>
    created("aws_subnet", "subnet", defaultVpcResourceId(accountId, region, "subnet", name), {
      vpc_id: vpc,
      cidr_block: defaultSubnetCidr(name),
      availability_zone: name,
      availability_zone_id: id,
      default_for_az: true,
      map_public_ip_on_launch: true,
    }),
  );
  return [
    created("aws_vpc", "vpc", vpc, {
      cidr_block: DEFAULT_VPC_BLOCK.toString(),
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
    created("aws_internet_gateway", "internet-gateway", igw, {
      vpc_id: vpc,
      attachments: [{ state: "available", vpc_id: vpc }],
    }),
    created("aws_route_table", "route-table", rtb, { vpc_id: vpc, main: true, route: [] }),
    created("aws_network_acl", "network-acl", acl, { vpc_id: vpc, default: true, subnet_ids: [] }),
    created("aws_security_group", "security-group", sg, {
      vpc_id: vpc,
      name: "default",
      description: "default VPC security group",
    }),
  ];
}

const resourcesByAccount = new Map<string, readonly SimulatedResource[]>();

/** The default VPCs of all regions of an account. */
export function defaultVpcResources(accountId: string): readonly SimulatedResource[] {
  const cached = resourcesByAccount.get(accountId);
  if (cached !== undefined) return cached;
  const created = REGIONS.flatMap((region) => defaultVpcResourcesIn(accountId, region));
  resourcesByAccount.set(accountId, created);
  return created;
}

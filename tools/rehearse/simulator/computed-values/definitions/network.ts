import { withDefaultTwin } from "../../../../../aws/resource-types.ts";
import { DEFAULT_VPC_BLOCK } from "../../../../../aws/special-ranges.ts";
import { VPC_IPV6_PREFIX } from "../../../../../aws/vpc-quotas.ts";
import { stringAttribute } from "../attribute-reader.ts";
import { defaultSubnetCidr, defaultVpcResourceId } from "../default-vpc.ts";
import { findExistingResource, vpcIdOfSubnets } from "../existing-resources.ts";
import {
  allocatePrivateAddress,
  allocatePublicAddress,
  privateDnsName,
  publicDnsName,
} from "../ip-addresses.ts";
import { availabilityZonesOf } from "../regions.ts";
import {
  arnTemplate,
  type ResourceDefinitions,
  renderTemplate,
  resolveString,
  type ValueContext,
} from "../value-context.ts";

/** An EC2 resource with this ID prefix and ARN resource type. */
function ec2Resource(
  prefix: string,
  kind: string,
): Readonly<Record<string, string | ReturnType<typeof arnTemplate>>> {
  return {
    id: `${prefix}-0{hex:16}`,
    arn: arnTemplate(`ec2:{region}:{account}:${kind}/{id}`),
    owner_id: "{account}",
  };
}

const availabilityZoneName = (context: ValueContext) => {
  const zones = availabilityZonesOf(context.region);
  const id = resolveString(context, "availability_zone_id");
  return (zones.find((zone) => zone.id === id) ?? zones[0])?.name ?? "";
};

const availabilityZoneId = (context: ValueContext) => {
  const name = resolveString(context, "availability_zone");
  return availabilityZonesOf(context.region).find((zone) => zone.name === name)?.id ?? "";
};

/** An attribute of the VPC that the resource references. */
function vpcAttribute(name: string): (context: ValueContext) => string {
  return (context) =>
    stringAttribute(
      findExistingResource(context.account, resolveString(context, "vpc_id"), ...withDefaultTwin("aws_vpc"))
        ?.values,
      name,
    ) ?? "";
}

const vpc = {
  ...ec2Resource("vpc", "vpc"),
  cidr_block: DEFAULT_VPC_BLOCK.toString(),
  default_network_acl_id: "acl-0{hex:16/acl}",
  default_route_table_id: "rtb-0{hex:16/rtb}",
  main_route_table_id: "rtb-0{hex:16/rtb}",
  default_security_group_id: "sg-0{hex:16/sg}",
  dhcp_options_id: (context: ValueContext) =>
    `dopt-${renderTemplate("0{hex:16}", { ...context, seed: `${context.accountId}/${context.region}/dopt` })}`,
  ipv6_association_id: (context: ValueContext) =>
    context.resolve("assign_generated_ipv6_cidr_block") === true
      ? renderTemplate("vpc-cidr-assoc-0{hex:16/ipv6}", context)
      : "",
  ipv6_cidr_block: (context: ValueContext) =>
    context.resolve("assign_generated_ipv6_cidr_block") === true
      ? renderTemplate(`2600:1f18:{hex:4/v6}:{hex:2/v6b}00::/${VPC_IPV6_PREFIX}`, context)
      : "",
  ipv6_cidr_block_network_border_group: (context: ValueContext) =>
    context.resolve("assign_generated_ipv6_cidr_block") === true ? context.region : "",
};

/** A default VPC and its resources exist before Terraform adopts it. */
const defaultVpc = {
  id: (context: ValueContext) => defaultVpcResourceId(context.accountId, context.region, "vpc"),
  default_network_acl_id: (context: ValueContext) =>
    defaultVpcResourceId(context.accountId, context.region, "acl"),
  default_route_table_id: (context: ValueContext) =>
    defaultVpcResourceId(context.accountId, context.region, "rtb"),
  main_route_table_id: (context: ValueContext) =>
    defaultVpcResourceId(context.accountId, context.region, "rtb"),
  default_security_group_id: (context: ValueContext) =>
    defaultVpcResourceId(context.accountId, context.region, "sg"),
};

const subnet = {
  ...ec2Resource("subnet", "subnet"),
  availability_zone: availabilityZoneName,
  availability_zone_id: availabilityZoneId,
  private_dns_hostname_type_on_launch: "ip-name",
  ipv6_cidr_block_association_id: (context: ValueContext) =>
    resolveString(context, "ipv6_cidr_block") === ""
      ? ""
      : renderTemplate("subnet-cidr-assoc-0{hex:16/ipv6}", context),
};

/** VPCs, subnets, route tables, network ACLs, gateways and network interfaces. */
export const networkResources: ResourceDefinitions = {
  aws_vpc: vpc,
  aws_default_vpc: { ...vpc, ...defaultVpc },
  aws_subnet: subnet,
  aws_default_subnet: {
    ...subnet,
    id: (context) =>
      defaultVpcResourceId(
        context.accountId,
        context.region,
        "subnet",
        resolveString(context, "availability_zone"),
      ),
    vpc_id: (context) => defaultVpcResourceId(context.accountId, context.region, "vpc"),
    cidr_block: (context) => defaultSubnetCidr(resolveString(context, "availability_zone")),
  },
  aws_security_group: { ...ec2Resource("sg", "security-group"), vpc_id: "" },
  aws_default_security_group: {
    ...ec2Resource("sg", "security-group"),
    id: vpcAttribute("default_security_group_id"),
    name: "default",
    description: "default VPC security group",
  },
  aws_default_route_table: {
    ...ec2Resource("rtb", "route-table"),
    id: "{default_route_table_id}",
    vpc_id: vpcOfDefaultTable,
  },
  aws_default_network_acl: {
    ...ec2Resource("acl", "network-acl"),
    id: "{default_network_acl_id}",
    vpc_id: vpcOfDefaultAcl,
  },
  aws_default_vpc_dhcp_options: ec2Resource("dopt", "dhcp-options"),
  aws_vpc_security_group_ingress_rule: { ...securityGroupRule() },
  aws_vpc_security_group_egress_rule: { ...securityGroupRule() },
  aws_security_group_rule: { id: "sgrule-{digits:10}", security_group_rule_id: "sgr-0{hex:16}" },
  aws_route_table: ec2Resource("rtb", "route-table"),
  aws_route: {
    id: (context) => renderTemplate("r-{route_table_id}{digits:10}", context),
    state: "active",
    origin: "CreateRoute",
    instance_id: "",
    instance_owner_id: "",
    network_interface_id: "",
  },
  aws_route_table_association: { id: "rtbassoc-0{hex:16}" },
  aws_main_route_table_association: {
    id: "rtbassoc-0{hex:16}",
    original_route_table_id: vpcAttribute("default_route_table_id"),
  },
  aws_network_acl: ec2Resource("acl", "network-acl"),
  aws_network_acl_rule: { id: "nacl-{digits:10}" },
  aws_network_acl_association: { id: "aclassoc-0{hex:16}" },
  aws_internet_gateway: { ...ec2Resource("igw", "internet-gateway"), vpc_id: "" },
  aws_internet_gateway_attachment: { id: "{internet_gateway_id}:{vpc_id}" },
  aws_egress_only_internet_gateway: { id: "eigw-0{hex:16}" },
  aws_nat_gateway: {
    id: "nat-0{hex:16}",
    association_id: (context) =>
      resolveString(context, "allocation_id") === ""
        ? ""
        : renderTemplate("eipassoc-0{hex:16/assoc}", context),
    network_interface_id: "eni-0{hex:16/eni}",
    private_ip: (context) => allocatePrivateAddress(context, resolveString(context, "subnet_id")),
    public_ip: (context) =>
      stringAttribute(
        findExistingResource(context.account, resolveString(context, "allocation_id"), "aws_eip")?.values,
        "public_ip",
      ) ?? "",
  },
  aws_eip: {
    ...ec2Resource("eipalloc", "elastic-ip"),
    allocation_id: "{id}",
    domain: "vpc",
    vpc: true,
    instance: "",
    network_interface: "",
    private_ip: "",
    private_dns: "",
    association_id: "",
    carrier_ip: "",
    customer_owned_ip: "",
    ipam_pool_id: "",
    ptr_record: "",
    network_border_group: "{region}",
    public_ipv4_pool: "amazon",
    public_ip: (context) => allocatePublicAddress(context),
    public_dns: (context) => publicDnsName(resolveString(context, "public_ip"), context.region),
  },
  aws_eip_association: {
    id: "eipassoc-0{hex:16}",
    public_ip: (context) =>
      stringAttribute(
        findExistingResource(context.account, resolveString(context, "allocation_id"), "aws_eip")?.values,
        "public_ip",
      ) ?? "",
    allocation_id: (context) =>
      context.account.resources("aws_eip").find((ip) => ip.values.public_ip === context.resolve("public_ip"))
        ?.id ?? "",
    network_interface_id: "eni-0{hex:16/eni}",
    instance_id: "",
    private_ip_address: "",
  },
  aws_network_interface: networkInterface(),
  aws_network_interface_attachment: {
    id: "eni-attach-0{hex:16}",
    attachment_id: "eni-attach-0{hex:16}",
    status: "attached",
  },
  aws_network_interface_sg_attachment: { id: "{security_group_id}_{network_interface_id}" },
  aws_vpc_dhcp_options: ec2Resource("dopt", "dhcp-options"),
  aws_vpc_dhcp_options_association: { id: "{dhcp_options_id}-{vpc_id}" },
  aws_vpc_ipv4_cidr_block_association: { id: "vpc-cidr-assoc-0{hex:16}" },
  aws_vpc_ipv6_cidr_block_association: {
    id: "vpc-cidr-assoc-0{hex:16}",
    ipv6_cidr_block: `2600:1f18:{hex:4/v6}:{hex:2/v6b}00::/${VPC_IPV6_PREFIX}`,
  },
  aws_flow_log: {
    ...ec2Resource("fl", "vpc-flow-log"),
    log_format:
      "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}",
    log_group_name: (context) =>
      /:log-group:([^:]+)/.exec(resolveString(context, "log_destination"))?.[1] ?? "",
    log_destination: (context) => {
      const group = resolveString(context, "log_group_name");
      return group === ""
        ? ""
        : renderTemplate(`arn:{partition}:logs:{region}:{account}:log-group:${group}`, context);
    },
  },
  aws_ec2_managed_prefix_list: {
    ...ec2Resource("pl", "prefix-list"),
    version: (context) => Number(context.before?.version ?? 0) + 1,
  },
  aws_ec2_managed_prefix_list_entry: { id: "{prefix_list_id},{cidr}" },
  aws_key_pair: {
    id: "{key_name}",
    arn: arnTemplate("ec2:{region}:{account}:key-pair/{key_name}"),
    key_pair_id: "key-0{hex:16}",
    fingerprint: (context) => renderTemplate("{hex:32/fp}", context).match(/../g)?.join(":") ?? "",
    key_type: "rsa",
  },
  aws_placement_group: {
    id: "{name}",
    placement_group_id: "pg-0{hex:16}",
    arn: arnTemplate("ec2:{region}:{account}:placement-group/{name}"),
  },
};

function securityGroupRule(): ResourceDefinitions[string] {
  return {
    id: "sgr-0{hex:16}",
    security_group_rule_id: "sgr-0{hex:16}",
    arn: arnTemplate("ec2:{region}:{account}:security-group-rule/{id}"),
  };
}

function vpcOfDefaultTable(context: ValueContext): string {
  const table = resolveString(context, "default_route_table_id");
  return (
    context.account.resources("aws_vpc").find((vpc) => vpc.values.default_route_table_id === table)?.id ?? ""
  );
}

function vpcOfDefaultAcl(context: ValueContext): string {
  const acl = resolveString(context, "default_network_acl_id");
  return (
    context.account.resources("aws_vpc").find((vpc) => vpc.values.default_network_acl_id === acl)?.id ?? ""
  );
}

function networkInterface(): ResourceDefinitions[string] {
  const address = (context: ValueContext) => {
    const fixed = context.self.private_ips;
    if (Array.isArray(fixed) && typeof fixed[0] === "string") return fixed[0];
    return allocatePrivateAddress(context, resolveString(context, "subnet_id"));
  };
  return {
    ...ec2Resource("eni", "network-interface"),
    interface_type: "interface",
    private_ip: address,
    private_ips: (context) => [resolveString(context, "private_ip")],
    private_ip_list: (context) => {
      const all = context.resolve("private_ips");
      return Array.isArray(all) ? all : [];
    },
    private_ips_count: (context) => {
      const all = context.resolve("private_ips");
      return Array.isArray(all) ? Math.max(all.length - 1, 0) : 0;
    },
    private_dns_name: (context) => privateDnsName(resolveString(context, "private_ip"), context.region),
    outpost_arn: "",
    security_groups: (context) => {
      const vpcId = vpcIdOfSubnets(context.account, [resolveString(context, "subnet_id")]);
      const group = stringAttribute(
        findExistingResource(context.account, vpcId, "aws_vpc")?.values,
        "default_security_group_id",
      );
      return group === undefined ? [] : [group];
    },
    "attachment.attachment_id": "eni-attach-0{hex:16}",
  };
}

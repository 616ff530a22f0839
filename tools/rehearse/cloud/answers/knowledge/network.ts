import { find, vpcOfSubnets } from "../account-index.ts";
import { privateAddress, privateDnsName, publicAddress, publicDnsName } from "../addresses.ts";
import { defaultId, defaultSubnetCidr } from "../default-network.ts";
import { arn, type Facts, type Knowledge, render, textFact } from "../facts.ts";
import { zonesOf } from "../places.ts";
import { textOf } from "../read.ts";

/** An EC2 resource: an id of this prefix and the ARN of this kind. */
function ec2(prefix: string, kind: string): Readonly<Record<string, string | ReturnType<typeof arn>>> {
  return {
    id: `${prefix}-0{hex:16}`,
    arn: arn(`ec2:{region}:{account}:${kind}/{id}`),
    owner_id: "{account}",
  };
}

const zoneOf = (facts: Facts) => {
  const zones = zonesOf(facts.region);
  const id = textFact(facts, "availability_zone_id");
  return (zones.find((zone) => zone.id === id) ?? zones[0])?.name ?? "";
};

const zoneIdOf = (facts: Facts) => {
  const name = textFact(facts, "availability_zone");
  return zonesOf(facts.region).find((zone) => zone.name === name)?.id ?? "";
};

/** What a VPC that AWS made along with another resource answers with. */
function vpcAttribute(name: string): (facts: Facts) => string {
  return (facts) =>
    textOf(find(facts.account, textFact(facts, "vpc_id"), "aws_vpc", "aws_default_vpc")?.values, name) ?? "";
}

const vpc = {
  ...ec2("vpc", "vpc"),
  cidr_block: "172.31.0.0/16",
  default_network_acl_id: "acl-0{hex:16/acl}",
  default_route_table_id: "rtb-0{hex:16/rtb}",
  main_route_table_id: "rtb-0{hex:16/rtb}",
  default_security_group_id: "sg-0{hex:16/sg}",
  dhcp_options_id: (facts: Facts) =>
    `dopt-${render("0{hex:16}", { ...facts, seed: `${facts.accountId}/${facts.region}/dopt` })}`,
  ipv6_association_id: (facts: Facts) =>
    facts.get("assign_generated_ipv6_cidr_block") === true
      ? render("vpc-cidr-assoc-0{hex:16/ipv6}", facts)
      : "",
  ipv6_cidr_block: (facts: Facts) =>
    facts.get("assign_generated_ipv6_cidr_block") === true
      ? render("2600:1f18:{hex:4/v6}:{hex:2/v6b}00::/56", facts)
      : "",
  ipv6_cidr_block_network_border_group: (facts: Facts) =>
    facts.get("assign_generated_ipv6_cidr_block") === true ? facts.region : "",
};

/** A default VPC is there before Terraform takes it over, and so is what came with it. */
const defaultVpc = {
  id: (facts: Facts) => defaultId(facts.accountId, facts.region, "vpc"),
  default_network_acl_id: (facts: Facts) => defaultId(facts.accountId, facts.region, "acl"),
  default_route_table_id: (facts: Facts) => defaultId(facts.accountId, facts.region, "rtb"),
  main_route_table_id: (facts: Facts) => defaultId(facts.accountId, facts.region, "rtb"),
  default_security_group_id: (facts: Facts) => defaultId(facts.accountId, facts.region, "sg"),
};

const subnet = {
  ...ec2("subnet", "subnet"),
  availability_zone: zoneOf,
  availability_zone_id: zoneIdOf,
  private_dns_hostname_type_on_launch: "ip-name",
  ipv6_cidr_block_association_id: (facts: Facts) =>
    textFact(facts, "ipv6_cidr_block") === "" ? "" : render("subnet-cidr-assoc-0{hex:16/ipv6}", facts),
};

/** A VPC, its subnets, tables, lists, gateways and interfaces. */
export const network: Knowledge = {
  aws_vpc: vpc,
  aws_default_vpc: { ...vpc, ...defaultVpc },
  aws_subnet: subnet,
  aws_default_subnet: {
    ...subnet,
    id: (facts) => defaultId(facts.accountId, facts.region, "subnet", textFact(facts, "availability_zone")),
    vpc_id: (facts) => defaultId(facts.accountId, facts.region, "vpc"),
    cidr_block: (facts) => defaultSubnetCidr(textFact(facts, "availability_zone")),
  },
  aws_security_group: { ...ec2("sg", "security-group"), vpc_id: "" },
  aws_default_security_group: {
    ...ec2("sg", "security-group"),
    id: vpcAttribute("default_security_group_id"),
    name: "default",
    description: "default VPC security group",
  },
  aws_default_route_table: {
    ...ec2("rtb", "route-table"),
    id: "{default_route_table_id}",
    vpc_id: vpcOfDefaultTable,
  },
  aws_default_network_acl: {
    ...ec2("acl", "network-acl"),
    id: "{default_network_acl_id}",
    vpc_id: vpcOfDefaultAcl,
  },
  aws_default_vpc_dhcp_options: ec2("dopt", "dhcp-options"),
  aws_vpc_security_group_ingress_rule: { ...rule() },
  aws_vpc_security_group_egress_rule: { ...rule() },
  aws_security_group_rule: { id: "sgrule-{digits:10}", security_group_rule_id: "sgr-0{hex:16}" },
  aws_route_table: ec2("rtb", "route-table"),
  aws_route: {
    id: (facts) => render("r-{route_table_id}{digits:10}", facts),
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
  aws_network_acl: ec2("acl", "network-acl"),
  aws_network_acl_rule: { id: "nacl-{digits:10}" },
  aws_network_acl_association: { id: "aclassoc-0{hex:16}" },
  aws_internet_gateway: { ...ec2("igw", "internet-gateway"), vpc_id: "" },
  aws_internet_gateway_attachment: { id: "{internet_gateway_id}:{vpc_id}" },
  aws_egress_only_internet_gateway: { id: "eigw-0{hex:16}" },
  aws_nat_gateway: {
    id: "nat-0{hex:16}",
    association_id: (facts) =>
      textFact(facts, "allocation_id") === "" ? "" : render("eipassoc-0{hex:16/assoc}", facts),
    network_interface_id: "eni-0{hex:16/eni}",
    private_ip: (facts) => privateAddress(facts, textFact(facts, "subnet_id")),
    public_ip: (facts) =>
      textOf(find(facts.account, textFact(facts, "allocation_id"), "aws_eip")?.values, "public_ip") ?? "",
  },
  aws_eip: {
    ...ec2("eipalloc", "elastic-ip"),
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
    public_ip: (facts) => publicAddress(facts),
    public_dns: (facts) => publicDnsName(textFact(facts, "public_ip"), facts.region),
  },
  aws_eip_association: {
    id: "eipassoc-0{hex:16}",
    public_ip: (facts) =>
      textOf(find(facts.account, textFact(facts, "allocation_id"), "aws_eip")?.values, "public_ip") ?? "",
    allocation_id: (facts) =>
      facts.account.resources("aws_eip").find((ip) => ip.values.public_ip === facts.get("public_ip"))?.id ??
      "",
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
  aws_vpc_dhcp_options: ec2("dopt", "dhcp-options"),
  aws_vpc_dhcp_options_association: { id: "{dhcp_options_id}-{vpc_id}" },
  aws_vpc_ipv4_cidr_block_association: { id: "vpc-cidr-assoc-0{hex:16}" },
  aws_vpc_ipv6_cidr_block_association: {
    id: "vpc-cidr-assoc-0{hex:16}",
    ipv6_cidr_block: "2600:1f18:{hex:4/v6}:{hex:2/v6b}00::/56",
  },
  aws_flow_log: {
    ...ec2("fl", "vpc-flow-log"),
    log_format:
      "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}",
    log_group_name: (facts) => /:log-group:([^:]+)/.exec(textFact(facts, "log_destination"))?.[1] ?? "",
    log_destination: (facts) => {
      const group = textFact(facts, "log_group_name");
      return group === "" ? "" : render(`arn:{partition}:logs:{region}:{account}:log-group:${group}`, facts);
    },
  },
  aws_ec2_managed_prefix_list: {
    ...ec2("pl", "prefix-list"),
    version: (facts) => Number(facts.before?.version ?? 0) + 1,
  },
  aws_ec2_managed_prefix_list_entry: { id: "{prefix_list_id},{cidr}" },
  aws_key_pair: {
    id: "{key_name}",
    arn: arn("ec2:{region}:{account}:key-pair/{key_name}"),
    key_pair_id: "key-0{hex:16}",
    fingerprint: (facts) => render("{hex:32/fp}", facts).match(/../g)?.join(":") ?? "",
    key_type: "rsa",
  },
  aws_placement_group: {
    id: "{name}",
    placement_group_id: "pg-0{hex:16}",
    arn: arn("ec2:{region}:{account}:placement-group/{name}"),
  },
};

function rule(): Knowledge[string] {
  return {
    id: "sgr-0{hex:16}",
    security_group_rule_id: "sgr-0{hex:16}",
    arn: arn("ec2:{region}:{account}:security-group-rule/{id}"),
  };
}

function vpcOfDefaultTable(facts: Facts): string {
  const table = textFact(facts, "default_route_table_id");
  return (
    facts.account.resources("aws_vpc").find((vpc) => vpc.values.default_route_table_id === table)?.id ?? ""
  );
}

function vpcOfDefaultAcl(facts: Facts): string {
  const acl = textFact(facts, "default_network_acl_id");
  return (
    facts.account.resources("aws_vpc").find((vpc) => vpc.values.default_network_acl_id === acl)?.id ?? ""
  );
}

function networkInterface(): Knowledge[string] {
  const address = (facts: Facts) => {
    const fixed = facts.self.private_ips;
    if (Array.isArray(fixed) && typeof fixed[0] === "string") return fixed[0];
    return privateAddress(facts, textFact(facts, "subnet_id"));
  };
  return {
    ...ec2("eni", "network-interface"),
    interface_type: "interface",
    private_ip: address,
    private_ips: (facts) => [textFact(facts, "private_ip")],
    private_ip_list: (facts) => {
      const all = facts.get("private_ips");
      return Array.isArray(all) ? all : [];
    },
    private_ips_count: (facts) => {
      const all = facts.get("private_ips");
      return Array.isArray(all) ? Math.max(all.length - 1, 0) : 0;
    },
    private_dns_name: (facts) => privateDnsName(textFact(facts, "private_ip"), facts.region),
    outpost_arn: "",
    security_groups: (facts) => {
      const vpcId = vpcOfSubnets(facts.account, [textFact(facts, "subnet_id")]);
      const group = textOf(find(facts.account, vpcId, "aws_vpc")?.values, "default_security_group_id");
      return group === undefined ? [] : [group];
    },
    "attachment.attachment_id": "eni-attach-0{hex:16}",
  };
}

import { implicitResourcesOf } from "../../../../../tools/rehearse/simulator/computed-values/implicit-resources.ts";
import { accountWith, callContextWith, computedAfterCreate, existingResource } from "./support.ts";

const VPC = { cidr_block: "10.0.0.0/16", tags: { Name: "main" } };
const VPC_COMPUTED = [
  "id",
  "arn",
  "owner_id",
  "default_security_group_id",
  "default_route_table_id",
  "main_route_table_id",
  "default_network_acl_id",
  "dhcp_options_id",
];
const subnet = existingResource("aws_subnet", "subnet-0a", {
  vpc_id: "vpc-0a",
  cidr_block: "10.0.4.0/28",
  availability_zone: "us-east-1b",
});
const hex17 = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix}-[0-9a-f]{17}$`));

describe("the network's computed values", () => {
  it("a VPC has an ID, an ARN and its default security group, route table and network ACL", () => {
    const vpc = computedAfterCreate("aws_vpc", VPC, VPC_COMPUTED);
    expect(vpc).toMatchObject({
      id: hex17("vpc"),
      owner_id: "123456789012",
      default_security_group_id: hex17("sg"),
      default_route_table_id: hex17("rtb"),
      default_network_acl_id: hex17("acl"),
      dhcp_options_id: hex17("dopt"),
    });
    expect(vpc.arn).toBe(`arn:aws:ec2:us-east-1:123456789012:vpc/${vpc.id}`);
    expect(vpc.main_route_table_id).toBe(vpc.default_route_table_id);
  });

  it("two equal VPCs have two IDs, the same in each run", () => {
    const first = computedAfterCreate("aws_vpc", VPC, VPC_COMPUTED);
    const again = computedAfterCreate("aws_vpc", VPC, VPC_COMPUTED);
    const second = computedAfterCreate(
      "aws_vpc",
      VPC,
      VPC_COMPUTED,
      callContextWith(existingResource("aws_vpc", String(first.id))),
    );
    expect(again).toEqual(first);
    expect(second.id).toEqual(hex17("vpc"));
    expect(second.id).not.toBe(first.id);
    expect(
      computedAfterCreate(
        "aws_vpc",
        VPC,
        VPC_COMPUTED,
        callContextWith(existingResource("aws_vpc", String(first.id))),
      ),
    ).toEqual(second);
  });

  it("resources that AWS creates with a VPC exist, and Terraform adopts them", () => {
    const values = computedAfterCreate("aws_vpc", VPC, VPC_COMPUTED);
    const vpc = existingResource("aws_vpc", String(values.id), values);
    const implied = implicitResourcesOf(vpc, accountWith(vpc));
    expect(implied.map(({ type, id }) => [type, id])).toEqual([
      ["aws_security_group", values.default_security_group_id],
      ["aws_route_table", values.default_route_table_id],
      ["aws_network_acl", values.default_network_acl_id],
    ]);
    const context = callContextWith(vpc);
    expect(
      computedAfterCreate("aws_default_security_group", { vpc_id: vpc.id }, ["id", "name"], context),
    ).toMatchObject({
      id: values.default_security_group_id,
      name: "default",
    });
    expect(
      computedAfterCreate(
        "aws_default_route_table",
        { default_route_table_id: values.default_route_table_id ?? "" },
        ["id", "vpc_id"],
        context,
      ),
    ).toMatchObject({ id: values.default_route_table_id, vpc_id: vpc.id });
    expect(
      computedAfterCreate(
        "aws_default_network_acl",
        { default_network_acl_id: values.default_network_acl_id ?? "" },
        ["id", "vpc_id"],
        context,
      ),
    ).toMatchObject({ id: values.default_network_acl_id, vpc_id: vpc.id });
  });

  it("a subnet has its zone's ID, or the zone of an ID", () => {
    expect(
      computedAfterCreate(
        "aws_subnet",
        { vpc_id: "vpc-0a", cidr_block: "10.0.0.0/24", availability_zone: "us-east-1b" },
        ["id", "availability_zone_id"],
      ),
    ).toMatchObject({ id: hex17("subnet"), availability_zone_id: "use1-az2" });
    expect(
      computedAfterCreate(
        "aws_subnet",
        { vpc_id: "vpc-0a", cidr_block: "10.0.0.0/24", availability_zone_id: "use1-az3" },
        ["availability_zone"],
      ),
    ).toMatchObject({ availability_zone: "us-east-1c" });
  });

  it("addresses are unique and in the subnet, after the four that AWS reserves", () => {
    const taken: string[] = [];
    for (let host = 0; host < 11; host++) {
      const others = taken.map((ip, index) =>
        existingResource("aws_network_interface", `eni-${index}`, { private_ip: ip, private_ips: [ip] }),
      );
      const createdValues = computedAfterCreate(
        "aws_network_interface",
        { subnet_id: "subnet-0a", description: `${host}` },
        { private_ip: "string", private_ips: ["set", "string"] },
        callContextWith(subnet, ...others),
      );
      expect(createdValues.private_ip).toMatch(/^10\.0\.4\.([4-9]|1[0-4])$/);
      expect(createdValues.private_ips).toEqual([createdValues.private_ip]);
      taken.push(String(createdValues.private_ip));
    }
    expect(new Set(taken).size).toBe(11);
  });

  it("an interface with fixed addresses has the first as its primary address", () => {
    const createdValues = computedAfterCreate(
      "aws_network_interface",
      { subnet_id: "subnet-0a", private_ips: ["10.0.4.9"] },
      ["private_ip", "private_dns_name"],
      callContextWith(subnet),
    );
    expect(createdValues).toMatchObject({
      private_ip: "10.0.4.9",
      private_dns_name: "ip-10-0-4-9.ec2.internal",
    });
  });

  it("an Elastic IP address is from a documentation range, and its NAT gateway has it", () => {
    const eip = computedAfterCreate("aws_eip", { domain: "vpc" }, [
      "id",
      "allocation_id",
      "public_ip",
      "public_dns",
    ]);
    expect(eip.public_ip).toMatch(/^(203\.0\.113|198\.51\.100|192\.0\.2)\.\d+$/);
    expect(eip.allocation_id).toBe(eip.id);
    expect(eip.public_dns).toBe(`ec2-${String(eip.public_ip).replaceAll(".", "-")}.compute-1.amazonaws.com`);
    const context = callContextWith(subnet, existingResource("aws_eip", String(eip.id), eip));
    const nat = computedAfterCreate(
      "aws_nat_gateway",
      { subnet_id: "subnet-0a", allocation_id: eip.id ?? "" },
      ["id", "public_ip", "private_ip", "network_interface_id"],
      context,
    );
    expect(nat).toMatchObject({
      id: hex17("nat"),
      public_ip: eip.public_ip,
      network_interface_id: hex17("eni"),
    });
    expect(nat.private_ip).toMatch(/^10\.0\.4\./);
  });

  it("an interface endpoint has an interface in each subnet and DNS names for each zone", () => {
    const requestedNames = {
      id: "string",
      network_interface_ids: ["set", "string"],
      dns_entry: ["list", ["object", { dns_name: "string", hosted_zone_id: "string" }]],
      prefix_list_id: "string",
    } as const;
    const createdValues = computedAfterCreate(
      "aws_vpc_endpoint",
      {
        vpc_id: "vpc-0a",
        service_name: "com.amazonaws.us-east-1.ecr.api",
        vpc_endpoint_type: "Interface",
        private_dns_enabled: true,
        subnet_ids: ["subnet-0a"],
      },
      requestedNames,
      callContextWith(subnet),
    );
    const names = (createdValues.dns_entry as readonly { dns_name: string }[]).map((entry) => entry.dns_name);
    expect(createdValues.network_interface_ids).toEqual([hex17("eni")]);
    expect(names).toEqual([
      expect.stringMatching(/^vpce-[0-9a-f]{17}-[0-9a-z]{8}\.ecr\.api\.us-east-1\.vpce\.amazonaws\.com$/),
      expect.stringMatching(
        /^vpce-[0-9a-f]{17}-[0-9a-z]{8}-us-east-1b\.ecr\.api\.us-east-1\.vpce\.amazonaws\.com$/,
      ),
      "api.ecr.us-east-1.amazonaws.com",
    ]);
    const gateway = computedAfterCreate(
      "aws_vpc_endpoint",
      { vpc_id: "vpc-0a", service_name: "com.amazonaws.us-east-1.s3", vpc_endpoint_type: "Gateway" },
      requestedNames,
      callContextWith(subnet),
    );
    expect(gateway).toMatchObject({
      prefix_list_id: expect.stringMatching(/^pl-[0-9a-f]{8}$/),
      dns_entry: [],
      network_interface_ids: [],
    });
  });

  it("IDs have AWS's prefixes", () => {
    const prefixes = {
      aws_security_group: "sg",
      aws_vpc_security_group_ingress_rule: "sgr",
      aws_route_table: "rtb",
      aws_route_table_association: "rtbassoc",
      aws_network_acl: "acl",
      aws_internet_gateway: "igw",
      aws_flow_log: "fl",
      aws_instance: "i",
      aws_launch_template: "lt",
      aws_vpc_peering_connection: "pcx",
      aws_ec2_transit_gateway: "tgw",
      aws_ec2_transit_gateway_vpc_attachment: "tgw-attach",
      aws_customer_gateway: "cgw",
      aws_vpn_gateway: "vgw",
      aws_vpn_connection: "vpn",
      aws_ec2_client_vpn_endpoint: "cvpn-endpoint",
      aws_ebs_volume: "vol",
    };
    for (const [type, prefix] of Object.entries(prefixes))
      expect(computedAfterCreate(type, {}, ["id"]).id).toEqual(hex17(prefix));
  });

  it("a VPN connection has two tunnels with their own addresses", () => {
    const createdValues = computedAfterCreate(
      "aws_vpn_connection",
      { customer_gateway_id: "cgw-0", transit_gateway_id: "tgw-0", type: "ipsec.1" },
      [
        "id",
        "tunnel1_address",
        "tunnel2_address",
        "tunnel1_inside_cidr",
        "tunnel1_vgw_inside_address",
        "tunnel1_cgw_inside_address",
        "transit_gateway_attachment_id",
      ],
    );
    expect(createdValues.tunnel1_address).not.toBe(createdValues.tunnel2_address);
    const [base = ""] = String(createdValues.tunnel1_inside_cidr).split("/");
    const fourth = Number(base.split(".")[3]);
    expect(createdValues.tunnel1_inside_cidr).toMatch(/^169\.254\.10\.\d+\/30$/);
    expect(createdValues.tunnel1_vgw_inside_address).toBe(`169.254.10.${fourth + 1}`);
    expect(createdValues.tunnel1_cgw_inside_address).toBe(`169.254.10.${fourth + 2}`);
    expect(createdValues.transit_gateway_attachment_id).toEqual(hex17("tgw-attach"));
  });
});

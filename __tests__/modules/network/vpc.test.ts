import { DefaultNetworkAcl } from "@cdktf/provider-aws/lib/default-network-acl/index.js";
import { DefaultRouteTable } from "@cdktf/provider-aws/lib/default-route-table/index.js";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group/index.js";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table/index.js";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { networkSchema } from "../../../language/network.ts";
import { Vpc } from "../../../modules/network/vpc.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

const NETWORK = {
  cidr: "10.0.0.0/16",
  zones: ["us-east-1a"],
  tiers: { public: { access: "public" }, private: { access: "private" } },
};
const VPC_ID = expect.stringMatching(/^\$\{aws_vpc\.main_vpc_\w+\.id\}$/);

/** Synthesizes the VPC of a network. */
function synthesize(network: object, fixedAddresses: readonly string[] = []) {
  let vpc: Vpc | undefined;
  const { text, json } = synthesizeConstruct((stack) => {
    vpc = new Vpc(stack, "main", {
      name: "shop-main",
      network: networkSchema.parse(network),
      fixedAddresses,
    });
  });
  return { text, json, vpc: vpc! };
}

describe("a VPC", () => {
  const { text, json, vpc } = synthesize(NETWORK);

  it("has its name, its CIDR block and DNS, and by default no secondary CIDR block", () => {
    expect(text).toHaveResourceWithProperties(AwsVpc, {
      cidr_block: "10.0.0.0/16",
      enable_dns_support: true,
      enable_dns_hostnames: true,
      tags: { Name: "shop-main" },
    });
    expect(resourcesOfType(json, "aws_vpc_ipv4_cidr_block_association")).toEqual([]);
  });

  it("has the spec's secondary CIDR blocks, each at its own Terraform address", () => {
    const wider = synthesize({ ...NETWORK, secondaryCidrs: ["10.1.0.0/16", "10.2.0.0/20"] });
    expect(resourcesOfType(wider.json, "aws_vpc_ipv4_cidr_block_association")).toEqual([
      { vpc_id: VPC_ID, cidr_block: "10.1.0.0/16" },
      { vpc_id: VPC_ID, cidr_block: "10.2.0.0/20" },
    ]);
    const addresses = Object.keys(wider.json.resource!.aws_vpc_ipv4_cidr_block_association!);
    expect(addresses.map((address) => address.replace(/_\w{8}$/, "")).sort()).toEqual([
      "main_cidr-10100-16",
      "main_cidr-10200-20",
    ]);
  });

  it("creates the subnets of a secondary CIDR block after it, and no others", () => {
    const cidrs = { "us-east-1a": "10.2.0.0/24" };
    const wider = synthesize({
      ...NETWORK,
      tiers: { ...NETWORK.tiers, routable: { access: "isolated", cidrs } },
      secondaryCidrs: ["10.1.0.0/16", "10.2.0.0/20"],
    });
    const waiting = resourcesOfType(wider.json, "aws_subnet").flatMap(({ cidr_block, depends_on }) =>
      depends_on === undefined ? [] : [[cidr_block, depends_on]],
    );
    const after = [expect.stringMatching(/^aws_vpc_ipv4_cidr_block_association\.main_cidr-10200-20_\w{8}$/)];
    expect(waiting).toEqual([["10.2.0.0/24", after]]);
  });

  it("adopts the default security group, route table and ACL, empty and tagged as closed", () => {
    const tags = { Name: "shop-main-default-closed" };
    expect(text).toHaveResourceWithProperties(DefaultSecurityGroup, { vpc_id: VPC_ID, tags });
    expect(text).toHaveResourceWithProperties(DefaultRouteTable, {
      default_route_table_id: expect.stringMatching(/^\$\{aws_vpc\..+\.default_route_table_id\}$/),
      tags,
    });
    expect(text).toHaveResourceWithProperties(DefaultNetworkAcl, {
      default_network_acl_id: expect.stringMatching(/^\$\{aws_vpc\..+\.default_network_acl_id\}$/),
      tags,
      lifecycle: { ignore_changes: ["subnet_ids"] },
    });
  });

  it("names its subnets and their route tables by tier and zone", () => {
    const tags = { Name: "shop-main-private-us-east-1a", Tier: "private" };
    expect(text).toHaveResourceWithProperties(Subnet, {
      vpc_id: VPC_ID,
      cidr_block: "10.0.32.0/22",
      availability_zone: "us-east-1a",
      map_public_ip_on_launch: false,
      tags,
    });
    expect(text).toHaveResourceWithProperties(RouteTable, { vpc_id: VPC_ID, tags });
  });

  it("gives each subnet its own route table", () => {
    expect(resourcesOfType(json, "aws_route_table_association")).toHaveLength(2);
    for (const subnet of ["public-us-east-1a", "private-us-east-1a"]) {
      expect(text).toHaveResourceWithProperties(RouteTableAssociation, {
        subnet_id: expect.stringContaining(`aws_subnet.main_subnet-${subnet}_`),
        route_table_id: expect.stringContaining(`aws_route_table.main_route-table-${subnet}_`),
      });
    }
  });

  it("routes only public tiers to its internet gateway", () => {
    expect(text).toHaveResourceWithProperties(InternetGateway, {
      vpc_id: VPC_ID,
      tags: { Name: "shop-main" },
    });
    expect(resourcesOfType(json, "aws_route")).toHaveLength(1);
    expect(text).toHaveResourceWithProperties(Route, {
      route_table_id: expect.stringContaining("route-table-public-us-east-1a"),
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: expect.stringMatching(/^\$\{aws_internet_gateway\..+\.id\}$/),
    });
  });

  it("has no internet gateway without a public tier", () => {
    const closed = synthesize({ ...NETWORK, tiers: { private: { access: "private" } } });
    expect(resourcesOfType(closed.json, "aws_internet_gateway")).toEqual([]);
    expect(resourcesOfType(closed.json, "aws_route")).toEqual([]);
    expect(closed.vpc.internetGateway).toBeUndefined();
  });

  it("reserves exactly the fixed addresses of network interfaces", () => {
    expect(resourcesOfType(json, "aws_ec2_subnet_cidr_reservation")).toEqual([]);
    const [block] = vpc.subnetsOf("private").map(({ cidr }) => cidr.split("/")[0]!);
    const address = block!.replace(/\.0$/, ".10");
    const fixed = synthesize(NETWORK, [address]);
    expect(resourcesOfType(fixed.json, "aws_ec2_subnet_cidr_reservation")).toEqual([
      {
        subnet_id: expect.stringMatching(/^\$\{aws_subnet\.main_subnet-private-us-east-1a_\w+\.id\}$/),
        cidr_block: `${address}/32`,
        reservation_type: "explicit",
        description: "Given by hand to a network interface",
      },
    ]);
    expect(Object.keys(fixed.json.resource!.aws_ec2_subnet_cidr_reservation!)).toEqual([
      expect.stringMatching(`^main_reserved-${address.replaceAll(".", "-")}_`),
    ]);
    const reserved = (tier: string) =>
      fixed.vpc.subnetsOf(tier).map(({ reservations }) => reservations.length);
    expect([reserved("private"), reserved("public")]).toEqual([[1], [0]]);
  });

  it("returns the subnets of a tier", () => {
    expect(vpc.subnetsOf("private").map(({ id }) => id)).toEqual(["private-us-east-1a"]);
  });
});

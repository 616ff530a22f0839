import { readTopology } from "../../../../tools/reach/network/read-topology.ts";
import { ANY_IPV6, parseAddresses } from "../../../../tools/reach/packets/addresses.ts";
import { contextOf, NOT_EVALUATED } from "../support/stacks.ts";
import { SUBNET, topologyOf, VPC } from "../support/topology.ts";

const block = (text: string) => parseAddresses(text)!;

describe("the CIDR blocks of a VPC", () => {
  it("include associated ones", () => {
    const topology = topologyOf({
      aws_vpc: VPC,
      aws_vpc_ipv4_cidr_block_association: {
        more: { vpc_id: "${aws_vpc.main.id}", cidr_block: "100.64.0.0/16" },
      },
    });
    const { blocks } = topology.vpcs.get("net/aws_vpc.main")!;
    expect(blocks.equals(block("10.0.0.0/16").union(block("100.64.0.0/16")))).toBe(true);
    expect(topology.gaps).toEqual([]);
  });

  it("include a placeholder for an IPv6 block that AWS assigns, disjoint from other VPCs and the internet", () => {
    const topology = topologyOf({
      aws_vpc: {
        main: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true },
        other: { cidr_block: "10.1.0.0/16", assign_generated_ipv6_cidr_block: true },
      },
    });
    const [main, other] = [...topology.vpcs.values()].map(({ blocks }) => blocks.intersect(ANY_IPV6));
    expect(main!.isEmpty || other!.isEmpty || main!.overlaps(other!)).toBe(false);
    expect(topology.externalNetworks.get("internet")!.addresses.overlaps(main!)).toBe(false);
  });

  it("are a placeholder and a gap if IPAM assigns them", () => {
    const topology = topologyOf({
      aws_vpc: { main: { ipv4_ipam_pool_id: "ipam-pool-1", ipv4_netmask_length: 16 } },
    });
    expect(topology.vpcs.get("net/aws_vpc.main")!.blocks.isEmpty).toBe(false);
    expect(topology.gaps).toEqual([
      { address: "net/aws_vpc.main", why: expect.stringContaining("one of its CIDR blocks is unknown") },
    ]);
  });

  it("are 172.31.0.0/16 for the default VPC, which has an internet gateway", () => {
    const topology = topologyOf({
      aws_default_vpc: { main: {} },
      aws_default_subnet: { a: { availability_zone: "us-east-1a" } },
    });
    const vpc = topology.vpcs.get("net/aws_default_vpc.main")!;
    expect(vpc.blocks.equals(block("172.31.0.0/16"))).toBe(true);
    expect(vpc.internetGateway).toBe("net/aws_default_vpc.main#internet-gateway");
    expect(topology.subnets.get("net/aws_default_subnet.a")).toMatchObject({
      vpc: vpc.address,
      zone: "us-east-1a",
    });
  });
});

describe("the gateways of a VPC", () => {
  it("are attached by their vpc_id or by an attachment resource", () => {
    const topology = topologyOf({
      aws_vpc: VPC,
      aws_internet_gateway: { igw: {} },
      aws_internet_gateway_attachment: {
        igw: { vpc_id: "${aws_vpc.main.id}", internet_gateway_id: "${aws_internet_gateway.igw.id}" },
      },
      aws_egress_only_internet_gateway: { out: { vpc_id: "${aws_vpc.main.id}" } },
      aws_vpn_gateway: { vgw: { vpc_id: "${aws_vpc.main.id}" } },
    });
    expect(topology.vpcs.get("net/aws_vpc.main")).toMatchObject({
      internetGateway: "net/aws_internet_gateway.igw",
      egressOnlyGateway: "net/aws_egress_only_internet_gateway.out",
      vpnGateway: "net/aws_vpn_gateway.vgw",
    });
  });

  it("make inbound paths unknown if they have a route table", () => {
    const topology = topologyOf({
      aws_vpc: VPC,
      aws_internet_gateway: { igw: { vpc_id: "${aws_vpc.main.id}" } },
      aws_route_table: { edge: { vpc_id: "${aws_vpc.main.id}" } },
      aws_route_table_association: {
        edge: { gateway_id: "${aws_internet_gateway.igw.id}", route_table_id: "${aws_route_table.edge.id}" },
      },
    });
    expect(topology.vpcs.get("net/aws_vpc.main")!.unknownIngress).toContain(
      "net/aws_route_table_association.edge",
    );
  });
});

describe("subnets", () => {
  it("are in the VPC resource, not in a data source that reads it", () => {
    const id = "vpc-0123456789abcdef0";
    const topology = readTopology(
      contextOf({
        app: {
          data: { aws_vpc: { main: { id, cidr_block: "10.0.0.0/16" } } },
          aws_subnet: { a: { vpc_id: id, cidr_block: "10.0.1.0/24" } },
        },
        net: { aws_vpc: { main: { id, cidr_block: "10.0.0.0/16" } } },
        other: { data: { aws_vpc: { main: { id, cidr_block: "10.0.0.0/16" } } } },
      }),
    );
    expect(topology.subnets.get("app/aws_subnet.a")?.vpc).toBe("net/aws_vpc.main");
  });

  it("find their VPC through other resources that pass on its ID, also in another stack", () => {
    const topology = readTopology(
      contextOf({
        net: {
          aws_vpc: VPC,
          aws_vpc_ipv4_cidr_block_association: {
            more: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.1.0.0/16" },
          },
        },
        app: {
          data: { aws_vpc: { main: { id: "${net/aws_vpc.main.id}" } } },
          aws_subnet: {
            a: {
              vpc_id: "${net/aws_vpc_ipv4_cidr_block_association.more.vpc_id}",
              cidr_block: "10.1.1.0/24",
            },
            b: { vpc_id: "${data.aws_vpc.main.id}", cidr_block: "10.0.1.0/24" },
          },
        },
      }),
    );
    expect([...topology.subnets.values()].map(({ vpc }) => vpc)).toEqual([
      "net/aws_vpc.main",
      "net/aws_vpc.main",
    ]);
    expect([...topology.vpcs.keys()]).toEqual(["net/aws_vpc.main"]);
  });

  it("find their VPC by a data source's tags if only one VPC matches", () => {
    const topology = readTopology(
      contextOf({
        net: { aws_vpc: { main: { cidr_block: "10.0.0.0/16", tags: { Name: "main" } } } },
        app: {
          data: { aws_vpc: { main: { tags: { Name: "main" } } } },
          aws_subnet: { a: { vpc_id: "${data.aws_vpc.main.id}", cidr_block: "10.0.1.0/24" } },
        },
      }),
    );
    expect(topology.subnets.get("app/aws_subnet.a")!.vpc).toBe("net/aws_vpc.main");
  });

  it("do not find a VPC of another region by tags", () => {
    const tags = { Name: "main" };
    const topology = readTopology(
      contextOf({
        net: { aws_vpc: { main: { cidr_block: "10.0.0.0/16", tags, region: "eu-west-1" } } },
        app: {
          data: { aws_vpc: { main: { tags } } },
          aws_subnet: { a: { vpc_id: "${data.aws_vpc.main.id}", cidr_block: "10.0.1.0/24" } },
        },
      }),
    );
    expect(topology.subnets.get("app/aws_subnet.a")!.vpc).toBe("app/data.aws_vpc.main");
  });

  it("with an unknown CIDR block may have all addresses that no other subnet has", () => {
    const topology = topologyOf({
      aws_vpc: VPC,
      aws_subnet: { ...SUBNET, b: { vpc_id: "${aws_vpc.main.id}", cidr_block: NOT_EVALUATED } },
    });
    const left = block("10.0.0.0/16").subtract(block("10.0.1.0/24"));
    expect(topology.subnets.get("net/aws_subnet.b")!.blocks.equals(left)).toBe(true);
    expect(topology.gaps.map(({ address }) => address)).toEqual(["net/aws_subnet.b"]);
  });

  it("have disjoint parts of an IPv6 block that AWS assigns", () => {
    const six = {
      vpc_id: "${aws_vpc.main.id}",
      ipv6_native: true,
      ipv6_cidr_block: NOT_EVALUATED,
    };
    const topology = topologyOf({
      aws_vpc: { main: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true } },
      aws_subnet: { a: six, b: six },
    });
    const [a, b] = [...topology.subnets.values()].map(({ blocks }) => blocks);
    expect(a!.overlaps(b!)).toBe(false);
    expect(topology.vpcs.get("net/aws_vpc.main")!.blocks.covers(a!.union(b!))).toBe(true);
    expect(topology.gaps).toEqual([]);
  });

  it("of a VPC outside the files have an unknown route table and network ACL", () => {
    const topology = topologyOf({
      data: {
        aws_vpc: { main: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
        aws_subnet: { a: { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.1.0/24" } },
      },
    });
    const subnet = topology.subnets.get("net/data.aws_subnet.a")!;
    expect(subnet.vpc).toBe("net/data.aws_vpc.main");
    expect([subnet.table.unknown, subnet.acl.unknown]).toEqual([
      expect.stringContaining("created outside these files"),
      expect.stringContaining("created outside these files"),
    ]);
  });
});

describe("Block Public Access", () => {
  const options = { us: { internet_gateway_block_mode: "block-bidirectional" } };
  const blockOf = (more: Parameters<typeof topologyOf>[0]) =>
    topologyOf({
      aws_vpc: VPC,
      aws_subnet: SUBNET,
      aws_vpc_block_public_access_options: options,
      ...more,
    }).subnets.get("net/aws_subnet.a")!.publicAccessBlock;
  const exclusion = (mode: string, of: Record<string, string>) => ({
    aws_vpc_block_public_access_exclusion: { x: { internet_gateway_exclusion_mode: mode, ...of } },
  });

  it("applies to the subnets of its region", () => {
    const origin = "net/aws_vpc_block_public_access_options.us";
    expect(blockOf({})).toEqual({ direction: "both", origin });
    expect(
      blockOf({
        aws_vpc_block_public_access_options: { us: { internet_gateway_block_mode: "block-ingress" } },
      }),
    ).toEqual({ direction: "ingress", origin });
    expect(
      blockOf({ aws_vpc_block_public_access_options: { eu: { ...options.us, region: "eu-west-1" } } }),
    ).toBeUndefined();
  });

  it("does not apply to an excluded VPC or subnet", () => {
    expect(blockOf(exclusion("allow-bidirectional", { vpc_id: "${aws_vpc.main.id}" }))).toBeUndefined();
    expect(blockOf(exclusion("allow-egress", { subnet_id: "${aws_subnet.a.id}" }))?.direction).toBe(
      "ingress",
    );
  });
});

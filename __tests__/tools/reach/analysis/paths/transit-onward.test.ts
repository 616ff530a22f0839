import {
  mergeResources,
  networkOf,
  networkOfFiles,
  type Resources,
  verdictAndCauses,
} from "../../support/network.ts";
import { ec2Instance, gateway, id, openGroup, routes, subnet, vpc } from "../../support/resource-builders.ts";
import { ALL, attachment, fromAToB, manual, route, spoke, table, tgw } from "../../support/transit.ts";

describe("a transit gateway with further gateways", () => {
  it("connects spokes to the internet through another VPC's NAT gateway", async () => {
    const egress: readonly Resources[] = [
      spoke("out", 9, manual),
      subnet("public", "out", "10.9.0.0/24", { availability_zone: "us-east-1a" }),
      gateway("out", "out"),
      {
        aws_eip: { nat: {} },
        aws_nat_gateway: { nat: { subnet_id: id("aws_subnet.public"), allocation_id: id("aws_eip.nat") } },
      },
      routes(
        "out",
        "out",
        ["out"],
        { cidr_block: "0.0.0.0/0", nat_gateway_id: id("aws_nat_gateway.nat") },
        ALL,
      ),
      routes(
        "public",
        "out",
        ["public"],
        { cidr_block: "0.0.0.0/0", gateway_id: id("aws_internet_gateway.out") },
        ALL,
      ),
      spoke("a", 0, manual),
      routes("a", "a", ["a"], { ...ALL, cidr_block: "0.0.0.0/0" }),
      table("spokes", ["a"], ["out"]),
      table("hub", ["out"], ["a"]),
      route("default", "spokes", "0.0.0.0/0", { transit_gateway_attachment_id: attachment("out") }),
    ];
    const network = await networkOf(tgw(), ...egress);
    expect(verdictAndCauses(network, "aws_instance.a", "internet:443")).toEqual(["allowed"]);
    const { aws_ec2_transit_gateway_route_table_propagation: _, ...silent } = table("hub", ["out"], ["a"]);
    const noWayBack = await networkOf(
      tgw(),
      ...egress.filter((part) => !("aws_ec2_transit_gateway_route_table" in part)),
      table("spokes", ["a"], ["out"]),
      silent,
    );
    const lost = ["blocked", "NO_ROUTE_BACK aws_route_table.public"];
    expect(verdictAndCauses(noWayBack, "aws_instance.a", "internet:443")).toEqual(lost);
    // A peering drops replies of the internet: they keep its address, which is in neither VPC.
    // https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations
    const peered = await networkOf(
      tgw(),
      ...egress,
      {
        aws_vpc_peering_connection: {
          pcx: { vpc_id: id("aws_vpc.a"), peer_vpc_id: id("aws_vpc.out"), auto_accept: true },
        },
      },
      routes(
        "public",
        "out",
        ["public"],
        { cidr_block: "0.0.0.0/0", gateway_id: id("aws_internet_gateway.out") },
        { cidr_block: "10.0.0.0/16", vpc_peering_connection_id: id("aws_vpc_peering_connection.pcx") },
      ),
    );
    expect(verdictAndCauses(peered, "aws_instance.a", "internet:443")).toEqual(lost);
  });

  it("connects regions by a transit gateway peering with static routes", async () => {
    const west = { region: "us-west-2" };
    const providers = { aws: [{ region: "us-east-1" }, { alias: "west", region: "us-west-2" }] };
    const inWest = (parts: Resources): Resources =>
      Object.fromEntries(
        Object.entries(parts).map(([type, named]) => [
          type,
          Object.fromEntries(
            Object.entries(named).map(([name, own]) => [name, { ...own, provider: "aws.west" }]),
          ),
        ]),
      );
    const far = mergeResources(
      vpc("b", "10.1.0.0/16"),
      subnet("b", "b", "10.1.1.0/24", { availability_zone: "us-west-2a" }),
      openGroup("b", "b"),
      ec2Instance("b", "b", "10.1.1.10", ["b"]),
      routes("b", "b", ["b"], {
        cidr_block: "10.0.0.0/8",
        transit_gateway_id: id("aws_ec2_transit_gateway.west"),
      }),
      {
        aws_ec2_transit_gateway: { west: {} },
        aws_ec2_transit_gateway_vpc_attachment: {
          b: {
            vpc_id: id("aws_vpc.b"),
            subnet_ids: [id("aws_subnet.b")],
            transit_gateway_id: id("aws_ec2_transit_gateway.west"),
          },
        },
        aws_ec2_transit_gateway_peering_attachment_accepter: {
          link: { transit_gateway_attachment_id: id("aws_ec2_transit_gateway_peering_attachment.link") },
        },
      },
    );
    const link = {
      aws_ec2_transit_gateway_peering_attachment: {
        link: {
          transit_gateway_id: id("aws_ec2_transit_gateway.tgw"),
          peer_transit_gateway_id: id("aws_ec2_transit_gateway.west"),
          peer_region: west.region,
        },
      },
    };
    const across = (name: string, of: string, block: string) => ({
      [name]: {
        transit_gateway_route_table_id: `\${aws_ec2_transit_gateway.${of}.association_default_route_table_id}`,
        destination_cidr_block: block,
        transit_gateway_attachment_id: id("aws_ec2_transit_gateway_peering_attachment.link"),
      },
    });
    const there = { aws_ec2_transit_gateway_route: across("there", "tgw", "10.1.0.0/16") };
    const back = inWest({ aws_ec2_transit_gateway_route: across("back", "west", "10.0.0.0/16") });
    const build = (...more: Resources[]) => {
      const { ...resource } = mergeResources(tgw(), spoke("a", 0), inWest(far), link, ...more);
      return networkOfFiles({ "net/main.tf.json": { provider: providers, resource } });
    };
    expect(fromAToB(await build(there, back))).toEqual(["allowed"]);
    expect(fromAToB(await build(there))).toEqual(["blocked", "NO_ROUTE_BACK aws_route_table.b"]);
    expect(fromAToB(await build(back))).toEqual([
      "blocked",
      "TGW_RTB_CANNOT_ROUTE aws_ec2_transit_gateway.tgw#default-route-table",
    ]);
  });

  it("reaches nothing behind a VPC peering of an attached VPC", async () => {
    const pcx = id("aws_vpc_peering_connection.pcx");
    const behind = mergeResources(
      vpc("far", "10.5.0.0/16"),
      subnet("far", "far", "10.5.1.0/24"),
      openGroup("far", "far"),
      ec2Instance("far", "far", "10.5.1.10", ["far"]),
      routes("far", "far", ["far"], { cidr_block: "10.0.0.0/8", vpc_peering_connection_id: pcx }),
      {
        aws_vpc_peering_connection: {
          pcx: { vpc_id: id("aws_vpc.b"), peer_vpc_id: id("aws_vpc.far"), auto_accept: true },
        },
      },
    );
    const network = await networkOf(
      tgw(),
      spoke("a", 0, manual),
      spoke("b", 1, manual),
      behind,
      routes("b", "b", ["b"], ALL, { cidr_block: "10.5.0.0/16", vpc_peering_connection_id: pcx }),
      table("t", ["a", "b"], ["a", "b"]),
      route("onward", "t", "10.5.0.0/16", { transit_gateway_attachment_id: attachment("b") }),
    );
    expect(verdictAndCauses(network, "aws_instance.b", "aws_instance.far:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.far:443").slice(0, 2)).toEqual([
      "blocked",
      "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR aws_vpc_peering_connection.pcx",
    ]);
  });

  describe("and a VPN", () => {
    const vpn = (static_routes_only: boolean): Resources => ({
      aws_customer_gateway: { office: { bgp_asn: 65000, ip_address: "203.0.113.1", type: "ipsec.1" } },
      aws_vpn_connection: {
        office: {
          transit_gateway_id: id("aws_ec2_transit_gateway.tgw"),
          customer_gateway_id: id("aws_customer_gateway.office"),
          type: "ipsec.1",
          static_routes_only,
        },
      },
    });
    const out = routes("a", "a", ["a"], ALL, {
      cidr_block: "192.168.0.0/16",
      transit_gateway_id: id("aws_ec2_transit_gateway.tgw"),
    });
    const toOffice = {
      aws_ec2_transit_gateway_route: {
        office: {
          transit_gateway_route_table_id: "${aws_ec2_transit_gateway.tgw.association_default_route_table_id}",
          destination_cidr_block: "192.168.0.0/16",
          transit_gateway_attachment_id: "${aws_vpn_connection.office.transit_gateway_attachment_id}",
        },
      },
    };

    it("connects the network behind it by static routes, in both directions", async () => {
      const network = await networkOf(tgw(), spoke("a", 0), out, vpn(true), toOffice);
      expect(verdictAndCauses(network, "aws_instance.a", "192.168.7.7:443")).toEqual(["allowed"]);
      expect(verdictAndCauses(network, "192.168.7.7", "aws_instance.a:443")).toEqual(["allowed"]);
      const silent = await networkOf(tgw(), spoke("a", 0), vpn(true), toOffice);
      expect(verdictAndCauses(silent, "192.168.7.7", "aws_instance.a:443")).toEqual([
        "blocked",
        "NO_ROUTE_BACK aws_route_table.a",
      ]);
    });

    it("is unknown if BGP advertises the routes", async () => {
      const network = await networkOf(tgw(), spoke("a", 0), out, vpn(false));
      expect(verdictAndCauses(network, "aws_instance.a", "192.168.7.7:443")).toEqual([
        "unknown",
        "NOT_KNOWN aws_ec2_transit_gateway.tgw#default-route-table",
      ]);
      expect(verdictAndCauses(network, "192.168.7.7", "aws_instance.a:443")).toEqual([
        "unknown",
        "NOT_KNOWN aws_route_table.a",
      ]);
      expect(verdictAndCauses(network, "net/aws_vpn_connection.office", "aws_instance.a:443")[0]).toBe(
        "unknown",
      );
    });
  });
});

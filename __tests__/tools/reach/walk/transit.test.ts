import { asked, hops, networkOf, networkOfFiles, type Resources, together } from "../support/network.ts";
import { acl, entry, gateway, group, id, openGroup, routes, server, subnet, vpc } from "../support/pieces.ts";

const ALL = { cidr_block: "10.0.0.0/8", transit_gateway_id: id("aws_ec2_transit_gateway.tgw") };

/** A VPC 10.<n>.0.0/16 with a subnet in zone a, a server there, and a route for 10.0.0.0/8 to the gateway. */
function spoke(name: string, n: number, more: object = {}): Resources {
  return together(
    vpc(name, `10.${n}.0.0/16`),
    subnet(name, name, `10.${n}.1.0/24`, { availability_zone: "us-east-1a" }),
    openGroup(name, name),
    server(name, name, `10.${n}.1.10`, [name]),
    routes(name, name, [name], ALL),
    {
      aws_ec2_transit_gateway_vpc_attachment: {
        [name]: {
          vpc_id: id(`aws_vpc.${name}`),
          subnet_ids: [id(`aws_subnet.${name}`)],
          transit_gateway_id: id("aws_ec2_transit_gateway.tgw"),
          ...more,
        },
      },
    },
  );
}
const tgw = (more: object = {}): Resources => ({ aws_ec2_transit_gateway: { tgw: more } });
const attachment = (name: string) => id(`aws_ec2_transit_gateway_vpc_attachment.${name}`);
const manual = {
  transit_gateway_default_route_table_association: false,
  transit_gateway_default_route_table_propagation: false,
};

/** A route table of the gateway, for some attachments, with routes that others propagate. */
function table(name: string, associated: readonly string[], propagated: readonly string[]): Resources {
  const transit_gateway_route_table_id = id(`aws_ec2_transit_gateway_route_table.${name}`);
  const of = (names: readonly string[]) =>
    Object.fromEntries(
      names.map((each) => [
        `${name}_${each}`,
        { transit_gateway_route_table_id, transit_gateway_attachment_id: attachment(each) },
      ]),
    );
  return {
    aws_ec2_transit_gateway_route_table: {
      [name]: { transit_gateway_id: id("aws_ec2_transit_gateway.tgw") },
    },
    aws_ec2_transit_gateway_route_table_association: of(associated),
    aws_ec2_transit_gateway_route_table_propagation: of(propagated),
  };
}
function route(name: string, of: string, destination_cidr_block: string, more: object): Resources {
  return {
    aws_ec2_transit_gateway_route: {
      [name]: {
        transit_gateway_route_table_id: id(`aws_ec2_transit_gateway_route_table.${of}`),
        destination_cidr_block,
        ...more,
      },
    },
  };
}

const AB = (network: Awaited<ReturnType<typeof networkOf>>) =>
  asked(network, "aws_instance.a", "aws_instance.b:443");

describe("a transit gateway", () => {
  it("joins VPCs by its default table, with nothing but attachments and routes", async () => {
    const network = await networkOf(tgw(), spoke("a", 0), spoke("b", 1));
    expect(AB(network)).toEqual(["allowed"]);
    expect(hops(network, "aws_instance.a", "aws_instance.b:443")).toEqual([
      "security group a, outbound",
      "network ACL of aws_subnet.a, outbound",
      "route 10.0.0.0/8 → transit gateway aws_ec2_transit_gateway.tgw",
      "network ACL of aws_subnet.a, inbound",
      "transit route 10.1.0.0/16 → aws_ec2_transit_gateway_vpc_attachment.b",
      "network ACL of aws_subnet.b, answers outbound",
      "network ACL of aws_subnet.b, answers inbound",
      "security group b, inbound",
    ]);
  });

  it("needs a route to it in the sender's subnet, and one in the receiver's", async () => {
    const bare = { aws_route_table: { a: { vpc_id: id("aws_vpc.a") } } };
    const network = await networkOf(tgw(), spoke("a", 0), spoke("b", 1), bare);
    expect(AB(network)).toEqual(["blocked", "NO_ROUTE_TO_DESTINATION aws_route_table.a"]);
    expect(asked(network, "aws_instance.b", "aws_instance.a:443")).toEqual([
      "blocked",
      "NO_ROUTE_BACK aws_route_table.a",
    ]);
  });

  describe("the network ACLs of answers", () => {
    const open = entry(100, "allow", "-1", "0.0.0.0/0");
    const noAnswers = [entry(10, "deny", "tcp", "0.0.0.0/0", [1024, 65_535]), open];
    const pcx = id("aws_vpc_peering_connection.pcx");
    const peering: Resources = {
      aws_vpc_peering_connection: {
        pcx: { vpc_id: id("aws_vpc.a"), peer_vpc_id: id("aws_vpc.b"), auto_accept: true },
      },
    };
    /** There over the peering, back over the gateway, which stands in a subnet of its own in `b`. */
    const apart = together(
      tgw(),
      peering,
      spoke("a", 0),
      routes("a", "a", ["a"], { cidr_block: "10.1.0.0/16", vpc_peering_connection_id: pcx }),
      spoke("b", 1, { subnet_ids: [id("aws_subnet.transit")] }),
      subnet("transit", "b", "10.1.9.0/24", { availability_zone: "us-east-1a" }),
    );

    it("are those on their own way back, not those on the way there", async () => {
      expect(AB(await networkOf(apart))).toEqual(["allowed"]);
      const inbound = await networkOf(apart, acl("transit", "b", ["transit"], noAnswers, [open]));
      expect(AB(inbound)).toEqual(["blocked", "SUBNET_ACL_RESTRICTION aws_network_acl.transit"]);
      // Into the gateway's subnet is all that its ACL sees of what leaves the VPC.
      const outbound = await networkOf(apart, acl("transit", "b", ["transit"], [open], noAnswers));
      expect(AB(outbound)).toEqual(["allowed"]);
    });

    it("hold both ways towards a gateway in the subnet itself, and not from it", async () => {
      const own = together(tgw(), spoke("a", 0), spoke("b", 1));
      const forB = (ingress: object[], egress: object[]) =>
        networkOf(own, acl("b", "b", ["b"], ingress, egress));
      const fromA = [entry(100, "allow", "-1", "10.0.0.0/16")];
      const fromB = [entry(100, "allow", "-1", "10.1.0.0/16")];
      expect(AB(await forB(fromB, fromA))).toEqual(["allowed"]);
      expect(AB(await forB(fromA, fromA))[0]).toBe("blocked");
      expect(AB(await forB(fromB, fromB))[0]).toBe("blocked");
    });
  });

  it("needs an attachment", async () => {
    const { aws_ec2_transit_gateway_vpc_attachment: _, ...rest } = spoke("a", 0);
    const network = await networkOf(tgw(), rest, spoke("b", 1));
    expect(AB(network)[1]).toMatch(/^BAD_STATE_(ATTACHMENT|ROUTE) /);
    expect(AB(network)[0]).toBe("blocked");
  });

  it("sends nothing on from an attachment without a table", async () => {
    const network = await networkOf(
      tgw(),
      spoke("a", 0, manual),
      spoke("b", 1, manual),
      table("t", ["b"], ["a", "b"]),
    );
    expect(AB(network).slice(0, 2)).toEqual([
      "blocked",
      "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION aws_ec2_transit_gateway_vpc_attachment.a",
    ]);
  });

  it("knows the routes that are propagated, and no others", async () => {
    const spokes = [tgw(), spoke("a", 0, manual), spoke("b", 1, manual)];
    expect(AB(await networkOf(...spokes, table("t", ["a", "b"], ["a", "b"])))).toEqual(["allowed"]);
    expect(AB(await networkOf(...spokes, table("t", ["a", "b"], ["a"])))).toEqual([
      "blocked",
      "TGW_RTB_CANNOT_ROUTE aws_ec2_transit_gateway_route_table.t",
    ]);
    expect(AB(await networkOf(...spokes, table("t", ["a", "b"], ["b"])))).toEqual([
      "blocked",
      "NO_ROUTE_BACK aws_route_table.b",
    ]);
  });

  it("goes by static routes, blackholes too: the longest prefix", async () => {
    const spokes = [tgw(), spoke("a", 0, manual), spoke("b", 1, manual), table("t", ["a", "b"], ["a"])];
    const onward = route("onward", "t", "10.0.0.0/8", { transit_gateway_attachment_id: attachment("b") });
    expect(AB(await networkOf(...spokes, onward))).toEqual(["allowed"]);
    const hole = route("hole", "t", "10.1.1.0/24", { blackhole: true });
    expect(AB(await networkOf(...spokes, onward, hole))).toEqual([
      "blocked",
      "BAD_STATE_ROUTE aws_ec2_transit_gateway_route.hole",
    ]);
  });

  it("takes a static route before one that is propagated", async () => {
    const spokes = [tgw(), spoke("a", 0, manual), spoke("b", 1, manual), table("t", ["a", "b"], ["a", "b"])];
    const hole = route("hole", "t", "10.1.0.0/16", { blackhole: true });
    expect(AB(await networkOf(...spokes, hole))).toEqual([
      "blocked",
      "BAD_STATE_ROUTE aws_ec2_transit_gateway_route.hole",
    ]);
  });

  it("keeps spokes apart whose tables know the shared VPC alone", async () => {
    const network = await networkOf(
      tgw(),
      spoke("a", 0, manual),
      spoke("b", 1, manual),
      spoke("shared", 2, manual),
      table("spokes", ["a", "b"], ["shared"]),
      table("hub", ["shared"], ["a", "b"]),
    );
    expect(AB(network)[0]).toBe("blocked");
    expect(AB(network)[1]).toBe("TGW_RTB_CANNOT_ROUTE aws_ec2_transit_gateway_route_table.spokes");
    expect(asked(network, "aws_instance.a", "aws_instance.shared:443")).toEqual(["allowed"]);
    expect(asked(network, "aws_instance.shared", "aws_instance.b:443")).toEqual(["allowed"]);
  });

  describe("and availability zones", () => {
    const other = (zone: string | undefined) => [
      subnet("other", "a", "10.0.2.0/24", zone === undefined ? {} : { availability_zone: zone }),
      server("other", "other", "10.0.2.10", ["a"]),
      routes("other", "a", ["other"], ALL),
    ];
    const ask = async (zone: string | undefined) =>
      asked(
        await networkOf(tgw(), spoke("a", 0), spoke("b", 1), ...other(zone)),
        "aws_instance.other",
        "aws_instance.b:443",
      );

    it("takes what comes from another subnet of a zone that it is attached in", async () => {
      expect(await ask("us-east-1a")).toEqual(["allowed"]);
    });

    it("takes nothing from a zone that it is not attached in, nor brings answers there", async () => {
      expect(await ask("us-east-1b")).toEqual([
        "blocked",
        "TGW_ATTACH_NOT_IN_ZONE aws_ec2_transit_gateway_vpc_attachment.a",
      ]);
      const network = await networkOf(tgw(), spoke("a", 0), spoke("b", 1), ...other("us-east-1b"));
      expect(asked(network, "aws_instance.b", "aws_instance.other:443")).toEqual([
        "blocked",
        "NO_ROUTE_BACK aws_route_table.other",
      ]);
    });

    it("is not known for a subnet whose zone AWS will choose", async () => {
      expect(await ask(undefined)).toEqual(["unknown", "NOT_KNOWN aws_ec2_transit_gateway_vpc_attachment.a"]);
    });
  });

  it("is judged by the network ACL of the attachment's subnet, from the VPC inbound, into it outbound", async () => {
    const own = [
      subnet("door", "a", "10.0.9.0/28", { availability_zone: "us-east-1a" }),
      {
        aws_ec2_transit_gateway_vpc_attachment: {
          a: {
            vpc_id: id("aws_vpc.a"),
            subnet_ids: [id("aws_subnet.door")],
            transit_gateway_id: id("aws_ec2_transit_gateway.tgw"),
          },
        },
      },
    ];
    const everything = [entry(100, "allow", "-1", "0.0.0.0/0")];
    const https = [entry(100, "allow", "tcp", "0.0.0.0/0", 443)];
    const from = async (ingress: object[], egress: object[]) =>
      networkOf(tgw(), spoke("a", 0), spoke("b", 1), ...own, acl("door", "a", ["door"], ingress, egress));
    const refused = ["blocked", "SUBNET_ACL_RESTRICTION aws_network_acl.door"];
    expect(AB(await from(everything, everything))).toEqual(["allowed"]);
    expect(AB(await from(https, everything))).toEqual(["allowed"]);
    expect(AB(await from(everything, https))).toEqual(refused);
    const ba = async (ingress: object[], egress: object[]) =>
      asked(await from(ingress, egress), "aws_instance.b", "aws_instance.a:443");
    expect(await ba(everything, https)).toEqual(["allowed"]);
    expect(await ba(https, everything)).toEqual(refused);
  });

  it("hides groups from each other unless it and both attachments let rules name them", async () => {
    const byGroup = [
      group("guard", "b", { ingress: [{ ports: 443, groups: ["a"] }] }),
      server("b", "b", "10.1.1.10", ["guard"]),
    ];
    const ask = async (gatewayMore: object, attachmentMore: object = {}) =>
      AB(await networkOf(tgw(gatewayMore), spoke("a", 0, attachmentMore), spoke("b", 1), ...byGroup));
    const refused = ["blocked", "ENI_SG_RULES_MISMATCH aws_security_group.guard"];
    expect(await ask({})).toEqual(refused);
    expect(await ask({ security_group_referencing_support: "enable" })).toEqual(["allowed"]);
    expect(
      await ask(
        { security_group_referencing_support: "enable" },
        { security_group_referencing_support: "disable" },
      ),
    ).toEqual(refused);
  });

  it("takes outbound rules for none that name a group on the other side", async () => {
    const byGroup = [
      group("caller", "a", { egress: [{ ports: 443, groups: ["b"] }] }),
      server("a", "a", "10.0.1.10", ["caller"]),
    ];
    const network = await networkOf(
      tgw({ security_group_referencing_support: "enable" }),
      spoke("a", 0),
      spoke("b", 1),
      ...byGroup,
    );
    expect(AB(network)).toEqual(["blocked", "ENI_SG_RULES_MISMATCH aws_security_group.caller"]);
  });

  it("takes spokes out to the internet by the NAT gateway of another VPC", async () => {
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
    expect(asked(network, "aws_instance.a", "internet:443")).toEqual(["allowed"]);
    const { aws_ec2_transit_gateway_route_table_propagation: _, ...silent } = table("hub", ["out"], ["a"]);
    const noWayBack = await networkOf(
      tgw(),
      ...egress.filter((part) => !("aws_ec2_transit_gateway_route_table" in part)),
      table("spokes", ["a"], ["out"]),
      silent,
    );
    expect(asked(noWayBack, "aws_instance.a", "internet:443")).toEqual([
      "blocked",
      "NO_ROUTE_BACK aws_route_table.public",
    ]);
  });

  it("joins regions by a peering of two gateways, with static routes only", async () => {
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
    const far = together(
      vpc("b", "10.1.0.0/16"),
      subnet("b", "b", "10.1.1.0/24", { availability_zone: "us-west-2a" }),
      openGroup("b", "b"),
      server("b", "b", "10.1.1.10", ["b"]),
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
      const { ...resource } = together(tgw(), spoke("a", 0), inWest(far), link, ...more);
      return networkOfFiles({ "net/main.tf.json": { provider: providers, resource } });
    };
    expect(AB(await build(there, back))).toEqual(["allowed"]);
    expect(AB(await build(there))).toEqual(["blocked", "NO_ROUTE_BACK aws_route_table.b"]);
    expect(AB(await build(back))).toEqual([
      "blocked",
      "TGW_RTB_CANNOT_ROUTE aws_ec2_transit_gateway.tgw#default-route-table",
    ]);
  });

  it("reaches nothing behind a peering of a VPC that it is attached to", async () => {
    const pcx = id("aws_vpc_peering_connection.pcx");
    const behind = together(
      vpc("far", "10.5.0.0/16"),
      subnet("far", "far", "10.5.1.0/24"),
      openGroup("far", "far"),
      server("far", "far", "10.5.1.10", ["far"]),
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
    expect(asked(network, "aws_instance.b", "aws_instance.far:443")).toEqual(["allowed"]);
    expect(asked(network, "aws_instance.a", "aws_instance.far:443").slice(0, 2)).toEqual([
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

    it("joins the network behind it by static routes, both ways", async () => {
      const network = await networkOf(tgw(), spoke("a", 0), out, vpn(true), toOffice);
      expect(asked(network, "aws_instance.a", "192.168.7.7:443")).toEqual(["allowed"]);
      expect(asked(network, "192.168.7.7", "aws_instance.a:443")).toEqual(["allowed"]);
      const silent = await networkOf(tgw(), spoke("a", 0), vpn(true), toOffice);
      expect(asked(silent, "192.168.7.7", "aws_instance.a:443")).toEqual([
        "blocked",
        "NO_ROUTE_BACK aws_route_table.a",
      ]);
    });

    it("is not known where BGP tells the routes", async () => {
      const network = await networkOf(tgw(), spoke("a", 0), out, vpn(false));
      expect(asked(network, "aws_instance.a", "192.168.7.7:443")[0]).toBe("unknown");
      expect(asked(network, "192.168.7.7", "aws_instance.a:443")[0]).toBe("unknown");
      expect(asked(network, "net/aws_vpn_connection.office", "aws_instance.a:443")[0]).toBe("unknown");
    });
  });
});

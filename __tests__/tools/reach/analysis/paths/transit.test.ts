import {
  hopTexts,
  mergeResources,
  networkOf,
  type Resources,
  verdictAndCauses,
} from "../../support/network.ts";
import { acl, ec2Instance, entry, group, id, routes, subnet } from "../../support/resource-builders.ts";
import { ALL, attachment, fromAToB, manual, route, spoke, table, tgw } from "../../support/transit.ts";

describe("a transit gateway", () => {
  it("connects attached VPCs by its default route table", async () => {
    const network = await networkOf(tgw(), spoke("a", 0), spoke("b", 1));
    expect(fromAToB(network)).toEqual(["allowed"]);
    expect(hopTexts(network, "aws_instance.a", "aws_instance.b:443")).toEqual([
      "security group a, outbound",
      "network ACL of aws_subnet.a, outbound",
      "route 10.0.0.0/8 → transit gateway aws_ec2_transit_gateway.tgw",
      "network ACL of aws_subnet.a, inbound",
      "transit route 10.1.0.0/16 → aws_ec2_transit_gateway_vpc_attachment.b",
      "network ACL of aws_subnet.b, return traffic outbound",
      "network ACL of aws_subnet.b, return traffic inbound",
      "security group b, inbound",
    ]);
  });

  it("requires a route to it in the sender's subnet and in the receiver's", async () => {
    const bare = { aws_route_table: { a: { vpc_id: id("aws_vpc.a") } } };
    const network = await networkOf(tgw(), spoke("a", 0), spoke("b", 1), bare);
    expect(fromAToB(network)).toEqual(["blocked", "NO_ROUTE_TO_DESTINATION aws_route_table.a"]);
    expect(verdictAndCauses(network, "aws_instance.b", "aws_instance.a:443")).toEqual([
      "blocked",
      "NO_ROUTE_BACK aws_route_table.a",
    ]);
  });

  describe("with network ACLs for return traffic", () => {
    const open = entry(100, "allow", "-1", "0.0.0.0/0");
    const noReplies = [entry(10, "deny", "tcp", "0.0.0.0/0", [1024, 65_535]), open];
    const pcx = id("aws_vpc_peering_connection.pcx");
    const peering: Resources = {
      aws_vpc_peering_connection: {
        pcx: { vpc_id: id("aws_vpc.a"), peer_vpc_id: id("aws_vpc.b"), auto_accept: true },
      },
    };
    /** Requests pass the peering, replies the gateway, which has its own subnet in `b`. */
    const apart = mergeResources(
      tgw(),
      peering,
      spoke("a", 0),
      routes("a", "a", ["a"], { cidr_block: "10.1.0.0/16", vpc_peering_connection_id: pcx }),
      spoke("b", 1, { subnet_ids: [id("aws_subnet.transit")] }),
      subnet("transit", "b", "10.1.9.0/24", { availability_zone: "us-east-1a" }),
    );

    it("uses the ACLs on the return path, not those on the request's path", async () => {
      expect(fromAToB(await networkOf(apart))).toEqual(["allowed"]);
      const inbound = await networkOf(apart, acl("transit", "b", ["transit"], noReplies, [open]));
      expect(fromAToB(inbound)).toEqual(["blocked", "SUBNET_ACL_RESTRICTION aws_network_acl.transit"]);
      // Of traffic that leaves the VPC, this ACL filters only what enters the attachment's subnet.
      const outbound = await networkOf(apart, acl("transit", "b", ["transit"], [open], noReplies));
      expect(fromAToB(outbound)).toEqual(["allowed"]);
    });

    it("filters return traffic to an attachment in the same subnet in both directions", async () => {
      const own = mergeResources(tgw(), spoke("a", 0), spoke("b", 1));
      const forB = (ingress: object[], egress: object[]) =>
        networkOf(own, acl("b", "b", ["b"], ingress, egress));
      const fromA = [entry(100, "allow", "-1", "10.0.0.0/16")];
      const fromB = [entry(100, "allow", "-1", "10.1.0.0/16")];
      expect(fromAToB(await forB(fromB, fromA))).toEqual(["allowed"]);
      const blocked = ["blocked", "SUBNET_ACL_RESTRICTION aws_network_acl.b"];
      expect(fromAToB(await forB(fromA, fromA))).toEqual(blocked);
      expect(fromAToB(await forB(fromB, fromB))).toEqual(blocked);
    });
  });

  it("requires an attachment", async () => {
    const { aws_ec2_transit_gateway_vpc_attachment: _, ...rest } = spoke("a", 0);
    const network = await networkOf(tgw(), rest, spoke("b", 1));
    expect(fromAToB(network)).toEqual([
      "blocked",
      "BAD_STATE_ATTACHMENT aws_ec2_transit_gateway.tgw",
      "NO_ROUTE_BACK aws_route_table.b",
    ]);
  });

  it("forwards nothing from an attachment without a route table", async () => {
    const network = await networkOf(
      tgw(),
      spoke("a", 0, manual),
      spoke("b", 1, manual),
      table("t", ["b"], ["a", "b"]),
    );
    expect(fromAToB(network).slice(0, 2)).toEqual([
      "blocked",
      "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION aws_ec2_transit_gateway_vpc_attachment.a",
    ]);
  });

  it("forwards only by propagated routes if there are no static ones", async () => {
    const spokes = [tgw(), spoke("a", 0, manual), spoke("b", 1, manual)];
    expect(fromAToB(await networkOf(...spokes, table("t", ["a", "b"], ["a", "b"])))).toEqual(["allowed"]);
    expect(fromAToB(await networkOf(...spokes, table("t", ["a", "b"], ["a"])))).toEqual([
      "blocked",
      "TGW_RTB_CANNOT_ROUTE aws_ec2_transit_gateway_route_table.t",
    ]);
    expect(fromAToB(await networkOf(...spokes, table("t", ["a", "b"], ["b"])))).toEqual([
      "blocked",
      "NO_ROUTE_BACK aws_route_table.b",
    ]);
  });

  it("uses the longest matching prefix of static routes, including blackholes", async () => {
    const spokes = [tgw(), spoke("a", 0, manual), spoke("b", 1, manual), table("t", ["a", "b"], ["a"])];
    const onward = route("onward", "t", "10.0.0.0/8", { transit_gateway_attachment_id: attachment("b") });
    expect(fromAToB(await networkOf(...spokes, onward))).toEqual(["allowed"]);
    const hole = route("hole", "t", "10.1.1.0/24", { blackhole: true });
    expect(fromAToB(await networkOf(...spokes, onward, hole))).toEqual([
      "blocked",
      "BAD_STATE_ROUTE aws_ec2_transit_gateway_route.hole",
    ]);
  });

  it("prefers a static route over a propagated one", async () => {
    const spokes = [tgw(), spoke("a", 0, manual), spoke("b", 1, manual), table("t", ["a", "b"], ["a", "b"])];
    const hole = route("hole", "t", "10.1.0.0/16", { blackhole: true });
    expect(fromAToB(await networkOf(...spokes, hole))).toEqual([
      "blocked",
      "BAD_STATE_ROUTE aws_ec2_transit_gateway_route.hole",
    ]);
  });

  it("isolates spokes whose route tables contain only the shared VPC", async () => {
    const network = await networkOf(
      tgw(),
      spoke("a", 0, manual),
      spoke("b", 1, manual),
      spoke("shared", 2, manual),
      table("spokes", ["a", "b"], ["shared"]),
      table("hub", ["shared"], ["a", "b"]),
    );
    expect(fromAToB(network)).toEqual([
      "blocked",
      "TGW_RTB_CANNOT_ROUTE aws_ec2_transit_gateway_route_table.spokes",
      "NO_ROUTE_BACK aws_route_table.b",
    ]);
    expect(fromAToB(network)[1]).toBe("TGW_RTB_CANNOT_ROUTE aws_ec2_transit_gateway_route_table.spokes");
    expect(verdictAndCauses(network, "aws_instance.a", "aws_instance.shared:443")).toEqual(["allowed"]);
    expect(verdictAndCauses(network, "aws_instance.shared", "aws_instance.b:443")).toEqual(["allowed"]);
  });

  describe("in some Availability Zones", () => {
    const other = (zone: string | undefined) => [
      subnet("other", "a", "10.0.2.0/24", zone === undefined ? {} : { availability_zone: zone }),
      ec2Instance("other", "other", "10.0.2.10", ["a"]),
      routes("other", "a", ["other"], ALL),
    ];
    const ask = async (zone: string | undefined) =>
      verdictAndCauses(
        await networkOf(tgw(), spoke("a", 0), spoke("b", 1), ...other(zone)),
        "aws_instance.other",
        "aws_instance.b:443",
      );

    it("accepts traffic from another subnet in an attached zone", async () => {
      expect(await ask("us-east-1a")).toEqual(["allowed"]);
    });

    it("accepts no traffic from a zone without an attachment, and returns none to it", async () => {
      expect(await ask("us-east-1b")).toEqual([
        "blocked",
        "TGW_ATTACH_NOT_IN_ZONE aws_ec2_transit_gateway_vpc_attachment.a",
      ]);
      const network = await networkOf(tgw(), spoke("a", 0), spoke("b", 1), ...other("us-east-1b"));
      expect(verdictAndCauses(network, "aws_instance.b", "aws_instance.other:443")).toEqual([
        "blocked",
        "NO_ROUTE_BACK aws_route_table.other",
      ]);
    });

    it("makes traffic from a subnet without a configured zone unknown", async () => {
      expect(await ask(undefined)).toEqual(["unknown", "NOT_KNOWN aws_ec2_transit_gateway_vpc_attachment.a"]);
    });
  });

  it("forwards only what the network ACL of the attachment's subnet allows: inbound from the VPC, outbound into it", async () => {
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
    expect(fromAToB(await from(everything, everything))).toEqual(["allowed"]);
    expect(fromAToB(await from(https, everything))).toEqual(["allowed"]);
    expect(fromAToB(await from(everything, https))).toEqual(refused);
    const ba = async (ingress: object[], egress: object[]) =>
      verdictAndCauses(await from(ingress, egress), "aws_instance.b", "aws_instance.a:443");
    expect(await ba(everything, https)).toEqual(["allowed"]);
    expect(await ba(https, everything)).toEqual(refused);
  });

  it("matches inbound rules that reference a security group only if it and both attachments support that", async () => {
    const byGroup = [
      group("guard", "b", { ingress: [{ ports: 443, groups: ["a"] }] }),
      ec2Instance("b", "b", "10.1.1.10", ["guard"]),
    ];
    const ask = async (gatewayMore: object, attachmentMore: object = {}) =>
      fromAToB(await networkOf(tgw(gatewayMore), spoke("a", 0, attachmentMore), spoke("b", 1), ...byGroup));
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

  it("does not match outbound rules that reference a security group on the other side", async () => {
    const byGroup = [
      group("caller", "a", { egress: [{ ports: 443, groups: ["b"] }] }),
      ec2Instance("a", "a", "10.0.1.10", ["caller"]),
    ];
    const network = await networkOf(
      tgw({ security_group_referencing_support: "enable" }),
      spoke("a", 0),
      spoke("b", 1),
      ...byGroup,
    );
    expect(fromAToB(network)).toEqual(["blocked", "ENI_SG_RULES_MISMATCH aws_security_group.caller"]);
  });
});

import { readSimulatedDataSource } from "../../../../../tools/rehearse/simulator/data-sources/index.ts";
import { callContextWith, computedAfterCreate, existingResource, schemaBlockOf } from "./support.ts";

const ASSOCIATION = "aws_ec2_transit_gateway_route_table_association";
const DX_ATTACHMENT = "aws_ec2_transit_gateway_dx_gateway_attachment";
const dxAssociation = existingResource("aws_dx_gateway_association", "ga-1", {
  dx_gateway_id: "dx-1",
  associated_gateway_id: "tgw-1",
});

function readDxAttachment(transitGatewayId: string) {
  const block = schemaBlockOf({
    id: "string",
    arn: "string",
    dx_gateway_id: "string",
    transit_gateway_id: "string",
  });
  const config = { dx_gateway_id: "dx-1", transit_gateway_id: transitGatewayId };
  return readSimulatedDataSource(
    DX_ATTACHMENT,
    config,
    block,
    callContextWith(dxAssociation),
    () => true,
  ) as Record<string, unknown>;
}

describe("connections between networks", () => {
  it("find a Direct Connect gateway's attachment only by the two associated gateways", () => {
    const found = readDxAttachment("tgw-1");
    expect(found.id).toMatch(/^tgw-attach-0[0-9a-f]{16}$/);
    expect(found).toMatchObject({ dx_gateway_id: "dx-1", transit_gateway_id: "tgw-1" });
    expect(found.arn).toContain(`:transit-gateway-attachment/${found.id}`);
    expect(readDxAttachment("tgw-2")).toMatchObject({
      apiError: { code: expect.stringContaining("NotFound") },
    });
  });

  it("have the attached resource of each attachment in a route table", () => {
    const things = [
      existingResource("aws_ec2_transit_gateway_vpc_attachment", "tgw-attach-v", { vpc_id: "vpc-1" }),
      existingResource("aws_ec2_transit_gateway_connect", "tgw-attach-c"),
      existingResource("aws_ec2_transit_gateway_peering_attachment", "tgw-attach-p", {
        peer_transit_gateway_id: "tgw-2",
      }),
      existingResource("aws_vpn_connection", "vpn-1", { transit_gateway_attachment_id: "tgw-attach-n" }),
      dxAssociation,
    ];
    const joined = (id: string) => {
      const givenValues = { transit_gateway_attachment_id: id, transit_gateway_route_table_id: "tgw-rtb-1" };
      const createdValues = computedAfterCreate(
        ASSOCIATION,
        givenValues,
        ["resource_type", "resource_id"],
        callContextWith(...things),
      );
      return `${createdValues.resource_type} ${createdValues.resource_id}`;
    };
    expect(joined("tgw-attach-v")).toBe("vpc vpc-1");
    expect(joined("tgw-attach-c")).toBe("connect tgw-attach-c");
    expect(joined("tgw-attach-p")).toBe("peering tgw-2");
    expect(joined("tgw-attach-n")).toBe("vpn vpn-1");
    expect(joined(String(readDxAttachment("tgw-1").id))).toBe("direct-connect-gateway dx-1");
  });

  it("have a VPN's keys in EC2's response unless Secrets Manager stores them", () => {
    const keys = (storage: string) =>
      computedAfterCreate("aws_vpn_connection", { type: "ipsec.1", preshared_key_storage: storage }, [
        "id",
        "preshared_key_arn",
        "tunnel1_preshared_key",
        "tunnel2_preshared_key",
      ]);
    const kept = keys("SecretsManager");
    expect(kept.preshared_key_arn).toMatch(
      /^arn:aws:secretsmanager:us-east-1:123456789012:secret:s2svpn!vpn-/,
    );
    expect([kept.tunnel1_preshared_key, kept.tunnel2_preshared_key]).toEqual(["", ""]);
    const said = keys("Standard");
    expect(said.preshared_key_arn).toBe("");
    expect(said.tunnel1_preshared_key).toMatch(/^\w{32}$/);
    expect(said.tunnel1_preshared_key).not.toBe(said.tunnel2_preshared_key);
  });

  it("have Connect tunnels that end on addresses of the transit gateway's CIDR block, with BGP inside their own", () => {
    const account = callContextWith(
      existingResource("aws_ec2_transit_gateway", "tgw-1", {
        transit_gateway_cidr_blocks: ["10.255.0.0/24"],
      }),
      existingResource("aws_ec2_transit_gateway_connect", "tgw-attach-c", { transit_gateway_id: "tgw-1" }),
    );
    const givenValues = {
      transit_gateway_attachment_id: "tgw-attach-c",
      inside_cidr_blocks: ["169.254.100.0/29"],
    };
    const requestedNames = {
      transit_gateway_address: "string",
      bgp_peer_address: "string",
      bgp_transit_gateway_addresses: ["set", "string"],
    } as const;
    expect(
      computedAfterCreate("aws_ec2_transit_gateway_connect_peer", givenValues, requestedNames, account),
    ).toMatchObject({
      transit_gateway_address: "10.255.0.1",
      bgp_peer_address: "169.254.100.1",
      bgp_transit_gateway_addresses: ["169.254.100.2", "169.254.100.3"],
    });
  });
});

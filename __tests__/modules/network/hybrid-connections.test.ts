import { DirectConnect, type DirectConnectProps } from "../../../modules/network/direct-connect.ts";
import { EndpointService } from "../../../modules/network/endpoint-service.ts";
import { Peering, PeeringAccepter } from "../../../modules/network/peering.ts";
import { TransitConnect } from "../../../modules/network/transit-connect.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

describe("Direct Connect", () => {
  const directConnectTo = (gateway: DirectConnectProps["endsOn"]) =>
    synthesizeConstruct(
      (stack) =>
        new DirectConnect(stack, "line", {
          name: "net-line",
          asn: 64_513,
          endsOn: gateway,
          allowedPrefixes: ["10.0.0.0/16"],
        }),
    ).json;

  it("is a gateway with an association that advertises only the allowed prefixes", () => {
    const stack = directConnectTo({ vpnGatewayId: "vgw-1" });
    expect(resourcesOfType(stack, "aws_dx_gateway")).toEqual([
      { amazon_side_asn: "64513", name: "net-line" },
    ]);
    expect(resourcesOfType(stack, "aws_dx_gateway_association")).toEqual([
      {
        allowed_prefixes: ["10.0.0.0/16"],
        associated_gateway_id: "vgw-1",
        dx_gateway_id: expect.stringContaining("aws_dx_gateway.line_gateway"),
      },
    ]);
    expect(stack.data).toBeUndefined();
  });

  it("reads the attachment that its association creates on a transit gateway: after it, at every plan", () => {
    const stack = directConnectTo({ transitGatewayId: "tgw-1" });
    const [attachment] = Object.values(stack.data!.aws_ec2_transit_gateway_dx_gateway_attachment!);
    expect(attachment).toMatchObject({
      transit_gateway_id: "tgw-1",
      dx_gateway_id: expect.stringMatching(/^\$\{aws_dx_gateway\.line_gateway_\w+\.id\}$/),
      filter: [{ name: "state", values: [expect.stringMatching(/^\$\{local\.line_joined_\w+\}$/)] }],
    });
    // With depends_on, or a direct reference, a change of the prefixes would replace the resources
    // that reference the attachment.
    expect(JSON.stringify(attachment)).not.toContain("aws_dx_gateway_association");
    expect(Object.values(stack.locals ?? {})).toEqual([
      expect.stringMatching(
        /^available\$\{substr\(aws_dx_gateway_association\.line_association_\w+\.id, 0, 0\)\}$/,
      ),
    ]);
  });
});

describe("transit gateway Connect", () => {
  const { json } = synthesizeConstruct(
    (stack) =>
      new TransitConnect(stack, "link", {
        name: "net-link",
        transitGatewayId: "tgw-1",
        transportAttachmentId: "tgw-attach-1",
        peer: {
          address: "10.0.32.20",
          asn: 65_030,
          insideCidr: "169.254.100.0/29",
          subnetId: "subnet-a",
          groupId: "sg-1",
        },
      }),
  );

  it("is a GRE tunnel over a VPC attachment, with BGP inside", () => {
    expect(resourcesOfType(json, "aws_ec2_transit_gateway_connect")).toMatchObject([
      {
        protocol: "gre",
        transit_gateway_id: "tgw-1",
        transport_attachment_id: "tgw-attach-1",
        transit_gateway_default_route_table_association: false,
        transit_gateway_default_route_table_propagation: false,
      },
    ]);
    expect(resourcesOfType(json, "aws_ec2_transit_gateway_connect_peer")).toMatchObject([
      { bgp_asn: "65030", inside_cidr_blocks: ["169.254.100.0/29"], peer_address: "10.0.32.20" },
    ]);
  });

  it("creates the appliance's network interface, with its address and without source/destination check", () => {
    expect(resourcesOfType(json, "aws_network_interface")).toMatchObject([
      {
        private_ips: ["10.0.32.20"],
        security_groups: ["sg-1"],
        source_dest_check: false,
        subnet_id: "subnet-a",
      },
    ]);
  });
});

describe("an endpoint service", () => {
  const { json } = synthesizeConstruct(
    (stack) =>
      new EndpointService(stack, "ledger", {
        name: "net-ledger",
        account: "123456789012",
        loadBalancerArn: "nlb",
        consumers: { partner: { vpcId: "vpc-1", subnetIds: ["subnet-a"], groupId: "sg-1" } },
      }),
  );

  it("allows only this account, without acceptance", () => {
    expect(resourcesOfType(json, "aws_vpc_endpoint_service")).toEqual([
      {
        acceptance_required: false,
        allowed_principals: ["arn:aws:iam::123456789012:root"],
        network_load_balancer_arns: ["nlb"],
        tags: { Name: "net-ledger" },
      },
    ]);
  });

  it("has an interface endpoint with its own security group in each consumer network", () => {
    expect(resourcesOfType(json, "aws_vpc_endpoint")).toEqual([
      {
        security_group_ids: ["sg-1"],
        service_name: expect.stringMatching(/aws_vpc_endpoint_service\.ledger_service_\w+\.service_name/),
        subnet_ids: ["subnet-a"],
        tags: { Name: "net-ledger-partner" },
        vpc_endpoint_type: "Interface",
        vpc_id: "vpc-1",
      },
    ]);
  });
});

describe("a peering", () => {
  const between = (peerRegion?: string) =>
    resourcesOfType(
      synthesizeConstruct(
        (stack) =>
          new Peering(stack, "bridge", {
            name: "net-bridge",
            vpcId: "vpc-1",
            peerVpcId: "vpc-2",
            peerRegion,
          }),
      ).json,
      "aws_vpc_peering_connection",
    );

  it("is accepted automatically within a region", () => {
    expect(between()).toEqual([
      { auto_accept: true, peer_vpc_id: "vpc-2", tags: { Name: "net-bridge" }, vpc_id: "vpc-1" },
    ]);
  });

  it("is accepted by an accepter resource in the other region", () => {
    expect(between("eu-west-1")).toEqual([
      { peer_region: "eu-west-1", peer_vpc_id: "vpc-2", tags: { Name: "net-bridge" }, vpc_id: "vpc-1" },
    ]);
    const { json } = synthesizeConstruct(
      (stack) => new PeeringAccepter(stack, "accepter", { name: "net-bridge", peeringId: "pcx-1" }),
    );
    expect(resourcesOfType(json, "aws_vpc_peering_connection_accepter")).toEqual([
      { auto_accept: true, tags: { Name: "net-bridge" }, vpc_peering_connection_id: "pcx-1" },
    ]);
  });
});

import { ClientVpn } from "../../../modules/network/client-vpn.ts";
import { planClientVpn } from "../../../modules/network/client-vpn-plan.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

const network = { cidr: "10.40.0.0/16", secondaryCidrs: ["100.64.0.0/16"], privateZone: "corp.internal" };
const { privateZone: _zone, ...networkWithoutZone } = network;

describe("planClientVpn", () => {
  it("by default authorizes the network's CIDR block, and uses its DNS resolver for a private zone", () => {
    expect(planClientVpn({ authorizedCidrs: [] }, network)).toEqual({
      authorizedCidrs: ["10.40.0.0/16"],
      routedCidrs: [],
      dnsServer: "10.40.0.2",
    });
    expect(planClientVpn({ authorizedCidrs: [] }, networkWithoutZone).dnsServer).toBeUndefined();
  });

  it("authorizes exactly the given CIDR blocks, and routes those outside the network", () => {
    const authorizedCidrs = ["10.40.32.0/19", "100.64.0.0/17", "10.41.0.0/16"];
    expect(planClientVpn({ authorizedCidrs }, network)).toEqual({
      authorizedCidrs,
      routedCidrs: ["10.41.0.0/16"],
      // Clients are not authorized to reach 10.40.0.2.
      dnsServer: undefined,
    });
  });
});

describe("a client VPN", () => {
  const { json } = synthesizeConstruct(
    (stack) =>
      new ClientVpn(stack, "staff", {
        name: "net-staff",
        plan: planClientVpn({ authorizedCidrs: ["10.40.0.0/16", "10.41.0.0/16"] }, network),
        clientCidr: "10.200.0.0/22",
        serverCertificateArn: "server",
        clientAuthorityArn: "authority",
        vpcId: "vpc-1",
        subnetIds: { "us-east-1a": "subnet-a", "us-east-1b": "subnet-b" },
        groupId: "sg-1",
        logRetentionDays: 365,
        logKeyArn: "key",
      }),
  );

  it("uses certificate authentication and split tunnel, and logs connections", () => {
    expect(resourcesOfType(json, "aws_ec2_client_vpn_endpoint")).toEqual([
      {
        authentication_options: [
          { root_certificate_chain_arn: "authority", type: "certificate-authentication" },
        ],
        client_cidr_block: "10.200.0.0/22",
        connection_log_options: {
          cloudwatch_log_group: expect.stringContaining("aws_cloudwatch_log_group.staff_logs_group"),
          cloudwatch_log_stream: expect.stringContaining("aws_cloudwatch_log_stream.staff_log-stream"),
          enabled: true,
        },
        description: "net-staff",
        dns_servers: ["10.40.0.2"],
        security_group_ids: ["sg-1"],
        self_service_portal: "disabled",
        server_certificate_arn: "server",
        session_timeout_hours: 12,
        split_tunnel: true,
        tags: { Name: "net-staff" },
        transport_protocol: "udp",
        vpc_id: "vpc-1",
      },
    ]);
    expect(resourcesOfType(json, "aws_cloudwatch_log_group")).toEqual([
      { kms_key_id: "key", name: "/net-staff/connections", retention_in_days: 365 },
    ]);
  });

  it("is associated with every subnet, and authorizes exactly the planned CIDR blocks", () => {
    const subnets = resourcesOfType(json, "aws_ec2_client_vpn_network_association").map(
      (one) => one.subnet_id,
    );
    expect(subnets.sort()).toEqual(["subnet-a", "subnet-b"]);
    const authorized = resourcesOfType(json, "aws_ec2_client_vpn_authorization_rule");
    expect(authorized.map((one) => one.target_network_cidr).sort()).toEqual(["10.40.0.0/16", "10.41.0.0/16"]);
  });

  it("routes CIDR blocks outside its network from every subnet, after the association", () => {
    const routes = resourcesOfType(json, "aws_ec2_client_vpn_route");
    expect(routes.map((one) => `${one.destination_cidr_block} ${one.target_vpc_subnet_id}`).sort()).toEqual([
      "10.41.0.0/16 subnet-a",
      "10.41.0.0/16 subnet-b",
    ]);
    for (const { depends_on } of routes) {
      expect(depends_on).toEqual([expect.stringContaining("aws_ec2_client_vpn_network_association.")]);
    }
  });
});

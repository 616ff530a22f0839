import { SiteToSiteVpn, type SiteToSiteVpnProps } from "../../../modules/network/site-to-site-vpn.ts";
import { synthesizeConstruct } from "../../support/construct.ts";
import { resourcesOfType } from "../../support/synth.ts";

function vpnWith(change: Partial<SiteToSiteVpnProps> = {}) {
  return synthesizeConstruct(
    (stack) =>
      new SiteToSiteVpn(stack, "office", {
        name: "net-office",
        address: "198.51.100.7",
        asn: 65_010,
        endsOn: { transitGatewayId: "tgw-1" },
        logRetentionDays: 365,
        logKeyArn: "key",
        ...change,
      }),
  ).json;
}

const connectionOf = (stack: ReturnType<typeof vpnWith>) => resourcesOfType(stack, "aws_vpn_connection")[0]!;

describe("a site-to-site VPN", () => {
  const vpn = vpnWith();

  it.each([1, 2])(
    "allows only strong algorithms in tunnel %s, initiates the connection and logs",
    (tunnel) => {
      const settings = Object.fromEntries(
        Object.entries(connectionOf(vpn)).flatMap(([name, value]) =>
          name.startsWith(`tunnel${tunnel}_`) ? [[name.slice(8), value]] : [],
        ),
      );
      expect(settings).toEqual({
        ike_versions: ["ikev2"],
        phase1_encryption_algorithms: ["AES256-GCM-16"],
        phase1_integrity_algorithms: ["SHA2-384", "SHA2-512"],
        phase1_dh_group_numbers: [19, 20, 21],
        phase2_encryption_algorithms: ["AES256-GCM-16"],
        phase2_integrity_algorithms: ["SHA2-384", "SHA2-512"],
        phase2_dh_group_numbers: [19, 20, 21],
        startup_action: "start",
        dpd_timeout_action: "restart",
        log_options: {
          cloudwatch_log_options: {
            log_enabled: true,
            log_group_arn: expect.stringContaining("aws_cloudwatch_log_group.office_logs_group"),
            log_output_format: "json",
          },
        },
      });
    },
  );

  it("stores its pre-shared keys in Secrets Manager, not in the state", () => {
    expect(connectionOf(vpn)).toMatchObject({ preshared_key_storage: "SecretsManager" });
    expect(JSON.stringify(vpn)).not.toContain('preshared_key"');
  });

  it("terminates on a transit gateway, with BGP by default", () => {
    expect(connectionOf(vpn)).toMatchObject({ transit_gateway_id: "tgw-1", static_routes_only: false });
    expect(connectionOf(vpn)).not.toHaveProperty("vpn_gateway_id");
    expect(resourcesOfType(vpn, "aws_customer_gateway")).toEqual([
      {
        bgp_asn: "65010",
        ip_address: "198.51.100.7",
        lifecycle: { create_before_destroy: true },
        tags: { Name: "net-office" },
        type: "ipsec.1",
      },
    ]);
    expect(resourcesOfType(vpn, "aws_cloudwatch_log_group")).toEqual([
      { kms_key_id: "key", name: "/aws/vendedlogs/net-office/tunnels", retention_in_days: 365 },
    ]);
  });

  it("has static routes on a virtual private gateway, but none on a transit gateway, whose tables have them", () => {
    const staticCidrs = ["192.168.9.0/24", "192.168.10.0/24"];
    const onVpnGateway = vpnWith({ endsOn: { vpnGatewayId: "vgw-1" }, staticCidrs });
    expect(connectionOf(onVpnGateway)).toMatchObject({ vpn_gateway_id: "vgw-1", static_routes_only: true });
    const blocks = resourcesOfType(onVpnGateway, "aws_vpn_connection_route").map(
      (route) => route.destination_cidr_block,
    );
    expect(blocks.sort()).toEqual(["192.168.10.0/24", "192.168.9.0/24"]);
    const onTransitGateway = vpnWith({ staticCidrs });
    expect(connectionOf(onTransitGateway)).toMatchObject({ static_routes_only: true });
    expect(resourcesOfType(onTransitGateway, "aws_vpn_connection_route")).toEqual([]);
  });

  it("sets a large ASN by bgp_asn_extended", () => {
    const gateway = (asn: number) => resourcesOfType(vpnWith({ asn }), "aws_customer_gateway")[0];
    expect(gateway(2_147_483_647)).toMatchObject({ bgp_asn: "2147483647" });
    expect(gateway(2_147_483_648)).toMatchObject({ bgp_asn_extended: "2147483648" });
    expect(gateway(2_147_483_648)).not.toHaveProperty("bgp_asn");
  });
});

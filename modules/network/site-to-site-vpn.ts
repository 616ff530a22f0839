import { CustomerGateway } from "@cdktf/provider-aws/lib/customer-gateway/index.js";
import { VpnConnection, type VpnConnectionConfig } from "@cdktf/provider-aws/lib/vpn-connection/index.js";
import { VpnConnectionRoute } from "@cdktf/provider-aws/lib/vpn-connection-route/index.js";
import { Construct } from "constructs";
import { LogGroup } from "../observe/log-group.ts";

/** Where a VPN or Direct Connect ends in AWS. */
export type VpnGatewayRef = { readonly transitGatewayId: string } | { readonly vpnGatewayId: string };

/** An IPsec VPN to a customer's gateway. */
export interface SiteToSiteVpnProps {
  readonly name: string;
  /** The customer gateway's public address. */
  readonly address: string;
  /** The customer's BGP number. */
  readonly asn: number;
  readonly endsOn: VpnGatewayRef;
  /** The customer's blocks, where no routes are learnt. @default BGP */
  readonly staticCidrs?: readonly string[] | undefined;
  readonly logRetentionDays: number;
  readonly logKeyArn: string;
}

/**
 * Two IPsec tunnels to a customer's gateway. Their keys are made by AWS and kept in Secrets Manager: they are in
 * no state, and whoever sets up the other side reads them there.
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/enhanced-security.html
 */
export class SiteToSiteVpn extends Construct {
  readonly vpnId: string;
  /** On a transit gateway; empty on a virtual private gateway. */
  readonly attachmentId: string;
  /** The tunnels' addresses in AWS. */
  readonly tunnelAddresses: readonly string[];
  /** Where the tunnels' keys are. */
  readonly keysSecretArn: string;

  constructor(scope: Construct, id: string, props: SiteToSiteVpnProps) {
    super(scope, id);
    const tags = { Name: props.name };
    const customer = new CustomerGateway(this, "customer-gateway", {
      type: "ipsec.1",
      ipAddress: props.address,
      ...(props.asn > BGP_ASN_MAX ? { bgpAsnExtended: `${props.asn}` } : { bgpAsn: `${props.asn}` }),
      tags,
      // The connection moves to a new one in place; AWS lets none go that has a connection.
      lifecycle: { createBeforeDestroy: true },
    });
    const logs = new LogGroup(this, "logs", {
      // What AWS itself delivers goes below this name, so that its permission to write stays short.
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
      name: `/aws/vendedlogs/${props.name}/tunnels`,
      retentionDays: props.logRetentionDays,
      keyArn: props.logKeyArn,
    });
    const vpn = new VpnConnection(this, "connection", {
      type: "ipsec.1",
      customerGatewayId: customer.id,
      ...props.endsOn,
      staticRoutesOnly: props.staticCidrs !== undefined,
      presharedKeyStorage: "SecretsManager",
      ...tunnels(logs.arn),
      tags,
    });
    this.vpnId = vpn.id;
    this.attachmentId = vpn.transitGatewayAttachmentId;
    this.tunnelAddresses = [vpn.tunnel1Address, vpn.tunnel2Address];
    this.keysSecretArn = vpn.presharedKeyArn;
    // A transit gateway's own tables say where a static VPN leads.
    if ("vpnGatewayId" in props.endsOn) this.announce(props.staticCidrs ?? []);
  }

  private announce(cidrs: readonly string[]): void {
    for (const cidr of cidrs) {
      new VpnConnectionRoute(this, `route-${cidr.replace("/", "-")}`, {
        vpnConnectionId: this.vpnId,
        destinationCidrBlock: cidr,
      });
    }
  }
}

/** The largest number that `bgp_asn` takes; larger ones are `bgp_asn_extended`. */
const BGP_ASN_MAX = 2_147_483_647;
const IKE = ["ikev2"];
const ENCRYPTION = ["AES256-GCM-16"];
const INTEGRITY = ["SHA2-384", "SHA2-512"];
/** Elliptic curves of 256, 384 and 521 bits. https://www.rfc-editor.org/rfc/rfc5903 */
const GROUPS = [19, 20, 21];

/**
 * Both tunnels alike: only what is strong today, and AWS dials by itself, so that they come back by themselves.
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
 */
function tunnels(logGroupArn: string): Partial<VpnConnectionConfig> {
  const log = { cloudwatchLogOptions: { logEnabled: true, logGroupArn, logOutputFormat: "json" } };
  return {
    tunnel1IkeVersions: IKE,
    tunnel1Phase1EncryptionAlgorithms: ENCRYPTION,
    tunnel1Phase1IntegrityAlgorithms: INTEGRITY,
    tunnel1Phase1DhGroupNumbers: GROUPS,
    tunnel1Phase2EncryptionAlgorithms: ENCRYPTION,
    tunnel1Phase2IntegrityAlgorithms: INTEGRITY,
    tunnel1Phase2DhGroupNumbers: GROUPS,
    tunnel1StartupAction: "start",
    tunnel1DpdTimeoutAction: "restart",
    tunnel1LogOptions: log,
    tunnel2IkeVersions: IKE,
    tunnel2Phase1EncryptionAlgorithms: ENCRYPTION,
    tunnel2Phase1IntegrityAlgorithms: INTEGRITY,
    tunnel2Phase1DhGroupNumbers: GROUPS,
    tunnel2Phase2EncryptionAlgorithms: ENCRYPTION,
    tunnel2Phase2IntegrityAlgorithms: INTEGRITY,
    tunnel2Phase2DhGroupNumbers: GROUPS,
    tunnel2StartupAction: "start",
    tunnel2DpdTimeoutAction: "restart",
    tunnel2LogOptions: log,
  };
}

import { CustomerGateway } from "@cdktf/provider-aws/lib/customer-gateway/index.js";
import { VpnConnection, type VpnConnectionConfig } from "@cdktf/provider-aws/lib/vpn-connection/index.js";
import { VpnConnectionRoute } from "@cdktf/provider-aws/lib/vpn-connection-route/index.js";
import { Construct } from "constructs";
import { LogGroup } from "../observe/log-group.ts";

/** The AWS gateway on which a VPN or Direct Connect connection terminates. */
export type VpnGatewayRef = { readonly transitGatewayId: string } | { readonly vpnGatewayId: string };

/** An IPsec VPN to a customer gateway. */
export interface SiteToSiteVpnProps {
  /** `Name` tag, and prefix of log group and secret: `hybrid-prod-office`. */
  readonly name: string;
  /** The customer gateway's public address. */
  readonly address: string;
  /** The customer's BGP ASN. */
  readonly asn: number;
  /** The gateway in AWS that the tunnels end on. */
  readonly endsOn: VpnGatewayRef;
  /** The customer's CIDR blocks, for static routing. @default BGP */
  readonly staticCidrs?: readonly string[] | undefined;
  /** Days until tunnel logs are deleted. */
  readonly logRetentionDays: number;
  /** ARN of the KMS key for tunnel logs. */
  readonly logKeyArn: string;
}

/**
 * A site-to-site VPN with two IPsec tunnels. AWS generates the pre-shared keys and stores them in
 * Secrets Manager, so they are never in the Terraform state.
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/enhanced-security.html
 */
export class SiteToSiteVpn extends Construct {
  /** The VPN connection's ID: `vpn-0123456789abcdef0`. */
  readonly vpnId: string;
  /** The transit gateway attachment ID; empty on a virtual private gateway. */
  readonly attachmentId: string;
  /** The AWS addresses of the tunnels. */
  readonly tunnelAddresses: readonly string[];
  /** ARN of the secret with the pre-shared keys. */
  readonly keysSecretArn: string;

  constructor(scope: Construct, id: string, props: SiteToSiteVpnProps) {
    super(scope, id);
    const tags = { Name: props.name };
    const customer = new CustomerGateway(this, "customer-gateway", {
      type: "ipsec.1",
      ipAddress: props.address,
      ...(props.asn > BGP_ASN_MAX ? { bgpAsnExtended: `${props.asn}` } : { bgpAsn: `${props.asn}` }),
      tags,
      // The connection switches gateways in place; AWS does not delete one that is in use.
      lifecycle: { createBeforeDestroy: true },
    });
    const logs = new LogGroup(this, "logs", {
      // AWS's log delivery writes below this prefix, which keeps the resource policy short.
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
    // On a transit gateway, its route tables hold the static routes.
    if ("vpnGatewayId" in props.endsOn) this.#announce(props.staticCidrs ?? []);
  }

  #announce(cidrs: readonly string[]): void {
    for (const cidr of cidrs) {
      new VpnConnectionRoute(this, `route-${cidr.replace("/", "-")}`, {
        vpnConnectionId: this.vpnId,
        destinationCidrBlock: cidr,
      });
    }
  }
}

/** The largest ASN for `bgp_asn`; larger ones need `bgp_asn_extended`. */
const BGP_ASN_MAX = 2_147_483_647;
const IKE = ["ikev2"];
const ENCRYPTION = ["AES256-GCM-16"];
const INTEGRITY = ["SHA2-384", "SHA2-512"];
/**
 * Elliptic curve groups of 256, 384 and 521 bits.
 * https://www.rfc-editor.org/rfc/rfc5903
 */
const GROUPS = [19, 20, 21];

/**
 * Options of both tunnels: strong algorithms only, and AWS initiates, so tunnels re-establish
 * themselves.
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

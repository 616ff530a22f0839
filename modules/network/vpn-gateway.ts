import { VpnGateway as AwsVpnGateway } from "@cdktf/provider-aws/lib/vpn-gateway/index.js";
import { Construct } from "constructs";

/** Inputs of {@link VpnGateway}. */
export interface VpnGatewayProps {
  /** `Name` tag: `hybrid-prod-shared-vpn-gateway`. */
  readonly name: string;
  /** The VPC that it is attached to. */
  readonly vpcId: string;
}

/**
 * A virtual private gateway of a VPC (at most one), on which VPN and Direct Connect terminate.
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/how_it_works.html#VPNGateway
 */
export class VpnGateway extends Construct {
  /** The virtual private gateway's ID: `vgw-0123456789abcdef0`. */
  readonly gatewayId: string;

  constructor(scope: Construct, id: string, props: VpnGatewayProps) {
    super(scope, id);
    this.gatewayId = new AwsVpnGateway(this, "gateway", {
      vpcId: props.vpcId,
      tags: { Name: props.name },
    }).id;
  }
}

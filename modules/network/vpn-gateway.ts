import { VpnGateway as AwsVpnGateway } from "@cdktf/provider-aws/lib/vpn-gateway/index.js";
import { Construct } from "constructs";

/** One network's own way out of AWS. */
export interface VpnGatewayProps {
  readonly name: string;
  readonly vpcId: string;
}

/**
 * A virtual private gateway on one VPC, which has at most one: VPNs and Direct Connect of that network end on it.
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/how_it_works.html#VPNGateway
 */
export class VpnGateway extends Construct {
  readonly gatewayId: string;

  constructor(scope: Construct, id: string, props: VpnGatewayProps) {
    super(scope, id);
    this.gatewayId = new AwsVpnGateway(this, "gateway", {
      vpcId: props.vpcId,
      tags: { Name: props.name },
    }).id;
  }
}

import { Ec2TransitGatewayPeeringAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-peering-attachment/index.js";
import { Ec2TransitGatewayPeeringAttachmentAccepter } from "@cdktf/provider-aws/lib/ec2-transit-gateway-peering-attachment-accepter/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** Two transit gateways of one account, to be joined. */
export interface TransitPeeringProps {
  readonly name: string;
  readonly account: string;
  readonly gatewayId: string;
  readonly peerGatewayId: string;
  readonly peerRegion: string;
}

/**
 * The attachment by which two transit gateways are joined, as the one that asks for it has it. Both sides know
 * it by the same id. No routes are learnt over it: each side says its own.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering.html
 */
export class TransitPeering extends Construct {
  readonly attachmentId: string;

  constructor(scope: Construct, id: string, props: TransitPeeringProps) {
    super(scope, id);
    this.attachmentId = new Ec2TransitGatewayPeeringAttachment(this, "attachment", {
      transitGatewayId: props.gatewayId,
      peerTransitGatewayId: props.peerGatewayId,
      peerRegion: props.peerRegion,
      peerAccountId: props.account,
      tags: { Name: props.name },
      // AWS sets options of its own for some pairs of regions, and a change of them would make the peering anew.
      // https://github.com/hashicorp/terraform-provider-aws/issues/41360
      lifecycle: { ignoreChanges: ["options"] },
    }).id;
  }
}

/** The other side's word to a peering of transit gateways: nothing can be routed over it before. */
export class TransitPeeringAccepter extends Construct {
  /** The attachment, as the side that accepts has it: there once it is accepted. */
  readonly attachmentId: string;
  readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string, props: { readonly name: string; readonly attachmentId: string }) {
    super(scope, id);
    const accepter = new Ec2TransitGatewayPeeringAttachmentAccepter(this, "accepter", {
      transitGatewayAttachmentId: props.attachmentId,
      tags: { Name: props.name },
    });
    this.attachmentId = accepter.id;
    this.resource = accepter;
  }
}

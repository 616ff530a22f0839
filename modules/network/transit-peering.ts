import { Ec2TransitGatewayPeeringAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-peering-attachment/index.js";
import { Ec2TransitGatewayPeeringAttachmentAccepter } from "@cdktf/provider-aws/lib/ec2-transit-gateway-peering-attachment-accepter/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** Two transit gateways of one account to be peered. */
export interface TransitPeeringProps {
  /** `Name` tag: `hybrid-prod-backbone-to-backbone-eu`. */
  readonly name: string;
  /** The 12-digit account ID of both transit gateways. */
  readonly account: string;
  /** The requester's transit gateway ID. */
  readonly gatewayId: string;
  /** The accepter's transit gateway ID. */
  readonly peerGatewayId: string;
  /** The accepter's region. */
  readonly peerRegion: string;
}

/**
 * A transit gateway peering attachment, seen from the requester; both sides use the same ID. Routes
 * do not propagate over it: each side adds static ones.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering.html
 */
export class TransitPeering extends Construct {
  /** The attachment ID on the requester side. */
  readonly attachmentId: string;

  constructor(scope: Construct, id: string, props: TransitPeeringProps) {
    super(scope, id);
    this.attachmentId = new Ec2TransitGatewayPeeringAttachment(this, "attachment", {
      transitGatewayId: props.gatewayId,
      peerTransitGatewayId: props.peerGatewayId,
      peerRegion: props.peerRegion,
      peerAccountId: props.account,
      tags: { Name: props.name },
      // AWS sets its own options for some region pairs; a change would replace the peering.
      // https://github.com/hashicorp/terraform-provider-aws/issues/41360
      lifecycle: { ignoreChanges: ["options"] },
    }).id;
  }
}

/** The acceptance of a transit gateway peering, required before it can be routed to. */
export class TransitPeeringAccepter extends Construct {
  /** The attachment ID on the accepter side, known once accepted. */
  readonly attachmentId: string;
  /** Dependency of routes over the peering. */
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

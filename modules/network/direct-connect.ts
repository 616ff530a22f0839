import { DataAwsEc2TransitGatewayDxGatewayAttachment } from "@cdktf/provider-aws/lib/data-aws-ec2-transit-gateway-dx-gateway-attachment/index.js";
import { DxGateway } from "@cdktf/provider-aws/lib/dx-gateway/index.js";
import { DxGatewayAssociation } from "@cdktf/provider-aws/lib/dx-gateway-association/index.js";
import { Fn, type ITerraformDependable, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { VpnGatewayRef } from "./site-to-site-vpn.ts";

/** A dedicated line's end in AWS. */
export interface DirectConnectProps {
  readonly name: string;
  /** The Amazon side's BGP number. */
  readonly asn: number;
  readonly endsOn: VpnGatewayRef;
  /** The blocks announced to the data centre. */
  readonly allowedPrefixes: readonly string[];
}

/**
 * A Direct Connect gateway, joined to a transit gateway or virtual private gateway. The line itself, and its
 * virtual interface on this gateway, are ordered by hand: a provider has to lay it.
 * https://docs.aws.amazon.com/directconnect/latest/UserGuide/direct-connect-gateways-intro.html
 */
export class DirectConnect extends Construct {
  readonly gatewayId: string;
  readonly associationId: string;
  /** On a transit gateway; undefined on a virtual private gateway. */
  readonly attachmentId: string | undefined;
  readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string, props: DirectConnectProps) {
    super(scope, id);
    const gateway = new DxGateway(this, "gateway", { name: props.name, amazonSideAsn: `${props.asn}` });
    const end =
      "transitGatewayId" in props.endsOn ? props.endsOn.transitGatewayId : props.endsOn.vpnGatewayId;
    const association = new DxGatewayAssociation(this, "association", {
      dxGatewayId: gateway.id,
      associatedGatewayId: end,
      allowedPrefixes: [...props.allowedPrefixes],
    });
    this.gatewayId = gateway.id;
    this.associationId = association.id;
    this.resource = association;
    if ("transitGatewayId" in props.endsOn) {
      // The association makes it; only newer providers say its id themselves. Asked for by way of a local, it is read
      // after the association is there, and at each plan from then on: `depends_on` would put the reading off whenever
      // the prefixes change, and what is on the attachment would be made anew, with the line cut meanwhile.
      // https://github.com/hashicorp/terraform-provider-aws/issues/36889
      const joined = new TerraformLocal(this, "joined", `available${Fn.substr(association.id, 0, 0)}`);
      this.attachmentId = new DataAwsEc2TransitGatewayDxGatewayAttachment(this, "attachment", {
        transitGatewayId: end,
        dxGatewayId: gateway.id,
        filter: [{ name: "state", values: [joined.asString] }],
      }).id;
    }
  }
}

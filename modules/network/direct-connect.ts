import { DataAwsEc2TransitGatewayDxGatewayAttachment } from "@cdktf/provider-aws/lib/data-aws-ec2-transit-gateway-dx-gateway-attachment/index.js";
import { DxGateway } from "@cdktf/provider-aws/lib/dx-gateway/index.js";
import { DxGatewayAssociation } from "@cdktf/provider-aws/lib/dx-gateway-association/index.js";
import { Fn, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { VpnGatewayRef } from "./site-to-site-vpn.ts";

/** The AWS side of a Direct Connect connection. */
export interface DirectConnectProps {
  /** The gateway's name: `hybrid-prod-datacentre`. */
  readonly name: string;
  /** The Amazon-side ASN. */
  readonly asn: number;
  /** The gateway in AWS that it is associated with. */
  readonly endsOn: VpnGatewayRef;
  /** Prefixes advertised to the data centre. */
  readonly allowedPrefixes: readonly string[];
}

/**
 * A Direct Connect gateway associated with a transit gateway or virtual private gateway. The
 * connection itself and its virtual interface must be ordered separately.
 * https://docs.aws.amazon.com/directconnect/latest/UserGuide/direct-connect-gateways-intro.html
 */
export class DirectConnect extends Construct {
  /** The Direct Connect gateway's ID, for ordering the virtual interface. */
  readonly gatewayId: string;
  /** ID of the association with the gateway in AWS. */
  readonly associationId: string;
  /** The transit gateway attachment ID; undefined on a virtual private gateway. */
  readonly attachmentId: string | undefined;

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
    if ("transitGatewayId" in props.endsOn) {
      // The association creates the attachment, but only newer providers return its ID. A local
      // makes the data source read it after the association, on every plan. `depends_on` would
      // defer the read whenever prefixes change and so replace what uses the attachment.
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

import { Ec2TransitGatewayConnect } from "@cdktf/provider-aws/lib/ec2-transit-gateway-connect/index.js";
import { Ec2TransitGatewayConnectPeer } from "@cdktf/provider-aws/lib/ec2-transit-gateway-connect-peer/index.js";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface/index.js";
import { Construct } from "constructs";

/** GRE tunnels from a transit gateway to an appliance in a VPC. */
export interface TransitConnectProps {
  /** Prefix of `Name` tags: `hybrid-prod-sdwan`. */
  readonly name: string;
  /** The transit gateway's ID. */
  readonly transitGatewayId: string;
  /** The VPC attachment that transports the tunnels. */
  readonly transportAttachmentId: string;
  /** The appliance's end of the tunnels. */
  readonly peer: {
    /** The appliance's private IPv4 address, outside the tunnels. */
    readonly address: string;
    /** The appliance's BGP ASN. */
    readonly asn: number;
    /** The /29 block of link-local addresses inside the tunnels. */
    readonly insideCidr: string;
    /** The subnet with the appliance's address. */
    readonly subnetId: string;
    /** The security group of its interface. */
    readonly groupId: string;
  };
}

/**
 * Transit gateway Connect: GRE tunnels with BGP over a VPC attachment to an appliance such as an
 * SD-WAN router. It is layer 3 only. A standalone network interface reserves the appliance's
 * address: attach it to the appliance, with source/destination checks off.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-connect.html
 */
export class TransitConnect extends Construct {
  /** ID of the Connect attachment. */
  readonly attachmentId: string;
  /** The transit gateway's address of the tunnels. */
  readonly transitGatewayAddress: string;
  /** The network interface with the peer's address. */
  readonly interfaceId: string;

  constructor(scope: Construct, id: string, props: TransitConnectProps) {
    super(scope, id);
    const { peer } = props;
    const tags = { Name: props.name };
    this.interfaceId = new NetworkInterface(this, "peer-interface", {
      description: `${props.name}: the appliance's end of the tunnels`,
      subnetId: peer.subnetId,
      privateIps: [peer.address],
      securityGroups: [peer.groupId],
      sourceDestCheck: false,
      tags,
    }).id;
    this.attachmentId = new Ec2TransitGatewayConnect(this, "attachment", {
      transitGatewayId: props.transitGatewayId,
      transportAttachmentId: props.transportAttachmentId,
      protocol: "gre",
      transitGatewayDefaultRouteTableAssociation: false,
      transitGatewayDefaultRouteTablePropagation: false,
      tags,
    }).id;
    this.transitGatewayAddress = new Ec2TransitGatewayConnectPeer(this, "peer", {
      transitGatewayAttachmentId: this.attachmentId,
      peerAddress: peer.address,
      bgpAsn: `${peer.asn}`,
      insideCidrBlocks: [peer.insideCidr],
      tags,
    }).transitGatewayAddress;
  }
}

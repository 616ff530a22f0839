import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association/index.js";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface/index.js";
import { Construct } from "constructs";

/** Inputs of {@link VpnRouter}. */
export interface VpnRouterProps {
  /** `Name` tag: `shop-prod-branches`. */
  readonly name: string;
  /** The public subnet of its interface. */
  readonly subnetId: string;
  /** The security group of its interface. */
  readonly groupId: string;
}

/**
 * The place of a router that ends a VPN inside a VPC: an interface that forwards, and an Elastic
 * IP. They outlive the router: attach the interface to an instance that runs an IPsec program.
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/your-cgw.html
 */
export class VpnRouter extends Construct {
  /** The network interface, the target of routes to the far side. */
  readonly interfaceId: string;
  /** The public address, which the customer gateway names. */
  readonly address: string;

  constructor(scope: Construct, id: string, { name, subnetId, groupId }: VpnRouterProps) {
    super(scope, id);
    const tags = { Name: name };
    this.interfaceId = new NetworkInterface(this, "interface", {
      description: `${name}: the router's end of the VPN`,
      subnetId,
      securityGroups: [groupId],
      sourceDestCheck: false,
      tags,
    }).id;
    const address = new Eip(this, "address", { domain: "vpc", tags });
    new EipAssociation(this, "address-association", {
      allocationId: address.id,
      networkInterfaceId: this.interfaceId,
    });
    this.address = address.publicIp;
  }
}

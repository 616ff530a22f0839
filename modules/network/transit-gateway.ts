import { Ec2TransitGateway } from "@cdktf/provider-aws/lib/ec2-transit-gateway/index.js";
import { Ec2TransitGatewayRoute } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route/index.js";
import { Ec2TransitGatewayRouteTable } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table/index.js";
import { Ec2TransitGatewayRouteTableAssociation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-association/index.js";
import { Ec2TransitGatewayRouteTablePropagation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-propagation/index.js";
import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { required } from "../../language/required.ts";
import type { PeerCidrs } from "./transit-plan.ts";

/** A VPC attachment of a transit gateway. */
export interface AttachmentProps {
  /** `hub`: reaches every attachment; `spoke`: reaches only hubs and hybrid connections. */
  readonly role: "hub" | "spoke";
  /** The attached VPC. */
  readonly vpcId: string;
  /** One subnet ID per zone. */
  readonly subnetIds: readonly string[];
  /** Appliance mode: keeps a flow in one zone, for stateful appliances. */
  readonly applianceMode: boolean;
}

/** A transit gateway and its attached networks. */
export interface TransitGatewayProps {
  /** Prefix of `Name` tags: `hybrid-prod-backbone`. */
  readonly name: string;
  /** The Amazon-side ASN. */
  readonly asn: number;
  /** The gateway's own CIDR blocks, for GRE tunnels. */
  readonly cidrs: readonly string[];
  /** The attached networks by name. */
  readonly attachments: Readonly<Record<string, AttachmentProps>>;
}

/** The purpose of a route table: the attachments that it routes for. */
type Table = "hubs" | "spokes" | "lines" | "peers";

/**
 * A transit gateway without default association or propagation. Four route tables decide who
 * reaches whom:
 *
 * - `hubs` routes packets from hubs to all networks and hybrid connections;
 * - `spokes` routes packets from spokes to hubs and hybrid connections, not to other spokes;
 * - `lines` routes packets from VPN, Direct Connect and Connect to networks, not to each other;
 * - `peers` routes packets from peered transit gateways to networks.
 *
 * https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-isolated-shared.html
 */
export class TransitGateway extends Construct {
  /** The transit gateway's ID: `tgw-0123456789abcdef0`. */
  readonly gatewayId: string;
  /** Attachment IDs by network; routes in their VPCs depend on these. */
  readonly attachments: ReadonlyMap<string, Ec2TransitGatewayVpcAttachment>;
  readonly #tables = new Map<Table, string>();
  readonly #props: TransitGatewayProps;

  constructor(scope: Construct, id: string, props: TransitGatewayProps) {
    super(scope, id);
    this.#props = props;
    this.gatewayId = new Ec2TransitGateway(this, "gateway", {
      description: props.name,
      amazonSideAsn: props.asn,
      ...(props.cidrs.length === 0 ? {} : { transitGatewayCidrBlocks: [...props.cidrs] }),
      autoAcceptSharedAttachments: "disable",
      defaultRouteTableAssociation: "disable",
      defaultRouteTablePropagation: "disable",
      dnsSupport: "enable",
      vpnEcmpSupport: "enable",
      tags: { Name: props.name },
    }).id;
    this.attachments = new Map(
      Object.entries(props.attachments).map(([network, attachment]) => [
        network,
        this.#attachNetwork(network, attachment),
      ]),
    );
    for (const [network, { role }] of Object.entries(props.attachments)) this.#joinNetwork(network, role);
  }

  /**
   * Attaches a VPN, Direct Connect or Connect attachment, and propagates routes both ways.
   *
   * @param waitFor dependencies of the attachment
   */
  attachConnection(id: string, attachmentId: string, waitFor: readonly ITerraformDependable[] = []): void {
    this.#associate(`line-${id}`, "lines", attachmentId, waitFor);
    this.#propagate(`line-${id}`, "hubs", attachmentId, waitFor);
    this.#propagate(`line-${id}`, "spokes", attachmentId, waitFor);
  }

  /** Adds static routes to a connection that advertises none. */
  routeToConnection(id: string, attachmentId: string, cidrs: readonly string[]): void {
    for (const table of ["hubs", "spokes"] as const) this.#routeTo(`line-${id}`, table, attachmentId, cidrs);
  }

  /**
   * Attaches a peered transit gateway, with routes to its networks: all for hubs, its hubs for
   * spokes.
   */
  attachPeer(
    id: string,
    attachmentId: string,
    blocks: PeerCidrs,
    waitFor: readonly ITerraformDependable[] = [],
  ): void {
    this.#associate(`peer-${id}`, "peers", attachmentId, waitFor);
    this.#routeTo(`peer-${id}`, "hubs", attachmentId, [...blocks.hubs, ...blocks.spokes], waitFor);
    this.#routeTo(`peer-${id}`, "spokes", attachmentId, blocks.hubs, waitFor);
  }

  #attachNetwork(network: string, attachment: AttachmentProps): Ec2TransitGatewayVpcAttachment {
    return new Ec2TransitGatewayVpcAttachment(this, `attachment-${network}`, {
      transitGatewayId: this.gatewayId,
      vpcId: attachment.vpcId,
      subnetIds: [...attachment.subnetIds],
      applianceModeSupport: attachment.applianceMode ? "enable" : "disable",
      dnsSupport: "enable",
      transitGatewayDefaultRouteTableAssociation: false,
      transitGatewayDefaultRouteTablePropagation: false,
      tags: { Name: `${this.#props.name}-${network}` },
    });
  }

  #joinNetwork(network: string, role: AttachmentProps["role"]): void {
    const { id } = required(this.attachments, network);
    this.#associate(`network-${network}`, role === "hub" ? "hubs" : "spokes", id);
    this.#propagate(`network-${network}`, "hubs", id);
    if (role === "hub") this.#propagate(`network-${network}`, "spokes", id);
  }

  /** The route table of a purpose; the first connection or peer creates its own. */
  #table(purpose: Table): string {
    const known = this.#tables.get(purpose);
    if (known !== undefined) return known;
    const { id } = new Ec2TransitGatewayRouteTable(this, `table-${purpose}`, {
      transitGatewayId: this.gatewayId,
      tags: { Name: `${this.#props.name}-${purpose}` },
    });
    this.#tables.set(purpose, id);
    if (purpose === "lines" || purpose === "peers") {
      for (const [network, { id }] of this.attachments) this.#propagate(`network-${network}`, purpose, id);
    }
    return id;
  }

  #associate(
    id: string,
    purpose: Table,
    attachmentId: string,
    waitFor: readonly ITerraformDependable[] = [],
  ): void {
    new Ec2TransitGatewayRouteTableAssociation(this, `association-${id}`, {
      transitGatewayAttachmentId: attachmentId,
      transitGatewayRouteTableId: this.#table(purpose),
      ...after(waitFor),
    });
  }

  #propagate(
    id: string,
    purpose: Table,
    attachmentId: string,
    waitFor: readonly ITerraformDependable[] = [],
  ): void {
    new Ec2TransitGatewayRouteTablePropagation(this, `propagation-${purpose}-${id}`, {
      transitGatewayAttachmentId: attachmentId,
      transitGatewayRouteTableId: this.#table(purpose),
      ...after(waitFor),
    });
  }

  #routeTo(
    id: string,
    purpose: Table,
    attachmentId: string,
    cidrs: readonly string[],
    waitFor: readonly ITerraformDependable[] = [],
  ): void {
    for (const cidr of cidrs) {
      new Ec2TransitGatewayRoute(this, `route-${purpose}-${id}-${cidr.replace("/", "-")}`, {
        destinationCidrBlock: cidr,
        transitGatewayAttachmentId: attachmentId,
        transitGatewayRouteTableId: this.#table(purpose),
        ...after(waitFor),
      });
    }
  }
}

function after(waitFor: readonly ITerraformDependable[]) {
  return waitFor.length === 0 ? {} : { dependsOn: [...waitFor] };
}

import { VpcPeeringConnection } from "@cdktf/provider-aws/lib/vpc-peering-connection/index.js";
import { VpcPeeringConnectionAccepterA } from "@cdktf/provider-aws/lib/vpc-peering-connection-accepter/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** Two VPCs of one account to be peered. */
export interface PeeringProps {
  /** `Name` tag: `hybrid-prod-shared-to-shop`. */
  readonly name: string;
  /** The requester VPC. */
  readonly vpcId: string;
  /** The accepter VPC. */
  readonly peerVpcId: string;
  /** The accepter VPC's region. @default the requester's region, with automatic acceptance */
  readonly peerRegion?: string | undefined;
}

/**
 * A VPC peering connection, seen from the requester. It is not transitive, and carries traffic only
 * with routes and security group rules.
 * https://docs.aws.amazon.com/vpc/latest/peering/what-is-vpc-peering.html
 */
export class Peering extends Construct {
  /** The peering connection's ID: `pcx-0123456789abcdef0`. */
  readonly peeringId: string;
  /** Dependency of routes over an automatically accepted peering. */
  readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string, props: PeeringProps) {
    super(scope, id);
    const peering = new VpcPeeringConnection(this, "connection", {
      vpcId: props.vpcId,
      peerVpcId: props.peerVpcId,
      ...(props.peerRegion === undefined ? { autoAccept: true } : { peerRegion: props.peerRegion }),
      tags: { Name: props.name },
    });
    this.peeringId = peering.id;
    this.resource = peering;
  }
}

/** The acceptance of a peering in another region, required before it carries traffic. */
export class PeeringAccepter extends Construct {
  /** Dependency of routes over the peering. */
  readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string, props: { readonly name: string; readonly peeringId: string }) {
    super(scope, id);
    this.resource = new VpcPeeringConnectionAccepterA(this, "accepter", {
      vpcPeeringConnectionId: props.peeringId,
      autoAccept: true,
      tags: { Name: props.name },
    });
  }
}

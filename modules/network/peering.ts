import { VpcPeeringConnection } from "@cdktf/provider-aws/lib/vpc-peering-connection/index.js";
import { VpcPeeringConnectionAccepterA } from "@cdktf/provider-aws/lib/vpc-peering-connection-accepter/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** Two VPCs of one account, to be joined. */
export interface PeeringProps {
  readonly name: string;
  readonly vpcId: string;
  readonly peerVpcId: string;
  /** The other VPC's region. @default the first one's: the peering accepts itself */
  readonly peerRegion?: string | undefined;
}

/**
 * A peering, as the VPC that asks for it has it. Not transitive; it opens nothing until routes and security
 * groups do.
 * https://docs.aws.amazon.com/vpc/latest/peering/what-is-vpc-peering.html
 */
export class Peering extends Construct {
  readonly peeringId: string;
  /** What a route over it waits for, when it accepts itself. */
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

/** The other region's word to a peering: nothing crosses it before. */
export class PeeringAccepter extends Construct {
  /** What a route over the peering waits for. */
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

import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone/index.js";
import { Construct } from "constructs";

/** A private zone of one VPC. */
export interface PrivateZoneProps {
  /** `roboshop.internal` */
  readonly name: string;
  readonly vpcId: string;
}

/** A Route 53 zone that only its VPC can see. */
export class PrivateZone extends Construct {
  readonly zoneId: string;

  constructor(scope: Construct, id: string, props: PrivateZoneProps) {
    super(scope, id);
    const zone = new Route53Zone(this, "zone", { name: props.name, vpc: [{ vpcId: props.vpcId }] });
    this.zoneId = zone.zoneId;
  }
}

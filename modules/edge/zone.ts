import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone/index.js";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone/index.js";
import { Construct } from "constructs";
import type { Domain } from "../../language/edge.ts";

/** The public name and whether Terraform refuses to drop it. */
export interface ZoneProps {
  readonly domain: Domain;
  /** A new zone has new name servers: the registrar would have to be told again. */
  readonly protected: boolean;
}

/** The public Route 53 zone: created here, or looked up where it exists. */
export class Zone extends Construct {
  readonly zoneId: string;
  /** What the registrar must delegate to. */
  readonly nameServers: readonly string[];

  constructor(scope: Construct, id: string, props: ZoneProps) {
    super(scope, id);
    const zone =
      props.domain.zone === "existing"
        ? new DataAwsRoute53Zone(this, "zone", { name: props.domain.name, privateZone: false })
        : new Route53Zone(this, "zone", {
            name: props.domain.name,
            comment: `Delegate from ${props.domain.registrar}`,
            lifecycle: { preventDestroy: props.protected },
          });
    this.zoneId = zone.zoneId;
    this.nameServers = zone.nameServers;
  }
}

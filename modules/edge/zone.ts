import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone/index.js";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone/index.js";
import { Construct } from "constructs";
import type { Domain } from "../../language/edge.ts";

/** The domain's settings, and its protection against destruction. */
export interface ZoneProps {
  /** The domain's settings in the spec. */
  readonly domain: Domain;
  /** A new zone gets new name servers, so the registrar would need an update. */
  readonly protected: boolean;
}

/** The public hosted zone: created, or looked up if it exists. */
export class Zone extends Construct {
  /** The hosted zone's ID: `Z0123456789ABCDEFGHIJ`. */
  readonly zoneId: string;
  /** The name servers to delegate to at the registrar. */
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

import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { Route53VpcAssociationAuthorization } from "@cdktf/provider-aws/lib/route53-vpc-association-authorization/index.js";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone/index.js";
import { Route53ZoneAssociation } from "@cdktf/provider-aws/lib/route53-zone-association/index.js";
import { Construct } from "constructs";
import { required } from "../../language/required.ts";
import type { PrivateNamePlan, StoreNamePlan } from "./private-name-plan.ts";

/** A private hosted zone of one VPC. */
export interface PrivateZoneProps {
  /** The zone's domain name: `roboshop.internal`. */
  readonly name: string;
  /** The VPC whose resolver answers for the zone. */
  readonly vpcId: string;
  /** True if other VPCs of the account are associated with it, each by a {@link ZoneInVpc}. */
  readonly isShared: boolean;
  /** VPCs of other accounts, which these may associate with the zone. @default none */
  readonly authorized?: readonly { readonly vpcId: string; readonly region: string }[];
}

/** A Route 53 private hosted zone, visible in its VPC and in those that are associated with it. */
export class PrivateZone extends Construct {
  /** The private hosted zone's ID. */
  readonly zoneId: string;

  constructor(scope: Construct, id: string, props: PrivateZoneProps) {
    super(scope, id);
    const { authorized = [] } = props;
    const zone = new Route53Zone(this, "zone", {
      name: props.name,
      vpc: [{ vpcId: props.vpcId }],
      // The zone lists the VPCs of associations too, which are resources of their own.
      ...(props.isShared || authorized.length > 0 ? { lifecycle: { ignoreChanges: ["vpc"] } } : {}),
    });
    this.zoneId = zone.zoneId;
    // Each account then associates its VPC itself.
    // https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateVPCAssociationAuthorization.html
    for (const { vpcId, region } of authorized) {
      new Route53VpcAssociationAuthorization(this, `authorization-${vpcId}`, {
        zoneId: zone.zoneId,
        vpcId,
        vpcRegion: region,
      });
    }
  }
}

/** Inputs of {@link PrivateNames}. */
export interface PrivateNamesProps {
  /** The names, each with its zone's network and its target. */
  readonly plans: readonly PrivateNamePlan[];
  /** Private hosted zone IDs by network. */
  readonly zoneIds: Readonly<Record<string, string>>;
  /** Private addresses of servers by server. */
  readonly addresses: Readonly<Record<string, string>>;
  /** DNS names of load balancers, by load balancer. */
  readonly loadBalancerDnsNames: Readonly<Record<string, string>>;
  /** Hosted zone IDs of these DNS names, by load balancer. */
  readonly loadBalancerZoneIds: Readonly<Record<string, string>>;
}

/** Record TTL in seconds, short because a replaced server gets another address. */
const TTL_SECONDS = 60;

/**
 * Records in the VPCs' private zones, by which workloads call each other.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html
 */
export class PrivateNames extends Construct {
  constructor(scope: Construct, id: string, props: PrivateNamesProps) {
    super(scope, id);
    for (const { endpoint: end, network, name, target } of props.plans) {
      const record = { zoneId: required(props.zoneIds, network), name, type: "A" };
      if (target.kind !== "load-balancer") {
        const address = target.kind === "server" ? required(props.addresses, target.server) : target.address;
        new Route53Record(this, end, { ...record, ttl: TTL_SECONDS, records: [address] });
      } else {
        new Route53Record(this, end, {
          ...record,
          alias: {
            name: required(props.loadBalancerDnsNames, target.loadBalancer),
            zoneId: required(props.loadBalancerZoneIds, target.loadBalancer),
            // The only answer: evaluating health would leave callers without any.
            evaluateTargetHealth: false,
          },
        });
      }
    }
  }
}

/** Inputs of {@link StoreNames}. */
export interface StoreNamesProps {
  /** The names, each with its zone's network and its store. */
  readonly plans: readonly StoreNamePlan[];
  /** Private hosted zone IDs by network. */
  readonly zoneIds: Readonly<Record<string, string>>;
  /** Host names of databases and caches, by store. */
  readonly addresses: Readonly<Record<string, string>>;
}

/** Records of databases and caches in the VPCs' private zones. */
export class StoreNames extends Construct {
  constructor(scope: Construct, id: string, props: StoreNamesProps) {
    super(scope, id);
    for (const { store, network, name } of props.plans) {
      new Route53Record(this, store, {
        zoneId: required(props.zoneIds, network),
        name,
        type: "CNAME",
        ttl: TTL_SECONDS,
        records: [required(props.addresses, store)],
      });
    }
  }
}

/** Inputs of {@link ZoneInVpc}. */
export interface ZoneInVpcProps {
  /** The private hosted zone's ID. */
  readonly zoneId: string;
  /** The VPC that resolves the zone. */
  readonly vpcId: string;
  /** The VPC's region. */
  readonly vpcRegion: string;
}

/**
 * The association of a private hosted zone with another VPC of the account, in any region.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-associate-vpcs.html
 */
export class ZoneInVpc extends Construct {
  constructor(scope: Construct, id: string, { zoneId, vpcId, vpcRegion }: ZoneInVpcProps) {
    super(scope, id);
    new Route53ZoneAssociation(this, "association", { zoneId, vpcId, vpcRegion });
  }
}

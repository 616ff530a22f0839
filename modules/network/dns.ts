import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone/index.js";
import { Construct } from "constructs";
import type { PrivateNamePlan } from "./private-name-plan.ts";

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

/** What private names lead to, once it exists. */
export interface PrivateNamesProps {
  readonly plans: readonly PrivateNamePlan[];
  /** The private zones, by network. */
  readonly zoneIds: Readonly<Record<string, string>>;
  /** The servers' private addresses, by server. */
  readonly addresses: Readonly<Record<string, string>>;
  /** The load balancers' own DNS names, and the zones that AWS keeps those in, by load balancer. */
  readonly loadBalancerDnsNames: Readonly<Record<string, string>>;
  readonly loadBalancerZoneIds: Readonly<Record<string, string>>;
}

/** Seconds that an answer may be kept: a replaced server has another address. */
const TTL_SECONDS = 60;

/**
 * The names that workloads call each other by: a record for each in its VPC's private zone.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html
 */
export class PrivateNames extends Construct {
  constructor(scope: Construct, id: string, props: PrivateNamesProps) {
    super(scope, id);
    for (const { endpoint: end, network, name, target } of props.plans) {
      const record = { zoneId: props.zoneIds[network]!, name, type: "A" };
      if (target.kind !== "load-balancer") {
        const address = target.kind === "server" ? props.addresses[target.server]! : target.address;
        new Route53Record(this, end, { ...record, ttl: TTL_SECONDS, records: [address] });
      } else {
        new Route53Record(this, end, {
          ...record,
          alias: {
            name: props.loadBalancerDnsNames[target.loadBalancer]!,
            zoneId: props.loadBalancerZoneIds[target.loadBalancer]!,
            // The one answer there is: without it callers would get none at all.
            evaluateTargetHealth: false,
          },
        });
      }
    }
  }
}

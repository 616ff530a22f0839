import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { Construct } from "constructs";

/** The target of an alias record: a load balancer or a distribution. */
export interface AliasTarget {
  /** The target's own DNS name. */
  readonly dnsName: string;
  /** The hosted zone ID of the target. */
  readonly zoneId: string;
  /** Adds an AAAA record. */
  readonly ipv6: boolean;
  /** Evaluates target health, which CloudFront does not support. */
  readonly evaluateHealth: boolean;
}

/** Inputs of {@link Records}. */
export interface RecordsProps {
  /** The hosted zone that gets the records. */
  readonly zoneId: string;
  /** The record names: the zone's apex or names below it. */
  readonly hosts: readonly string[];
  /** The target of every record. */
  readonly target: AliasTarget;
}

/**
 * Alias records, which resolve to the target's current addresses, also at a zone apex.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
 */
export class Records extends Construct {
  constructor(scope: Construct, id: string, props: RecordsProps) {
    super(scope, id);
    const { target } = props;
    for (const host of props.hosts) {
      for (const type of target.ipv6 ? ["A", "AAAA"] : ["A"]) {
        new Route53Record(this, `${type.toLowerCase()}-${host}`, {
          zoneId: props.zoneId,
          name: host,
          type,
          alias: {
            name: target.dnsName,
            zoneId: target.zoneId,
            evaluateTargetHealth: target.evaluateHealth,
          },
        });
      }
    }
  }
}

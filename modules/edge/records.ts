import { Route53Record } from "@cdktf/provider-aws/lib/route53-record/index.js";
import { Construct } from "constructs";

/** What a host name leads to: a load balancer or a distribution. */
export interface AliasTarget {
  readonly dnsName: string;
  /** The zone that AWS keeps the target in. */
  readonly zoneId: string;
  /** Whether it answers over IPv6 too. */
  readonly ipv6: boolean;
  /** Whether Route 53 asks after its health; CloudFront cannot be asked. */
  readonly evaluateHealth: boolean;
}

/** The host names and where they lead. */
export interface RecordsProps {
  readonly zoneId: string;
  readonly hosts: readonly string[];
  readonly target: AliasTarget;
}

/**
 * Alias records: they answer with the target's present addresses, at the apex of a zone too.
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

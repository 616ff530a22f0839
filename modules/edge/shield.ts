import { ShieldProtection } from "@cdktf/provider-aws/lib/shield-protection/index.js";
import { Construct } from "constructs";

/** Inputs of {@link Shield}. */
export interface ShieldProps {
  /** Prefix of the protections' names. */
  readonly name: string;
  /** Resource ARNs by name: load balancers, distributions, zones, Elastic IPs. */
  readonly resourceArns: Readonly<Record<string, string>>;
}

/**
 * Shield Advanced protections for internet-facing resources. The account must be subscribed first:
 * the subscription is a one-year contract for a whole organization, which no deployment should
 * start or end.
 * https://docs.aws.amazon.com/waf/latest/developerguide/enable-ddos-prem.html
 */
export class Shield extends Construct {
  constructor(scope: Construct, id: string, props: ShieldProps) {
    super(scope, id);
    for (const [name, resourceArn] of Object.entries(props.resourceArns)) {
      new ShieldProtection(this, name, { name: `${props.name}-${name}`, resourceArn });
    }
  }
}

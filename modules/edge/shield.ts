import { ShieldProtection } from "@cdktf/provider-aws/lib/shield-protection/index.js";
import { Construct } from "constructs";

/** What is protected. */
export interface ShieldProps {
  /** The start of the protections' names. */
  readonly name: string;
  /** ARNs, by a name for each: load balancers, distributions, zones, Elastic IPs. */
  readonly resourceArns: Readonly<Record<string, string>>;
}

/**
 * Shield Advanced for what faces the internet. The account must be subscribed before: the subscription is a
 * contract of one year for a whole organization, which no deployment should sign or end.
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

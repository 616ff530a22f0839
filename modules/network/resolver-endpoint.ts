import { Route53ResolverEndpoint } from "@cdktf/provider-aws/lib/route53-resolver-endpoint/index.js";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { afterReservations, type PlacedSubnet } from "./vpc.ts";

/** Inputs of {@link ResolverEndpoint}. */
export interface ResolverEndpointProps {
  /** The endpoint's name: `hybrid-prod-shared-dns`. */
  readonly name: string;
  /** The subnets of its tier, each with an address of the endpoint. */
  readonly subnets: readonly PlacedSubnet[];
  /** The security group of its addresses. */
  readonly securityGroupId: string;
}

/**
 * A Route 53 Resolver endpoint for questions from outside AWS: DNS servers of offices forward the
 * VPC's private zones to its addresses.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-inbound-queries.html
 */
export class ResolverEndpoint extends Construct {
  /** The addresses to which DNS servers forward. */
  readonly addresses: string[];

  constructor(scope: Construct, id: string, { name, subnets, securityGroupId }: ResolverEndpointProps) {
    super(scope, id);
    const endpoint = new Route53ResolverEndpoint(this, "endpoint", {
      name,
      direction: "INBOUND",
      protocols: ["Do53"],
      securityGroupIds: [securityGroupId],
      ipAddress: subnets.map(({ subnetId }) => ({ subnetId })),
      tags: { Name: name },
      ...afterReservations(subnets),
    });
    this.addresses = Token.asList(`\${sort([for address in ${endpoint.fqn}.ip_address : address.ip])}`);
  }
}

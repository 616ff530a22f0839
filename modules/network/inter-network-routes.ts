import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { InterNetworkRoutePlan } from "./inter-network-routes-plan.ts";

/** The gateway of a route over a connection, and what must exist first. */
export interface RouteGateway {
  /** The route's target argument, of which the provider accepts one. */
  readonly target:
    | { readonly vpcPeeringConnectionId: string }
    | { readonly transitGatewayId: string }
    | { readonly gatewayId: string }
    | { readonly networkInterfaceId: string };
  /** Resources that must exist before AWS accepts the route. */
  readonly waitFor: readonly ITerraformDependable[];
}

/** The routes of one network over connections. */
export interface InterNetworkRoutesProps {
  /** The routes of one network. */
  readonly plans: readonly InterNetworkRoutePlan[];
  /** Route table IDs of a tier by zone. */
  readonly tablesOf: (tier: string) => Readonly<Record<string, string>>;
  /** Returns the gateway of a route's next hop. */
  readonly targetOf: (plan: InterNetworkRoutePlan) => RouteGateway;
}

/** Routes over connections: one per plan and zone, since every subnet has its own route table. */
export class InterNetworkRoutes extends Construct {
  constructor(scope: Construct, id: string, props: InterNetworkRoutesProps) {
    super(scope, id);
    for (const plan of props.plans) {
      const { target, waitFor } = props.targetOf(plan);
      for (const [zone, routeTableId] of Object.entries(props.tablesOf(plan.tier))) {
        new Route(this, `${plan.tier}-${zone}-to-${plan.cidr.replace("/", "-")}`, {
          routeTableId,
          ...(plan.cidr.includes(":")
            ? { destinationIpv6CidrBlock: plan.cidr }
            : { destinationCidrBlock: plan.cidr }),
          ...target,
          ...(waitFor.length === 0 ? {} : { dependsOn: [...waitFor] }),
        });
      }
    }
  }
}

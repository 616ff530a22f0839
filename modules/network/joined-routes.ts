import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { JoinedRoutePlan } from "./joined-routes-plan.ts";

/** What a route over a connection leads to, and what must be there before. */
export interface RouteTarget {
  readonly target:
    | { readonly vpcPeeringConnectionId: string }
    | { readonly transitGatewayId: string }
    | { readonly gatewayId: string };
  readonly waitFor: readonly ITerraformDependable[];
}

/** The routes of one network over connections. */
export interface JoinedRoutesProps {
  readonly plans: readonly JoinedRoutePlan[];
  /** The tables of a tier, by zone. */
  readonly tablesOf: (tier: string) => Readonly<Record<string, string>>;
  readonly targetOf: (plan: JoinedRoutePlan) => RouteTarget;
}

/** One route for each plan and zone, since every subnet has its own table. */
export class JoinedRoutes extends Construct {
  constructor(scope: Construct, id: string, props: JoinedRoutesProps) {
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

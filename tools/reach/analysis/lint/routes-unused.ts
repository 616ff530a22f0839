import type { TransitGatewayRouteTable } from "../../network/gateway-model.ts";
import type { NetworkModel, Route, RouteTable } from "../../network/network-model.ts";
import { Unknown } from "../../terraform/value.ts";
import type { NetworkAnalysis } from "../network-analysis.ts";
import { shortName } from "../paths/filter-step.ts";
import { longestPrefixMatch, transitLongestPrefixMatch } from "../paths/longest-prefix-match.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { formatNames } from "./words.ts";

/**
 * Finds routes that never match: more specific or preferred routes cover the destination. Also
 * finds route tables without a subnet or gateway.
 */
export const routesUnused: LintRule = {
  code: "ROUTE_UNUSED",
  checks: "routes that no packet matches, and route tables without a subnet",
  documentation: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html#route-tables-priority",
    "https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-route-evaluation-overview",
  ],
  find(analysis) {
    const transit = [...analysis.model.transitGateways.values()].flatMap(({ tables }) => [
      ...tables.values(),
    ]);
    return [
      ...routeTablesOf(analysis.model).flatMap(unusedIn),
      ...transit.flatMap(unusedInTransit),
      ...unassociatedTables(analysis),
    ];
  },
};

/** Finds routes without a valid target, whose packets are dropped. */
export const routesToNowhere: LintRule = {
  code: "ROUTE_TO_NOWHERE",
  checks: "routes to a gateway that does not exist or is not attached",
  documentation: ["https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html"],
  find({ model }) {
    return routeTablesOf(model).flatMap(({ routes }) =>
      routes.flatMap(({ target, text, origin }): RuleFinding[] =>
        target.kind === "blackhole"
          ? [
              {
                severity: "error",
                address: origin,
                text: `the route ${text} has no valid target: ${target.why}`,
                fix: "point it to an attached gateway, or remove it",
              },
            ]
          : [],
      ),
    );
  },
};

/** The route tables of all subnets, without duplicates. */
function routeTablesOf(model: NetworkModel): RouteTable[] {
  return [
    ...new Map([...model.subnets.values()].map(({ table }) => [table.address, table] as const)).values(),
  ];
}

interface AnyRoute extends Pick<Route, "destination" | "text" | "origin" | "isPropagated"> {}

function unusedIn(table: RouteTable): RuleFinding[] {
  const own = table.routes.filter(({ target, isPropagated }) => !isPropagated && target.kind !== "local");
  return own.flatMap((route) => unused(route, longestPrefixMatch(table, route.destination)));
}

function unusedInTransit(table: TransitGatewayRouteTable): RuleFinding[] {
  const own = table.routes.filter(({ isPropagated }) => !isPropagated);
  return own.flatMap((route) => unused(route, transitLongestPrefixMatch(table, route.destination)));
}

function unused(
  route: AnyRoute,
  matched: readonly { readonly route: AnyRoute | undefined }[],
): RuleFinding[] {
  if (route.destination.isEmpty || matched.some((each) => each.route === route)) return [];
  const others = [...new Set(matched.flatMap((each) => each.route ?? []))];
  const names = others.map(({ text, origin }) => `${text} (${shortName(origin)})`).join(", ");
  return [
    {
      severity: "warning",
      address: route.origin,
      text: `no packet matches the route ${route.text}: ${names} ${others.length === 1 ? "covers" : "cover"} all of it`,
      fix: "remove it, or make the others more specific",
    },
  ];
}

const ASSOCIATIONS = ["aws_route_table_association", "aws_main_route_table_association"];

/** Finds tables without a subnet or gateway, if all associations are known. */
function unassociatedTables(analysis: NetworkAnalysis): RuleFinding[] {
  const { context, model } = analysis;
  if (context.whyMoreMayExist(...ASSOCIATIONS, "aws_subnet") !== undefined) return [];
  const links = context.managed(...ASSOCIATIONS);
  if (links.some(({ values }) => values.route_table_id instanceof Unknown)) return [];
  const named = links.flatMap(
    (link) =>
      context.resolver.namedResource(link, link.values.route_table_id, "aws_route_table")?.address ?? [],
  );
  const used = new Set([...routeTablesOf(model).map(({ address }) => address), ...named]);
  return context
    .managed("aws_route_table")
    .filter(({ address }) => !used.has(address))
    .map(({ address }) => ({
      severity: "warning",
      address,
      text: `${formatNames([address])} is associated with no subnet and no gateway: none of its routes is used`,
      fix: "associate it with a subnet, or remove it",
    }));
}

import type {
  NetworkModel,
  Route,
  RouteTable,
  TransitGatewayRouteTable,
} from "../../network/network-model.ts";
import { Unknown } from "../../terraform/value.ts";
import { shortName } from "../paths/filter-step.ts";
import { longestPrefixMatch, transitLongestPrefixMatch } from "../paths/longest-prefix-match.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import type { LintContext } from "./lint-context.ts";
import { formatNames } from "./words.ts";

/** A route that no packet takes: narrower ones, or one that is preferred, take all of its destination. */
export const routesUnused: LintRule = {
  code: "ROUTE_UNUSED",
  checks: "routes that no packet takes, and route tables of no subnet",
  documentation: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html#route-tables-priority",
    "https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-route-evaluation-overview",
  ],
  find(context) {
    const transit = [...context.model.transitGateways.values()].flatMap(({ tables }) => [...tables.values()]);
    return [
      ...routeTablesOf(context.model).flatMap(unusedIn),
      ...transit.flatMap(unusedInTransit),
      ...tablesOfNoSubnet(context),
    ];
  },
};

/** A route that leads to what is gone: what it takes is lost. */
export const routesToNowhere: LintRule = {
  code: "ROUTE_TO_NOWHERE",
  checks: "routes to a gateway that is gone or not attached",
  documentation: ["https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html"],
  find({ model }) {
    return routeTablesOf(model).flatMap(({ routes }) =>
      routes.flatMap(({ target, text, origin }): RuleFinding[] =>
        target.kind === "blackhole"
          ? [
              {
                severity: "error",
                address: origin,
                text: `the route ${text} leads nowhere: ${target.why}`,
                fix: "lead it to a gateway that is attached, or remove it",
              },
            ]
          : [],
      ),
    );
  },
};

/** The route tables of all subnets, each once. */
export function routeTablesOf(model: NetworkModel): RouteTable[] {
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

function unused(route: AnyRoute, taken: readonly { readonly route: AnyRoute | undefined }[]): RuleFinding[] {
  if (route.destination.isEmpty || taken.some((each) => each.route === route)) return [];
  const others = [...new Set(taken.flatMap((each) => each.route ?? []))];
  const names = others.map(({ text, origin }) => `${text} (${shortName(origin)})`).join(", ");
  return [
    {
      severity: "warning",
      address: route.origin,
      text: `no packet takes the route ${route.text}: ${names} ${others.length === 1 ? "takes" : "take"} all of it`,
      fix: "remove it, or narrow the others",
    },
  ];
}

const ASSOCIATIONS = ["aws_route_table_association", "aws_main_route_table_association"];

/** Tables that no subnet and no gateway has, where all associations are known. */
function tablesOfNoSubnet(context: LintContext): RuleFinding[] {
  const { endpointContext, model } = context;
  if (endpointContext.unresolved.why(...ASSOCIATIONS, "aws_subnet") !== undefined) return [];
  const links = context.managed(...ASSOCIATIONS);
  if (links.some(({ values }) => values.route_table_id instanceof Unknown)) return [];
  const named = links.flatMap(
    (link) => endpointContext.resource(link, link.values.route_table_id, "aws_route_table")?.address ?? [],
  );
  const used = new Set([...routeTablesOf(model).map(({ address }) => address), ...named]);
  return context
    .managed("aws_route_table")
    .filter(({ address }) => !used.has(address))
    .map(({ address }) => ({
      severity: "warning",
      address,
      text: `${formatNames([address])} is the route table of no subnet and no gateway: none of its routes is taken`,
      fix: "associate it with a subnet, or remove it",
    }));
}

import { Unknown } from "../input/value.ts";
import type { Fabric, Route, RouteTable, TransitTable } from "../model/fabric.ts";
import { lookUp, lookUpTransit } from "../walk/routes.ts";
import { shortName } from "../walk/step.ts";
import type { Found, LintRule } from "./finding.ts";
import type { Subject } from "./subject.ts";
import { sayNames } from "./words.ts";

/** A route that no packet takes: narrower ones, or one that is preferred, take all of its destination. */
export const routesUnused: LintRule = {
  code: "ROUTE_UNUSED",
  about: "routes that no packet takes, and route tables of no subnet",
  says: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html#route-tables-priority",
    "https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-route-evaluation-overview",
  ],
  find(subject) {
    const transit = [...subject.fabric.transitGateways.values()].flatMap(({ tables }) => [
      ...tables.values(),
    ]);
    return [
      ...tablesOf(subject.fabric).flatMap(unusedIn),
      ...transit.flatMap(unusedInTransit),
      ...tablesOfNoSubnet(subject),
    ];
  },
};

/** A route that leads to what is gone: what it takes is lost. */
export const routesToNowhere: LintRule = {
  code: "ROUTE_TO_NOWHERE",
  about: "routes to a gateway that is gone or not attached",
  says: ["https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html"],
  find({ fabric }) {
    return tablesOf(fabric).flatMap(({ routes }) =>
      routes.flatMap(({ target, text, origin }): Found[] =>
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
export function tablesOf(fabric: Fabric): RouteTable[] {
  return [
    ...new Map([...fabric.subnets.values()].map(({ table }) => [table.address, table] as const)).values(),
  ];
}

interface AnyRoute extends Pick<Route, "destination" | "text" | "origin" | "isLearnt"> {}

function unusedIn(table: RouteTable): Found[] {
  const own = table.routes.filter(({ target, isLearnt }) => !isLearnt && target.kind !== "local");
  return own.flatMap((route) => unused(route, lookUp(table, route.destination)));
}

function unusedInTransit(table: TransitTable): Found[] {
  const own = table.routes.filter(({ isLearnt }) => !isLearnt);
  return own.flatMap((route) => unused(route, lookUpTransit(table, route.destination)));
}

function unused(route: AnyRoute, taken: readonly { readonly route: AnyRoute | undefined }[]): Found[] {
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
function tablesOfNoSubnet(subject: Subject): Found[] {
  const { site, fabric } = subject;
  if (site.missing.why(...ASSOCIATIONS, "aws_subnet") !== undefined) return [];
  const links = subject.managed(...ASSOCIATIONS);
  if (links.some(({ values }) => values.route_table_id instanceof Unknown)) return [];
  const named = links.flatMap(
    (link) => site.resource(link, link.values.route_table_id, "aws_route_table")?.address ?? [],
  );
  const used = new Set([...tablesOf(fabric).map(({ address }) => address), ...named]);
  return subject
    .managed("aws_route_table")
    .filter(({ address }) => !used.has(address))
    .map(({ address }) => ({
      severity: "warning",
      address,
      text: `${sayNames([address])} is the route table of no subnet and no gateway: none of its routes is taken`,
      fix: "associate it with a subnet, or remove it",
    }));
}

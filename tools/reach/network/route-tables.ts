import { withDefaultTwin } from "../../../aws/resource-types.ts";
import { memoize } from "../../../language/memoize.ts";
import { type Attributes, attributeList, describeValue, knownBlocks } from "../terraform/attributes.ts";
import type { Resource } from "../terraform/inventory.ts";
import { Unknown, type Value } from "../terraform/value.ts";
import { readHybridConnections } from "./hybrid-connections.ts";
import type { ModelContext } from "./model-context.ts";
import type { Route, RouteTable } from "./network-model.ts";
import { prefixListsOf, serviceOfPrefixList } from "./prefix-lists.ts";
import { routeTargetOf } from "./route-targets.ts";
import { orderByPrecedence, routeDestinations, staticRoute } from "./routes.ts";
import { readVpcs, type VpcDraft } from "./vpcs.ts";

/** Types that add routes to a table they reference. */
const ROUTE_MAKERS = [
  "aws_route",
  "aws_vpc_endpoint",
  "aws_vpc_endpoint_route_table_association",
  "aws_vpn_gateway_route_propagation",
];

/** One route as configured, inline or as a separate resource. */
interface ConfiguredRoute {
  readonly route: Attributes;
  readonly origin: string;
}

/** A route table as it is assembled. */
interface RouteTableDraft {
  readonly address: string;
  readonly vpc: VpcDraft | undefined;
  readonly configured: ConfiguredRoute[];
  /** Gateway endpoints that add a route to it. */
  readonly endpoints: { readonly endpoint: Resource; readonly origin: string }[];
  /** Virtual private gateways that propagate routes to it. */
  readonly propagating: { readonly gateway: string; readonly origin: string }[];
  readonly unknown: string[];
}

/**
 * Reads every route table, including VPCs' main ones, by the address that subnet associations name.
 */
export const readRouteTables = memoize((context: ModelContext): ReadonlyMap<string, RouteTable> => {
  const drafts = draftTables(context);
  addRoutes(context, drafts);
  addEndpoints(context, drafts);
  addPropagation(context, drafts);
  return new Map([...drafts.values()].map((draft) => [draft.address, finish(context, draft)]));
});

function draftTables(context: ModelContext): Map<string, RouteTableDraft> {
  const vpcs = readVpcs(context);
  const drafts = new Map<string, RouteTableDraft>();
  const add = (address: string, vpc: VpcDraft | undefined, unknown?: string) => {
    const draft: RouteTableDraft = {
      address,
      vpc,
      configured: [],
      endpoints: [],
      propagating: [],
      unknown: [],
    };
    if (unknown !== undefined) draft.unknown.push(unknown);
    drafts.set(address, draft);
    return draft;
  };
  for (const vpc of vpcs.values()) {
    const draft = add(context.resolver.defaultOf("table", vpc.address), vpc);
    if (vpc.resource.mode === "data") draft.unknown.push(`${vpc.address} is created outside these files`);
    const missing = context.whyMoreMayExist("aws_default_route_table");
    if (missing !== undefined) draft.unknown.push(`another resource may adopt it: ${missing}`);
    if (vpc.resource.type === "aws_default_vpc") draft.configured.push(defaultVpcRoute(vpc));
  }
  for (const resource of context.existing(...withDefaultTwin("aws_route_table"))) {
    const { address, values } = resource;
    const vpc = vpcs.get(context.resolver.vpc(values.vpc_id) ?? "");
    const draft = drafts.get(address) ?? add(address, vpc);
    const inline = resource.mode === "data" ? values.routes : values.route;
    if (resource.mode === "data" && inline === undefined)
      draft.unknown.push(`${address} is created outside these files`);
    draft.configured.splice(0, draft.configured.length);
    draft.configured.push(
      ...knownBlocks(inline).map((route, index) => ({ route, origin: `${address}#route[${index}]` })),
    );
    for (const open of attributeList(inline)) if (open instanceof Unknown) draft.unknown.push(open.why);
  }
  return drafts;
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html */
function defaultVpcRoute(vpc: VpcDraft): ConfiguredRoute {
  const origin = `${vpc.address}#main-route-table`;
  return { route: { cidr_block: "0.0.0.0/0", gateway_id: vpc.internetGateway ?? "" }, origin };
}

/** Adds separate routes before inline ones: a state lists the same route in both. */
function addRoutes(context: ModelContext, drafts: ReadonlyMap<string, RouteTableDraft>): void {
  const own = new Map<string, ConfiguredRoute[]>();
  for (const { address, values } of context.managed("aws_route")) {
    const table = context.resolver.table(values.route_table_id);
    if (table === undefined) {
      const why = `the route table of ${address} is unknown`;
      context.addGap(
        address,
        `its route table (${describeValue(values.route_table_id)}) is not in these files`,
      );
      if (values.route_table_id instanceof Unknown)
        for (const draft of drafts.values()) draft.unknown.push(why);
    } else {
      own.set(table, [...(own.get(table) ?? []), { route: values, origin: address }]);
    }
  }
  const missing = context.whyMoreMayExist(...ROUTE_MAKERS);
  for (const draft of drafts.values()) {
    draft.configured.unshift(...(own.get(draft.address) ?? []));
    if (missing !== undefined) draft.unknown.push(`it may have more routes: ${missing}`);
  }
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
function addEndpoints(context: ModelContext, drafts: ReadonlyMap<string, RouteTableDraft>): void {
  const join = (table: Value | undefined, endpoint: Resource, origin: string) => {
    const draft = drafts.get(context.resolver.table(table) ?? "");
    if (draft !== undefined) draft.endpoints.push({ endpoint, origin });
    else if (table instanceof Unknown) {
      for (const each of drafts.values()) each.unknown.push(`${origin} may add a route to it`);
    }
  };
  for (const endpoint of context.managed("aws_vpc_endpoint")) {
    for (const table of attributeList(endpoint.values.route_table_ids))
      join(table, endpoint, endpoint.address);
  }
  for (const { address, values } of context.managed("aws_vpc_endpoint_route_table_association")) {
    const endpoint = context.resolver.resource(values.vpc_endpoint_id, "aws_vpc_endpoint");
    if (endpoint !== undefined) join(values.route_table_id, endpoint, address);
    else context.addGap(address, "its VPC endpoint is not in these files");
  }
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/WorkWithRouteTables.html#EnableDisableRouteProp */
function addPropagation(context: ModelContext, drafts: ReadonlyMap<string, RouteTableDraft>): void {
  const join = (table: string | undefined, value: Value | undefined, origin: string) => {
    const gateway = context.resolver.resource(value, "aws_vpn_gateway")?.address;
    const draft = drafts.get(table ?? "");
    if (gateway !== undefined) draft?.propagating.push({ gateway, origin });
    else draft?.unknown.push(`the gateway that propagates routes through ${origin} is not in these files`);
  };
  for (const { address, values } of context.managed(...withDefaultTwin("aws_route_table"))) {
    for (const gateway of attributeList(values.propagating_vgws)) join(address, gateway, address);
  }
  for (const { address, values } of context.managed("aws_vpn_gateway_route_propagation")) {
    join(context.resolver.table(values.route_table_id), values.vpn_gateway_id, address);
  }
  for (const { address, values } of context.managed("aws_vpc_route_server_propagation")) {
    const draft = drafts.get(context.resolver.table(values.route_table_id) ?? "");
    draft?.unknown.push(`${address} propagates unknown routes from a route server`);
  }
}

function finish(context: ModelContext, draft: RouteTableDraft): RouteTable {
  const { address, vpc } = draft;
  const unknown = [...draft.unknown];
  const staticRoutes: Route[] = [];
  const prefixListRoutes: Route[] = [];
  for (const { route, origin } of draft.configured) {
    const destinations = routeDestinations(context, route);
    if (destinations instanceof Unknown) {
      unknown.push(`the destination of ${origin}: ${destinations.why}`);
      continue;
    }
    const target = routeTargetOf(context, route, vpc);
    for (const block of destinations) {
      (block.isList ? prefixListRoutes : staticRoutes).push(staticRoute(block, target, origin));
    }
  }
  prefixListRoutes.push(...endpointRoutes(context, draft, unknown));
  const routes = orderByPrecedence({
    localRoutes: vpc?.blockList.map((block) => staticRoute(block, { kind: "local" }, vpc.address)) ?? [],
    staticRoutes,
    prefixListRoutes,
    propagatedRoutes: propagatedRoutes(context, draft, unknown),
  });
  return { address, routes, ...(unknown.length > 0 && { unknown: unknown.join("; ") }) };
}

function endpointRoutes(context: ModelContext, draft: RouteTableDraft, unknown: string[]): Route[] {
  return draft.endpoints.flatMap(({ endpoint, origin }) => {
    const service = serviceOfPrefixList(context, endpoint);
    const destination = service === undefined ? undefined : prefixListsOf(context).addressesOf(service);
    if (service === undefined || destination === undefined) {
      unknown.push(`the service of ${endpoint.address} is unknown`);
      return [];
    }
    const target = { kind: "gateway-endpoint", address: endpoint.address } as const;
    return [{ destination, text: service, prefixLength: 128, target, origin, isPropagated: false }];
  });
}

function propagatedRoutes(context: ModelContext, draft: RouteTableDraft, unknown: string[]): Route[] {
  return draft.propagating.flatMap(({ gateway, origin }) =>
    readHybridConnections(context)
      .filter((line) => line.gateway?.address === gateway)
      .flatMap((line) => {
        if (line.unknown !== undefined) unknown.push(`${line.unknown}, propagated by ${origin}`);
        return line.routes.map(({ block, origin: maker }) => ({
          ...staticRoute(block, { kind: "vpn-gateway", address: gateway } as const, maker),
          isPropagated: true,
        }));
      }),
  );
}

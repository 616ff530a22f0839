import type { Inventory } from "../../terraform/inventory.ts";
import type { NetworkEndpoint, NetworkProxy } from "../endpoint-model.ts";
import type { Topology } from "../topology.ts";
import { apiGatewayProxies } from "./api-gateway.ts";
import { cdnProxies } from "./cdn.ts";
import { classicLoadBalancerProxies } from "./classic.ts";
import { databaseProxies } from "./database-proxies.ts";
import { listenerProxies } from "./listeners.ts";
import { privateLinkProxies } from "./private-link.ts";
import { ProxyContext } from "./proxy-context.ts";

/** Builds every component that terminates a connection and opens another. */
export function buildProxies(
  inventory: Inventory,
  topology: Topology,
  endpoints: ReadonlyMap<string, NetworkEndpoint>,
): readonly NetworkProxy[] {
  const context = new ProxyContext(inventory, topology, endpoints);
  const listeners = listenerProxies(context);
  return [
    ...listeners,
    ...classicLoadBalancerProxies(context),
    ...cdnProxies(context),
    ...privateLinkProxies(listeners, context),
    ...apiGatewayProxies(listeners, context),
    ...databaseProxies(context),
  ];
}

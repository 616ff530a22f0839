import type { NetworkProxy } from "../endpoint-model.ts";
import type { ModelContext } from "../model-context.ts";
import { apiGatewayProxies } from "./api-gateway.ts";
import { cdnProxies } from "./cdn.ts";
import { classicLoadBalancerProxies } from "./classic.ts";
import { databaseProxies } from "./database-proxies.ts";
import { listenerProxies } from "./listeners.ts";
import { privateLinkProxies } from "./private-link.ts";

/** Builds every component that terminates a connection and opens another. */
export function buildProxies(context: ModelContext): readonly NetworkProxy[] {
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

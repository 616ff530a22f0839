import {
  attributeBlocks,
  attributeElements,
  attributeText,
  isGiven,
  whyUnknown,
} from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import type { NetworkProxy } from "../endpoint-model.ts";
import { buildEndpoints } from "../endpoints/endpoints.ts";
import { LISTENER_TYPES, LOAD_BALANCER_TYPES, listenerTransport } from "../endpoints/listeners.ts";
import { transportOn } from "../endpoints/ports.ts";
import type { ModelContext } from "../model-context.ts";
import { listenersOfLoadBalancer } from "./private-link.ts";
import { buildProxy, endpointNamed } from "./proxy-parts.ts";

/**
 * The port of API calls.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html
 */
const HTTPS = transportOn("tcp", 443);

/** Reads APIs whose integrations target a VPC. */
export function apiGatewayProxies(
  listeners: readonly NetworkProxy[],
  context: ModelContext,
): readonly NetworkProxy[] {
  return [...restApiProxies(listeners, context), ...httpApiProxies(context)];
}

/**
 * VPC links of REST APIs, which reach the targets of a Network Load Balancer as PrivateLink does.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
 */
function restApiProxies(listeners: readonly NetworkProxy[], context: ModelContext): readonly NetworkProxy[] {
  return context.managed("aws_api_gateway_integration").flatMap((integration) => {
    const { connection_id: id, rest_api_id: rest } = integration.values;
    if (!isGiven(id)) return [];
    const link = context.resolver.namedResource(integration, id, "aws_api_gateway_vpc_link");
    const balancers =
      link === undefined
        ? []
        : attributeElements(link.values.target_arns).map((arn) =>
            context.resolver.namedResource(link, arn, ...LOAD_BALANCER_TYPES),
          );
    const api = context.resolver.namedResource(integration, rest, "aws_api_gateway_rest_api");
    const proxies = balancers.flatMap((balancer) =>
      balancer === undefined ? [] : matching(integration, listenersOfLoadBalancer(balancer, listeners)),
    );
    const unsure = whyUnsure(link, balancers, proxies);
    return frontsOf(api, context).flatMap((at) => {
      const common = {
        address: integration.address,
        servedBy: at,
        frontend: HTTPS,
        keepsClientAddress: false,
      };
      if (unsure === undefined) return proxies.map((proxy) => ({ ...proxy, ...common }));
      return [
        buildProxy({ ...common, backendSource: balancers[0]?.address ?? at, targets: [], unknown: unsure }),
      ];
    });
  });
}

/** Listeners at the port of the integration's URI; all if it is unknown. */
function matching({ values }: Resource, listeners: readonly NetworkProxy[]): readonly NetworkProxy[] {
  const uri = /^(https?):\/\/[^/:]+(?::(\d+))?/.exec(attributeText(values.uri) ?? "");
  if (uri === null) return listeners;
  const port = uri[2] === undefined ? (uri[1] === "https" ? 443 : 80) : Number(uri[2]);
  return listeners.filter(({ frontend }) => frontend.has(6, port));
}

function whyUnsure(
  link: Resource | undefined,
  balancers: readonly (Resource | undefined)[],
  proxies: readonly NetworkProxy[],
): string | undefined {
  if (link === undefined) return "its VPC link is not in these files";
  if (balancers.includes(undefined)) return `a load balancer of ${link.address} is not in these files`;
  if (proxies.length > 1) return "the load balancer port that it calls is unknown";
  return proxies.length === 0 ? "the load balancer has no listener at its port in these files" : undefined;
}

/** The frontends of a REST API: the internet, or a private API's VPC endpoints. */
function frontsOf(api: Resource | undefined, context: ModelContext): readonly string[] {
  const configuration = api && attributeBlocks(api.values, "endpoint_configuration").items[0];
  const types = attributeElements(configuration?.types).map(attributeText);
  if (api === undefined || !types.includes("PRIVATE")) return ["internet"];
  return context
    .managed("aws_vpc_endpoint")
    .filter(({ address, values }) => {
      const isOfApis = attributeText(values.service_name)?.endsWith(".execute-api") === true;
      return isOfApis && buildEndpoints(context).has(address);
    })
    .map(({ address }) => address);
}

/**
 * VPC links of HTTP and WebSocket APIs, which have interfaces of their own and call listeners.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
 */
function httpApiProxies(context: ModelContext): readonly NetworkProxy[] {
  return context.managed("aws_apigatewayv2_integration").flatMap((integration) => {
    const { connection_id: id, connection_type: type, integration_uri: uri } = integration.values;
    if (attributeText(type) !== "VPC_LINK" || !isGiven(id)) return [];
    const link = endpointNamed(context, integration, id, "aws_apigatewayv2_vpc_link");
    const listener = context.resolver.namedResource(integration, uri, ...LISTENER_TYPES);
    const balancer =
      listener && endpointNamed(context, listener, listener.values.load_balancer_arn, ...LOAD_BALANCER_TYPES);
    const transport = listener && listenerTransport(listener);
    const isKnown = link !== undefined && balancer !== undefined && transport !== undefined;
    const via = [`integration ${integration.address}`, `listener ${attributeText(listener?.values.port)}`];
    return [
      buildProxy({
        address: integration.address,
        servedBy: "internet",
        frontend: HTTPS,
        backendSource: link ?? "internet",
        targets: isKnown ? [{ endpoint: balancer, transport, via }] : [],
        keepsClientAddress: false,
        unknown: isKnown ? undefined : `its target is unknown: ${whyUnknown(uri ?? null)}`,
      }),
    ];
  });
}

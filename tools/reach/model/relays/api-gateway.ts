import type { Resource } from "../../input/inventory.ts";
import { LISTENERS, LOAD_BALANCERS, taken } from "../endpoints/listeners.ts";
import { portsOf } from "../endpoints/ports.ts";
import { blocksOf, elementsOf, isGiven, textOf, whyUnknown } from "../endpoints/values.ts";
import type { Relay } from "../fabric.ts";
import { type Place, relayOf } from "./place.ts";
import { listenersOf } from "./private-link.ts";

/** APIs are called over HTTPS. https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html */
const HTTPS = portsOf("tcp", 443);

/** APIs whose integrations lead into a VPC. */
export function apiRelays(listeners: readonly Relay[], place: Place): readonly Relay[] {
  return [...restRelays(listeners, place), ...httpRelays(place)];
}

/**
 * VPC links of REST APIs: to the targets of a network load balancer, as PrivateLink does.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html
 */
function restRelays(listeners: readonly Relay[], place: Place): readonly Relay[] {
  return place.managed("aws_api_gateway_integration").flatMap((integration) => {
    const { connection_id: id, rest_api_id: rest } = integration.values;
    if (!isGiven(id)) return [];
    const link = place.site.resource(integration, id, "aws_api_gateway_vpc_link");
    const balancers = elementsOf(link?.values.target_arns).map((arn) =>
      place.site.resource(link!, arn, ...LOAD_BALANCERS),
    );
    const api = place.site.resource(integration, rest, "aws_api_gateway_rest_api");
    const ways = balancers.flatMap((balancer) =>
      balancer === undefined ? [] : matching(integration, listenersOf(balancer, listeners)),
    );
    const unsure = whyUnsure(link, balancers, ways);
    return frontsOf(api, place).flatMap((at) => {
      const common = { address: integration.address, at, takes: HTTPS, keepsClientAddress: false };
      if (unsure === undefined) return ways.map((way) => ({ ...way, ...common }));
      return [relayOf({ ...common, opensFrom: balancers[0]?.address ?? at, targets: [], unknown: unsure })];
    });
  });
}

/** Listeners at the port of the integration's address; all where it is not known. */
function matching({ values }: Resource, listeners: readonly Relay[]): readonly Relay[] {
  const uri = /^(https?):\/\/[^/:]+(?::(\d+))?/.exec(textOf(values.uri) ?? "");
  if (uri === null) return listeners;
  const port = uri[2] === undefined ? (uri[1] === "https" ? 443 : 80) : Number(uri[2]);
  return listeners.filter(({ takes }) => takes.has(6, port));
}

function whyUnsure(
  link: Resource | undefined,
  balancers: readonly (Resource | undefined)[],
  ways: readonly Relay[],
): string | undefined {
  if (link === undefined) return "its VPC link is not in these files";
  if (balancers.includes(undefined)) return `a load balancer of ${link.address} is not in these files`;
  if (ways.length > 1) return "which port of the load balancer it calls is not known";
  return ways.length === 0 ? "the load balancer has no listener at its port in these files" : undefined;
}

/** Who takes calls of a REST API: the internet; of a private one, the endpoints that it may be called by. */
function frontsOf(api: Resource | undefined, place: Place): readonly string[] {
  const configuration = api && blocksOf(api.values, "endpoint_configuration").found[0];
  const types = elementsOf(configuration?.types).map(textOf);
  if (api === undefined || !types.includes("PRIVATE")) return ["internet"];
  return place
    .managed("aws_vpc_endpoint")
    .filter(({ address, values }) => {
      const isOfApis = textOf(values.service_name)?.endsWith(".execute-api") === true;
      return isOfApis && place.endpoints.has(address);
    })
    .map(({ address }) => address);
}

/**
 * VPC links of HTTP and WebSocket APIs have interfaces of their own, and call listeners.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
 */
function httpRelays(place: Place): readonly Relay[] {
  return place.managed("aws_apigatewayv2_integration").flatMap((integration) => {
    const { connection_id: id, connection_type: type, integration_uri: uri } = integration.values;
    if (textOf(type) !== "VPC_LINK" || !isGiven(id)) return [];
    const link = place.endpoint(integration, id, "aws_apigatewayv2_vpc_link");
    const listener = place.site.resource(integration, uri, ...LISTENERS);
    const balancer =
      listener && place.endpoint(listener, listener.values.load_balancer_arn, ...LOAD_BALANCERS);
    const services = listener && taken(listener);
    const isKnown = link !== undefined && balancer !== undefined && services !== undefined;
    const via = [`integration ${integration.address}`, `listener ${textOf(listener?.values.port)}`];
    return [
      relayOf({
        address: integration.address,
        at: "internet",
        takes: HTTPS,
        opensFrom: link ?? "internet",
        targets: isKnown ? [{ endpoint: balancer, services, via }] : [],
        keepsClientAddress: false,
        unknown: isKnown ? undefined : `where it leads is not known: ${whyUnknown(uri ?? null)}`,
      }),
    ];
  });
}

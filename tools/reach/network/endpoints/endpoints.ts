import { WIDE_PORTS } from "../../../../aws/ephemeral-ports.ts";
import { memoize } from "../../../../language/memoize.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { Reference } from "../../terraform/value.ts";
import type { NetworkEndpoint } from "../endpoint-model.ts";
import type { ModelContext } from "../model-context.ts";
import { CACHES } from "./caches.ts";
import { CLUSTERS } from "./clusters.ts";
import { DATA_SERVICES } from "./data-services.ts";
import { DATABASES } from "./databases.ts";
import { DIRECTORIES } from "./directories.ts";
import type { EndpointReaders } from "./endpoint-descriptor.ts";
import { FLEETS } from "./fleets.ts";
import { INTERFACE_ENDPOINTS } from "./interface-endpoints.ts";
import { BALANCERS } from "./load-balancers.ts";
import { NETWORK_INTERFACES } from "./network-interfaces.ts";
import { SERVERS } from "./servers.ts";
import { SERVICES } from "./services.ts";
import { readableKind, unmodelledEndpoint } from "./unmodelled.ts";
import { WORKERS } from "./workers.ts";

/** Readers of every type with interfaces in a VPC. Add a new type to its family. */
const READERS: EndpointReaders = {
  ...SERVERS,
  ...NETWORK_INTERFACES,
  ...FLEETS,
  ...SERVICES,
  ...CLUSTERS,
  ...BALANCERS,
  ...DATABASES,
  ...CACHES,
  ...DATA_SERVICES,
  ...INTERFACE_ENDPOINTS,
  ...WORKERS,
  ...DIRECTORIES,
};

/** Types whose data sources give as much information as the resource, once read. */
const LOOKED_UP = new Set(["aws_instance", "aws_lb", "aws_network_interface"]);

/** Reads every endpoint with an interface in a VPC, by address, in inventory order. */
export const buildEndpoints = memoize((context: ModelContext): ReadonlyMap<string, NetworkEndpoint> => {
  const endpoints = context.inventory.resources.flatMap((resource) => {
    const endpoint = read(resource, context);
    return endpoint === undefined ? [] : [[resource.address, endpoint] as const];
  });
  return new Map([...endpoints, ...uncountedEndpoints(context)]);
});

/** Resources with an unknown number of instances: nothing is known but that they exist. */
function uncountedEndpoints(context: ModelContext): readonly (readonly [string, NetworkEndpoint])[] {
  return context
    .unresolvedResources()
    .filter(({ type }) => READERS[type] !== undefined)
    .map(({ address, type, why }) => [
      address,
      {
        address,
        kind: readableKind(type),
        interfaces: [],
        listening: undefined,
        ephemeralPorts: WIDE_PORTS,
        unknown: `the number of instances is unknown: ${why}`,
      },
    ]);
}

function read(resource: Resource, context: ModelContext): NetworkEndpoint | undefined {
  const reader = READERS[resource.type];
  if (resource.mode === "managed")
    return reader?.(resource, context) ?? unmodelledOf(resource, reader, context);
  if (!LOOKED_UP.has(resource.type) || isOfTheseFiles(resource, context)) return undefined;
  const endpoint = reader?.(resource, context);
  if (endpoint === undefined || endpoint.interfaces.some(({ subnet }) => subnet !== undefined))
    return endpoint;
  return { ...endpoint, unknown: "it is looked up in AWS, and the result is not in these files" };
}

/**
 * The endpoint of a type without a reader. A type with a reader counts as modelled even if a
 * resource of it is in no VPC.
 */
function unmodelledOf(
  resource: Resource,
  reader: unknown,
  context: ModelContext,
): NetworkEndpoint | undefined {
  return reader === undefined && resource.type.startsWith("aws_")
    ? unmodelledEndpoint(resource, context)
    : undefined;
}

/** True if a data source looks up a resource that these files create. */
function isOfTheseFiles({ address, type }: Resource, context: ModelContext): boolean {
  return context.resolver.resource(new Reference(address, ["id"]), type)?.mode === "managed";
}

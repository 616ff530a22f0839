import type { Inventory, Resource } from "../../input/inventory.ts";
import { Reference } from "../../input/value.ts";
import type { Endpoint } from "../fabric.ts";
import type { Ground } from "../ground.ts";
import { CACHES } from "./caches.ts";
import { CLUSTERS } from "./clusters.ts";
import { DATA_SERVICES } from "./data-services.ts";
import { DATABASES } from "./databases.ts";
import { DIRECTORIES } from "./directories.ts";
import { WIDE_PORTS } from "./ephemeral-ports.ts";
import { FLEETS } from "./fleets.ts";
import { INTERFACE_ENDPOINTS } from "./interface-endpoints.ts";
import { BALANCERS } from "./load-balancers.ts";
import { NETWORK_INTERFACES } from "./network-interfaces.ts";
import { SERVERS } from "./servers.ts";
import { SERVICES } from "./services.ts";
import type { Readers } from "./shape.ts";
import { Site } from "./site.ts";
import { kindOf, unmodelled } from "./unmodelled.ts";
import { WORKERS } from "./workers.ts";

/** Every type that has interfaces in a VPC; a new one is one more entry of its family. */
const READERS: Readers = {
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

/** Types whose data sources tell as much as the resource does, once they have been read. */
const LOOKED_UP = new Set(["aws_instance", "aws_lb", "aws_alb", "aws_network_interface"]);

/** Everything with an interface in a VPC, by its address, in the order of the inventory. */
export function buildEndpoints(inventory: Inventory, ground: Ground): ReadonlyMap<string, Endpoint> {
  const site = new Site(inventory, ground);
  const endpoints = inventory.resources.flatMap((resource) => {
    const endpoint = read(resource, site);
    return endpoint === undefined ? [] : [[resource.address, endpoint] as const];
  });
  return new Map([...endpoints, ...uncountedEndpoints(site)]);
}

/** Resources that may have any number of copies: of each it is known that it is there, and nothing more. */
function uncountedEndpoints({ missing }: Site): readonly (readonly [string, Endpoint])[] {
  return missing
    .resources()
    .filter(({ type }) => READERS[type] !== undefined)
    .map(({ address, type, why }) => [
      address,
      {
        address,
        kind: kindOf(type),
        interfaces: [],
        listens: undefined,
        ephemeralPorts: WIDE_PORTS,
        unknown: `how many there are is not known: ${why}`,
      },
    ]);
}

function read(resource: Resource, site: Site): Endpoint | undefined {
  const reader = READERS[resource.type];
  if (resource.mode === "managed") return reader?.(resource, site) ?? unmodelledOf(resource, reader, site);
  if (!LOOKED_UP.has(resource.type) || isOfTheseFiles(resource, site)) return undefined;
  const endpoint = reader?.(resource, site);
  if (endpoint === undefined || endpoint.interfaces.some(({ subnet }) => subnet !== undefined))
    return endpoint;
  return { ...endpoint, unknown: "it is looked up in AWS, and what was found is not in these files" };
}

/** A type that has a reader is modelled, even where one of it is in no VPC. */
function unmodelledOf(resource: Resource, reader: unknown, site: Site): Endpoint | undefined {
  return reader === undefined && resource.type.startsWith("aws_") ? unmodelled(resource, site) : undefined;
}

/** Whether a data source looks up a resource that these files make. */
function isOfTheseFiles({ address, type }: Resource, site: Site): boolean {
  return site.ground.lookup.resource(new Reference(address, ["id"]), type)?.mode === "managed";
}

import type { Platform } from "../../../language/platform.ts";
import { buildNetworkModel } from "../network/build-network-model.ts";
import type { NetworkEndpoint, NetworkModel } from "../network/network-model.ts";
import type { TransportSet } from "../packets/transport-set.ts";
import type { Inventory } from "../terraform/inventory.ts";
import { type ReadOptions, readInventory } from "../terraform/read-inventory.ts";
import {
  advertisedPrefixes,
  namedExternalNetworks,
  withNamedExternalNetworks,
} from "./named-external-networks.ts";
import { externalEndpoints, interfaceEndpoint, unknownEndpoint } from "./paths/create-traffic-endpoint.ts";
import type { Path } from "./paths/path.ts";
import { PathEvaluator } from "./paths/path-evaluator.ts";
import { Prefilter } from "./paths/prefilter.ts";
import type { TrafficEndpoint } from "./paths/traffic-endpoint.ts";
import { type PlatformNames, platformNames } from "./platform-names.ts";

/** The platforms that some stacks are of. */
export type PlatformsOf = (stacks: ReadonlySet<string>) => readonly Platform[];

/** A network that can be asked who reaches whom. */
export class NetworkAnalysis {
  readonly model: NetworkModel;
  /** What platforms call their endpoints. */
  readonly names: PlatformNames;
  /** The platforms whose stacks it has. */
  readonly platforms: readonly Platform[];
  readonly #evaluator: PathEvaluator;
  readonly #prefilter: Prefilter;
  readonly #trafficEndpoints: ReadonlyMap<string, readonly TrafficEndpoint[]>;

  /** @param platforms whose names for networks outside count here; told the stacks that there are */
  constructor(inventory: Inventory, platforms: PlatformsOf = () => []) {
    const stacks = new Set(inventory.outputs.map(({ stack }) => stack));
    this.platforms = platforms(stacks);
    const named = namedExternalNetworks(this.platforms, inventory);
    this.model = withNamedExternalNetworks(buildNetworkModel(inventory, advertisedPrefixes(named)), named);
    this.names = platformNames(inventory, this.model);
    this.#evaluator = new PathEvaluator(this.model);
    this.#prefilter = new Prefilter(this.model);
    this.#trafficEndpoints = trafficEndpointsOf(this.model);
  }

  /** @throws ReachError for what is no Terraform JSON, and for a workspace that none can be. */
  static async read(
    path: string | readonly string[],
    platforms: PlatformsOf = () => [],
    options: ReadOptions = {},
  ): Promise<NetworkAnalysis> {
    return new NetworkAnalysis(await readInventory(path, options), platforms);
  }

  /** The sides of an endpoint or an outside network, by its name in the fabric: one for each interface. */
  trafficEndpoints(name: string): readonly TrafficEndpoint[] {
    return this.#trafficEndpoints.get(name) ?? [];
  }

  /** All ways between two sides by the network alone. */
  paths(from: TrafficEndpoint, to: TrafficEndpoint, services: TransportSet): Path[] {
    return this.#evaluator.paths(from, to, services);
  }

  /** What the security groups of one side say of another's own addresses, however its packets come. */
  admission(from: TrafficEndpoint, to: TrafficEndpoint, services: TransportSet): Path {
    return this.#evaluator.admission(from, to, services);
  }

  /** False only where security groups let nothing through for certain: cheaper to ask than for the ways. */
  couldConnect(from: TrafficEndpoint, to: TrafficEndpoint): boolean {
    return this.#prefilter.couldConnect(from, to);
  }
}

function trafficEndpointsOf({
  subnets,
  endpoints,
  externalNetworks,
  clientVpns,
}: NetworkModel): Map<string, readonly TrafficEndpoint[]> {
  const trafficEndpoints = new Map<string, readonly TrafficEndpoint[]>();
  for (const endpoint of endpoints.values())
    trafficEndpoints.set(endpoint.address, endpointInterfaces(endpoint, subnets));
  for (const externalNetwork of externalNetworks.values())
    trafficEndpoints.set(externalNetwork.name, externalEndpoints(clientVpns, externalNetwork));
  return trafficEndpoints;
}

/** Where not all interfaces are known, one of them stands for those that are not. */
function endpointInterfaces(endpoint: NetworkEndpoint, subnets: NetworkModel["subnets"]): TrafficEndpoint[] {
  const trafficEndpoints = endpoint.interfaces.map((item) =>
    interfaceEndpoint(endpoint, item, item.subnet === undefined ? undefined : subnets.get(item.subnet)),
  );
  const isWhole =
    endpoint.unknown === undefined || trafficEndpoints.some(({ subnet }) => subnet === undefined);
  return isWhole ? trafficEndpoints : [...trafficEndpoints, unknownEndpoint(endpoint, endpoint.unknown)];
}

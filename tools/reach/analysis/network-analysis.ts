import type { Platform } from "../../../language/platform.ts";
import { buildNetworkModel } from "../network/build-network-model.ts";
import type { NetworkEndpoint } from "../network/endpoint-model.ts";
import { ModelContext } from "../network/model-context.ts";
import type { NetworkModel } from "../network/network-model.ts";
import type { TransportSet } from "../packets/transport-set.ts";
import type { Inventory } from "../terraform/inventory.ts";
import { type ReadOptions, readInventory } from "../terraform/read-inventory.ts";
import {
  advertisedPrefixes,
  namedExternalNetworks,
  withNamedExternalNetworks,
} from "./named-external-networks.ts";
import { externalEndpoints, interfaceEndpoint, unknownEndpoint } from "./paths/create-traffic-endpoint.ts";
import type { NetworkPath } from "./paths/network-path.ts";
import { PathEvaluator } from "./paths/path-evaluator.ts";
import { Prefilter } from "./paths/prefilter.ts";
import type { TrafficEndpoint } from "./paths/traffic-endpoint.ts";
import { type PlatformNames, platformNames } from "./platform-names.ts";

/** Returns the platforms that some stacks belong to. */
export type PlatformsOf = (stacks: ReadonlySet<string>) => readonly Platform[];

/** The network of some Terraform files, ready for connectivity queries. */
export class NetworkAnalysis {
  /** The context of {@link model}: the resources of the files, and the references between them. */
  readonly context: ModelContext;
  /** The network model, with the external networks that the platforms name. */
  readonly model: NetworkModel;
  /** The platforms' names for their endpoints. */
  readonly names: PlatformNames;
  /** The platforms whose stacks are in the files. */
  readonly platforms: readonly Platform[];
  readonly #evaluator: PathEvaluator;
  readonly #prefilter: Prefilter;
  readonly #trafficEndpoints: ReadonlyMap<string, readonly TrafficEndpoint[]>;

  /**
   * @param platforms selects, by the stacks in the files, the platforms that name external networks
   */
  constructor(inventory: Inventory, platforms: PlatformsOf = () => []) {
    const stacks = new Set(inventory.outputs.map(({ stack }) => stack));
    this.platforms = platforms(stacks);
    const named = namedExternalNetworks(this.platforms, inventory);
    this.context = new ModelContext(inventory, advertisedPrefixes(named));
    const unnamed = buildNetworkModel(this.context);
    const { model, sharedNames } = withNamedExternalNetworks(unnamed, named);
    this.model = model;
    this.names = platformNames(inventory, model, sharedNames);
    this.#evaluator = new PathEvaluator(this.model);
    this.#prefilter = new Prefilter(this.model);
    this.#trafficEndpoints = trafficEndpointsOf(this.model);
  }

  /**
   * Reads the network of some Terraform files.
   * @throws ReachError for input that is not Terraform JSON, and for an invalid workspace name.
   */
  static async read(
    path: string | readonly string[],
    platforms: PlatformsOf = () => [],
    options: ReadOptions = {},
  ): Promise<NetworkAnalysis> {
    return new NetworkAnalysis(await readInventory(path, options), platforms);
  }

  /** Returns the traffic endpoints of a name in the network model: one for each interface. */
  trafficEndpoints(name: string): readonly TrafficEndpoint[] {
    return this.#trafficEndpoints.get(name) ?? [];
  }

  /** Returns all paths between two traffic endpoints, through the network alone. */
  paths(from: TrafficEndpoint, to: TrafficEndpoint, transport: TransportSet): NetworkPath[] {
    return this.#evaluator.paths(from, to, transport);
  }

  /**
   * Evaluates the target's security groups for the source's own addresses, whatever path the
   * packets take.
   */
  admission(from: TrafficEndpoint, to: TrafficEndpoint, transport: TransportSet): NetworkPath {
    return this.#evaluator.admission(from, to, transport);
  }

  /**
   * Returns false only if security groups are certain to block everything: cheaper than finding the
   * paths.
   */
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

/** If not all interfaces are known, an extra traffic endpoint represents the unknown ones. */
function endpointInterfaces(endpoint: NetworkEndpoint, subnets: NetworkModel["subnets"]): TrafficEndpoint[] {
  const trafficEndpoints = endpoint.interfaces.map((item) =>
    interfaceEndpoint(endpoint, item, item.subnet === undefined ? undefined : subnets.get(item.subnet)),
  );
  const isComplete =
    endpoint.unknown === undefined || trafficEndpoints.some(({ subnet }) => subnet === undefined);
  return isComplete ? trafficEndpoints : [...trafficEndpoints, unknownEndpoint(endpoint, endpoint.unknown)];
}

import type { Platform } from "../../spec/platform.ts";
import type { Inventory } from "./input/inventory.ts";
import { type ReadOptions, readInventory } from "./input/read.ts";
import { buildFabric } from "./model/build.ts";
import type { Endpoint, Fabric } from "./model/fabric.ts";
import { namedOutsidesOf, toldBy, withNamedOutsides } from "./named-outsides.ts";
import { type PlatformNames, platformNames } from "./names.ts";
import type { Services } from "./packets/services.ts";
import { Screen } from "./walk/screen.ts";
import type { Side } from "./walk/side.ts";
import { interfaceSide, outsideSides, unknownSide } from "./walk/sides.ts";
import { Walker } from "./walk/walker.ts";
import type { Way } from "./walk/way.ts";

/** The platforms that some stacks are of. */
export type PlatformsOf = (stacks: ReadonlySet<string>) => readonly Platform[];

/** A network that can be asked who reaches whom. */
export class Network {
  readonly fabric: Fabric;
  /** What platforms call their endpoints. */
  readonly names: PlatformNames;
  /** The platforms whose stacks it has. */
  readonly platforms: readonly Platform[];
  readonly #walker: Walker;
  readonly #screen: Screen;
  readonly #sides: ReadonlyMap<string, readonly Side[]>;

  /** @param platforms whose names for networks outside count here; told the stacks that there are */
  constructor(inventory: Inventory, platforms: PlatformsOf = () => []) {
    const stacks = new Set(inventory.outputs.map(({ stack }) => stack));
    this.platforms = platforms(stacks);
    const named = namedOutsidesOf(this.platforms, inventory);
    this.fabric = withNamedOutsides(buildFabric(inventory, toldBy(named)), named);
    this.names = platformNames(inventory, this.fabric);
    this.#walker = new Walker(this.fabric);
    this.#screen = new Screen(this.fabric);
    this.#sides = sidesOf(this.fabric);
  }

  /** @throws ReachError for what is no Terraform JSON, and for a workspace that none can be. */
  static async read(
    path: string | readonly string[],
    platforms: PlatformsOf = () => [],
    options: ReadOptions = {},
  ): Promise<Network> {
    return new Network(await readInventory(path, options), platforms);
  }

  /** The sides of an endpoint or an outside network, by its name in the fabric: one for each interface. */
  sides(name: string): readonly Side[] {
    return this.#sides.get(name) ?? [];
  }

  /** All ways between two sides by the network alone. */
  ways(from: Side, to: Side, services: Services): Way[] {
    return this.#walker.ways(from, to, services);
  }

  /** What the security groups of one side say of another's own addresses, however its packets come. */
  admission(from: Side, to: Side, services: Services): Way {
    return this.#walker.admission(from, to, services);
  }

  /** False only where security groups let nothing through for certain: cheaper to ask than for the ways. */
  mayPass(from: Side, to: Side): boolean {
    return this.#screen.mayPass(from, to);
  }
}

function sidesOf({ subnets, endpoints, outsides, clientVpns }: Fabric): Map<string, readonly Side[]> {
  const sides = new Map<string, readonly Side[]>();
  for (const endpoint of endpoints.values()) sides.set(endpoint.address, interfacesOf(endpoint, subnets));
  for (const outside of outsides.values()) sides.set(outside.name, outsideSides(clientVpns, outside));
  return sides;
}

/** Where not all interfaces are known, one of them stands for those that are not. */
function interfacesOf(endpoint: Endpoint, subnets: Fabric["subnets"]): Side[] {
  const sides = endpoint.interfaces.map((item) =>
    interfaceSide(endpoint, item, item.subnet === undefined ? undefined : subnets.get(item.subnet)),
  );
  const isWhole = endpoint.unknown === undefined || sides.some(({ subnet }) => subnet === undefined);
  return isWhole ? sides : [...sides, unknownSide(endpoint, endpoint.unknown)];
}

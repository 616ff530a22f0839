import type { Platform, PlatformSpec } from "../../../language/platform.ts";
import { environmentsOf, resolve } from "../../../language/resolve.ts";
import type { ExternalNetwork, NetworkModel } from "../network/network-model.ts";
import type { AdvertisedPrefixes } from "../network/transit-gateways.ts";
import { type Addresses, NO_ADDRESS, parseAddresses } from "../packets/addresses.ts";
import type { Inventory } from "../terraform/inventory.ts";
import { isMap } from "../terraform/value.ts";
import { platformEndpointName } from "./expected-connectivity.ts";

/** A network outside that a platform names: `roboshop-lab/office`. */
export interface NamedExternalNetwork {
  readonly name: string;
  readonly addresses: Addresses;
  /** The same, as the spec writes them. */
  readonly blocks: readonly string[];
  /** The resource that it is behind; undefined: whatever has its addresses, or the internet. */
  readonly connection: string | undefined;
}

/** The platforms of some specs whose stacks are among these. @throws SpecError when such a spec is bad. */
export function platformsAmong(specs: readonly PlatformSpec[], stacks: ReadonlySet<string>): Platform[] {
  return specs.flatMap((spec) =>
    environmentsOf(spec)
      .filter((environment) => stacks.has(`${spec.name}-${environment}-network`))
      .map((environment) => resolve(spec, environment)),
  );
}

/** The networks outside that platforms name. */
export function namedExternalNetworks(
  platforms: readonly Platform[],
  inventory: Inventory,
): NamedExternalNetwork[] {
  return platforms.flatMap((platform) => {
    const connections = connectionsOfPlatform(platform, inventory);
    return Object.entries(platform.outside).map(([name, { cidrs, via }]) => ({
      name: platformEndpointName(platform, name),
      addresses: unionOf(cidrs.map((cidr) => parseAddresses(cidr) ?? NO_ADDRESS)),
      blocks: cidrs,
      connection: connections.get(via),
    }));
  });
}

/** The output in which a platform's connect stack publishes what networks outside are behind, by connection. */
const CONNECTION_TYPES = "line_ids";

function connectionsOfPlatform(platform: Platform, inventory: Inventory): ReadonlyMap<string, string> {
  const stack = `${platform.name}-${platform.environment}-connect`;
  const output = inventory.outputs.find((each) => each.stack === stack && each.name === CONNECTION_TYPES);
  const ids = output !== undefined && isMap(output.value) ? Object.entries(output.value) : [];
  return new Map(
    ids.flatMap(([connection, id]) => {
      const connectionName = inventory.resolve(id)?.resource.address;
      return connectionName === undefined ? [] : [[connection, connectionName] as const];
    }),
  );
}

/**
 * What BGP is taken to tell: a platform that says which blocks are behind a line says also that they are told, and that
 * they are behind no other.
 */
export function advertisedPrefixes(named: readonly NamedExternalNetwork[]): AdvertisedPrefixes {
  const advertised = new Map<string, string[]>();
  for (const { connection, blocks } of named) {
    if (connection !== undefined)
      advertised.set(connection, [...(advertised.get(connection) ?? []), ...blocks]);
  }
  return advertised;
}

/**
 * A network in which the named outside networks stand for themselves: the internet, or what else is behind the same
 * line, has the rest.
 */
export function withNamedExternalNetworks(
  model: NetworkModel,
  named: readonly NamedExternalNetwork[],
): NetworkModel {
  const externalNetworks = new Map(model.externalNetworks);
  for (const { name, addresses, connection } of named) {
    const connectionName = connection === undefined ? undefined : externalNetworks.get(connection);
    for (const whole of connectionName === undefined ? inOrder(externalNetworks) : [connectionName]) {
      const part = whole === connectionName ? addresses : whole.addresses.intersect(addresses);
      if (!part.isEmpty) divide(externalNetworks, whole, name, part);
    }
  }
  return { ...model, externalNetworks };
}

/** Takes a part of a network out of it, under its own name; one that has nothing else is no more. */
function divide(
  externalNetworks: Map<string, ExternalNetwork>,
  whole: ExternalNetwork,
  name: string,
  part: Addresses,
): void {
  const rest = whole.addresses.subtract(part);
  if (rest.isEmpty) externalNetworks.delete(whole.name);
  else externalNetworks.set(whole.name, { ...whole, addresses: rest });
  const { hasUnknownPrefixes: _, unknown: __, ...known } = whole;
  const own = externalNetworks.get(name)?.addresses ?? NO_ADDRESS;
  externalNetworks.set(name, { ...known, name, addresses: own.union(part) });
}

/** Narrower networks before the internet, which has all that nobody else has. */
function inOrder(externalNetworks: ReadonlyMap<string, ExternalNetwork>): ExternalNetwork[] {
  return [...externalNetworks.values()].sort(
    (a, b) => Number(a.kind === "internet") - Number(b.kind === "internet"),
  );
}

function unionOf(parts: readonly Addresses[]): Addresses {
  return parts.reduce((sum, part) => sum.union(part), NO_ADDRESS);
}

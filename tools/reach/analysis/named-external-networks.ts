import type { Platform, PlatformSpec } from "../../../language/platform.ts";
import { environmentsOf, resolve } from "../../../language/resolve.ts";
import type { ExternalNetwork } from "../network/endpoint-model.ts";
import type { AdvertisedPrefixes } from "../network/model-context.ts";
import type { NetworkModel } from "../network/network-model.ts";
import { type Addresses, NO_ADDRESS, parseAddresses } from "../packets/addresses.ts";
import type { Inventory } from "../terraform/inventory.ts";
import { isMap } from "../terraform/value.ts";
import { platformEndpointName } from "./expected-connectivity.ts";

/** An external network that a platform names: `roboshop-lab/office`. */
export interface NamedExternalNetwork {
  /** The name, with the platform and environment: `roboshop-lab/office`. */
  readonly name: string;
  /** All addresses that the platform gives it. */
  readonly addresses: Addresses;
  /** The addresses as CIDR blocks, as written in the spec. */
  readonly blocks: readonly string[];
  /**
   * The VPN or Direct Connect resource that leads to it; undefined: whichever external network has
   * its addresses.
   */
  readonly connection: string | undefined;
}

/**
 * Returns the platforms whose stacks are among `stacks`.
 * @throws SpecError for an invalid spec.
 */
export function platformsAmong(specs: readonly PlatformSpec[], stacks: ReadonlySet<string>): Platform[] {
  return specs.flatMap((spec) =>
    environmentsOf(spec)
      .filter((environment) => stacks.has(`${spec.name}-${environment}-network`))
      .map((environment) => resolve(spec, environment)),
  );
}

/** Returns the external networks that platforms name. */
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

/** The output of a platform's connect stack with the resource IDs of its connections. */
const CONNECTION_IDS_OUTPUT = "line_ids";

function connectionsOfPlatform(platform: Platform, inventory: Inventory): ReadonlyMap<string, string> {
  const stack = `${platform.name}-${platform.environment}-connect`;
  const output = inventory.outputs.find(
    (each) => each.stack === stack && each.name === CONNECTION_IDS_OUTPUT,
  );
  const ids = output !== undefined && isMap(output.value) ? Object.entries(output.value) : [];
  return new Map(
    ids.flatMap(([connection, id]) => {
      const connectionName = inventory.resolve(id)?.resource.address;
      return connectionName === undefined ? [] : [[connection, connectionName] as const];
    }),
  );
}

/**
 * Returns the prefixes assumed to be advertised over BGP. A platform that lists CIDR blocks behind
 * a connection asserts that this connection, and no other, advertises them.
 */
export function advertisedPrefixes(named: readonly NamedExternalNetwork[]): AdvertisedPrefixes {
  const advertised = new Map<string, string[]>();
  for (const { connection, blocks } of named) {
    if (connection !== undefined)
      advertised.set(connection, [...(advertised.get(connection) ?? []), ...blocks]);
  }
  return advertised;
}

/** A network model, and the external networks that a platform's name stands for. */
export interface ModelWithNames {
  /** The model, with the named networks as external networks of their own. */
  readonly model: NetworkModel;
  /** For the names whose addresses other names share: their networks in the model. */
  readonly sharedNames: ReadonlyMap<string, readonly string[]>;
}

/**
 * Returns the model with the named external networks as networks of their own. Their addresses are
 * removed from the internet or from the network behind the same connection. Addresses that several
 * platforms name are a network under all their names: `roboshop-lab/office, roboshop-prod/office`.
 */
export function withNamedExternalNetworks(
  model: NetworkModel,
  named: readonly NamedExternalNetwork[],
): ModelWithNames {
  const externalNetworks = new Map(model.externalNetworks);
  const namesByNetwork = new Map<string, readonly string[]>();
  for (const { name, addresses, connection } of named) {
    const connectionName = connection === undefined ? undefined : externalNetworks.get(connection);
    for (const network of connectionName === undefined ? inOrder(externalNetworks) : [connectionName]) {
      const part = network === connectionName ? addresses : network.addresses.intersect(addresses);
      if (part.isEmpty) continue;
      const names = [...(namesByNetwork.get(network.name) ?? []), name];
      namesByNetwork.set(names.join(", "), names);
      moveAddresses(externalNetworks, network, names.join(", "), part);
    }
  }
  const networksOf = (name: string) =>
    [...namesByNetwork].flatMap(([network, names]) =>
      names.includes(name) && externalNetworks.has(network) ? [network] : [],
    );
  const sharedNames = new Map(
    named
      .map(({ name }) => [name, networksOf(name)] as const)
      .filter(([name, networks]) => networks.some((network) => network !== name)),
  );
  return { model: { ...model, externalNetworks }, sharedNames };
}

/**
 * Moves a part of an external network into a named one; a network without remaining addresses is
 * removed.
 */
function moveAddresses(
  externalNetworks: Map<string, ExternalNetwork>,
  network: ExternalNetwork,
  name: string,
  part: Addresses,
): void {
  const rest = network.addresses.subtract(part);
  if (rest.isEmpty) externalNetworks.delete(network.name);
  else externalNetworks.set(network.name, { ...network, addresses: rest });
  const { hasUnknownPrefixes: _, unknown: __, ...known } = network;
  const own = externalNetworks.get(name)?.addresses ?? NO_ADDRESS;
  externalNetworks.set(name, { ...known, name, addresses: own.union(part) });
}

/** Specific networks before the internet, which has all remaining addresses. */
function inOrder(externalNetworks: ReadonlyMap<string, ExternalNetwork>): ExternalNetwork[] {
  return [...externalNetworks.values()].sort(
    (a, b) => Number(a.kind === "internet") - Number(b.kind === "internet"),
  );
}

function unionOf(parts: readonly Addresses[]): Addresses {
  return parts.reduce((sum, part) => sum.union(part), NO_ADDRESS);
}

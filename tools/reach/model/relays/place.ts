import type { Inventory, Resource } from "../../input/inventory.ts";
import type { Value } from "../../input/value.ts";
import { Site } from "../endpoints/site.ts";
import { elementsOf } from "../endpoints/values.ts";
import type { Endpoint, Relay, RelayTarget } from "../fabric.ts";
import type { Ground } from "../ground.ts";

/** What readers of relays look things up in: the site, and who stands in it. */
export class Place {
  readonly site: Site;
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  #byAddress: ReadonlyMap<bigint, readonly Holder[]> | undefined;

  constructor(inventory: Inventory, ground: Ground, endpoints: ReadonlyMap<string, Endpoint>) {
    this.site = new Site(inventory, ground);
    this.endpoints = endpoints;
  }

  /** Resources of some types, made by these files. */
  managed(...types: readonly string[]): readonly Resource[] {
    return this.site.inventory.ofType(...types).filter(({ mode }) => mode === "managed");
  }

  /** The endpoint that a value names by reference, id or name. */
  endpoint(from: Resource, value: Value | undefined, ...types: readonly string[]): string | undefined {
    const resource = this.site.resource(from, value, ...types);
    return resource !== undefined && this.endpoints.has(resource.address) ? resource.address : undefined;
  }

  /** The one endpoint in a VPC, or anywhere, that has an address for certain: private or public. */
  endpointAt(value: Value | undefined, vpc?: string): string | undefined {
    const address = this.site.addresses(value)?.intervals[0]?.[0];
    if (address === undefined) return undefined;
    this.#byAddress ??= byAddress(this.endpoints);
    const holders = (this.#byAddress.get(address) ?? []).filter(
      ({ subnet }) => vpc === undefined || this.site.subnet(subnet)?.vpc === vpc,
    );
    // An interface resource and the server that it is attached to have the same.
    return new Set(holders.map(({ subnet }) => subnet)).size === 1 ? holders[0]?.endpoint : undefined;
  }

  /** Who lists a resource under an attribute: `aws_lb.x` → the listeners with its ARN. */
  naming(target: Resource, type: string, attribute: string): readonly Resource[] {
    return this.managed(type).filter((resource) =>
      elementsOf(resource.values[attribute]).some(
        (value) => this.site.resource(resource, value, target.type) === target,
      ),
    );
  }
}

/** Who has an address, and in which subnet. */
interface Holder {
  readonly endpoint: string;
  readonly subnet: string;
}

/**
 * The most IPv4 addresses that one interface can have, of the largest servers: a longer row is a block, and no addresses of one.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html
 */
const MOST_ADDRESSES = 50n;

function byAddress(endpoints: ReadonlyMap<string, Endpoint>): ReadonlyMap<bigint, readonly Holder[]> {
  const holders = new Map<bigint, Holder[]>();
  for (const { address: endpoint, interfaces } of endpoints.values()) {
    for (const { subnet, isExact, addresses, publicAddresses } of interfaces) {
      if (subnet === undefined) continue;
      const certain = [...(isExact ? addresses.intervals : []), ...publicAddresses.intervals];
      for (const [first, end] of certain.filter(([from, to]) => to - from <= MOST_ADDRESSES)) {
        for (let address = first; address < end; address++) {
          holders.set(address, [...(holders.get(address) ?? []), { endpoint, subnet }]);
        }
      }
    }
  }
  return holders;
}

/** A relay, with why it may lead to more. */
export function relayOf(
  parts: Omit<Relay, "unknown" | "targets"> & {
    readonly targets: readonly RelayTarget[];
    readonly unknown: string | undefined;
  },
): Relay {
  const { unknown, ...known } = parts;
  return { ...known, ...(unknown !== undefined && { unknown }) };
}

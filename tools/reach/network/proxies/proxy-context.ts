import type { Inventory, Resource } from "../../terraform/inventory.ts";
import type { Value } from "../../terraform/value.ts";
import type { NetworkEndpoint, NetworkProxy, ProxyTarget } from "../endpoint-model.ts";
import { attributeElements } from "../endpoints/attributes.ts";
import { EndpointContext } from "../endpoints/endpoint-context.ts";
import type { Topology } from "../topology.ts";

/** Resolves values for the readers of proxies, given the topology and its endpoints. */
export class ProxyContext {
  readonly endpointContext: EndpointContext;
  readonly endpoints: ReadonlyMap<string, NetworkEndpoint>;
  #byAddress: ReadonlyMap<bigint, readonly AddressOwner[]> | undefined;

  constructor(inventory: Inventory, topology: Topology, endpoints: ReadonlyMap<string, NetworkEndpoint>) {
    this.endpointContext = new EndpointContext(inventory, topology);
    this.endpoints = endpoints;
  }

  /** Returns the resources of the given types that these files create. */
  managed(...types: readonly string[]): readonly Resource[] {
    return this.endpointContext.inventory.ofType(...types).filter(({ mode }) => mode === "managed");
  }

  /** Resolves a value (reference, ID or name) to an endpoint. */
  endpoint(from: Resource, value: Value | undefined, ...types: readonly string[]): string | undefined {
    const resource = this.endpointContext.resource(from, value, ...types);
    return resource !== undefined && this.endpoints.has(resource.address) ? resource.address : undefined;
  }

  /**
   * Returns the only endpoint in a VPC, or anywhere, that is certain to have an address, private or
   * public.
   */
  endpointAt(value: Value | undefined, vpc?: string): string | undefined {
    const address = this.endpointContext.addresses(value)?.intervals[0]?.[0];
    if (address === undefined) return undefined;
    this.#byAddress ??= byAddress(this.endpoints);
    const holders = (this.#byAddress.get(address) ?? []).filter(
      ({ subnet }) => vpc === undefined || this.endpointContext.subnet(subnet)?.vpc === vpc,
    );
    // An interface resource and the server it is attached to have the same address.
    return new Set(holders.map(({ subnet }) => subnet)).size === 1 ? holders[0]?.endpoint : undefined;
  }

  /**
   * Returns the resources of a type that name the target in an attribute: `aws_lb.x` → the
   * listeners with its ARN.
   */
  naming(target: Resource, type: string, attribute: string): readonly Resource[] {
    return this.managed(type).filter((resource) =>
      attributeElements(resource.values[attribute]).some(
        (value) => this.endpointContext.resource(resource, value, target.type) === target,
      ),
    );
  }
}

/** The owner of an address, and its subnet. */
interface AddressOwner {
  readonly endpoint: string;
  readonly subnet: string;
}

/**
 * The most IPv4 addresses that one interface can have, on the largest instance types: a longer
 * range is a CIDR block, not the addresses of an interface.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html
 */
const MOST_ADDRESSES = 50n;

function byAddress(
  endpoints: ReadonlyMap<string, NetworkEndpoint>,
): ReadonlyMap<bigint, readonly AddressOwner[]> {
  const holders = new Map<bigint, AddressOwner[]>();
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

/** Builds a proxy, with the reason why it may have more targets. */
export function buildProxy(
  parts: Omit<NetworkProxy, "unknown" | "targets"> & {
    readonly targets: readonly ProxyTarget[];
    readonly unknown: string | undefined;
  },
): NetworkProxy {
  const { unknown, ...known } = parts;
  return { ...known, ...(unknown !== undefined && { unknown }) };
}

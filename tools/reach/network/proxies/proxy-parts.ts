import { compact } from "../../../../language/compact.ts";
import { memoize } from "../../../../language/memoize.ts";
import { attributeElements } from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import type { Value } from "../../terraform/value.ts";
import { attributeAddresses } from "../cidr-blocks.ts";
import type { NetworkProxy, ProxyTarget } from "../endpoint-model.ts";
import { buildEndpoints } from "../endpoints/endpoints.ts";
import type { ModelContext } from "../model-context.ts";
import { readSubnets } from "../subnets.ts";

/** Resolves a value (reference, ID or name) to an endpoint. */
export function endpointNamed(
  context: ModelContext,
  from: Resource,
  value: Value | undefined,
  ...types: readonly string[]
): string | undefined {
  const address = context.resolver.namedResource(from, value, ...types)?.address;
  return address !== undefined && buildEndpoints(context).has(address) ? address : undefined;
}

/**
 * Returns the only endpoint in a VPC, or anywhere, that is certain to have an address, private or
 * public.
 */
export function endpointAt(
  context: ModelContext,
  value: Value | undefined,
  vpc?: string,
): string | undefined {
  const address = attributeAddresses(value)?.intervals[0]?.[0];
  if (address === undefined) return undefined;
  const holders = (addressOwners(context).get(address) ?? []).filter(
    ({ subnet }) => vpc === undefined || readSubnets(context).get(subnet)?.vpc === vpc,
  );
  // An interface resource and the server it is attached to have the same address.
  return new Set(holders.map(({ subnet }) => subnet)).size === 1 ? holders[0]?.endpoint : undefined;
}

/**
 * Returns the resources of a type that name the target in an attribute: `aws_lb.x` → the listeners
 * with its ARN.
 */
export function resourcesNaming(
  context: ModelContext,
  target: Resource,
  type: string,
  attribute: string,
): readonly Resource[] {
  return context
    .managed(type)
    .filter((resource) =>
      attributeElements(resource.values[attribute]).some(
        (value) => context.resolver.namedResource(resource, value, target.type) === target,
      ),
    );
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

const addressOwners = memoize((context: ModelContext): ReadonlyMap<bigint, readonly AddressOwner[]> => {
  const holders = new Map<bigint, AddressOwner[]>();
  for (const { address: endpoint, interfaces } of buildEndpoints(context).values()) {
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
});

/** Builds a proxy, with the reason why it may have more targets. */
export function buildProxy(
  parts: Omit<NetworkProxy, "unknown" | "targets"> & {
    readonly targets: readonly ProxyTarget[];
    readonly unknown: string | undefined;
  },
): NetworkProxy {
  const { unknown, ...known } = parts;
  return { ...known, ...compact({ unknown }) };
}

import { prefixInStackName } from "../../modules/names.ts";
import type { Inventory } from "./input/inventory.ts";
import { isMap } from "./input/value.ts";
import type { Fabric } from "./model/fabric.ts";

/** What platforms call the endpoints of a network: `cybershield-prod/app`. */
export interface PlatformNames {
  /** The endpoints behind a name, by their addresses in the fabric; none: it is no such name. */
  endpointsOf(name: string): readonly string[];
  /** The name of an endpoint; undefined where no platform gives it one. */
  nameOf(endpoint: string): string | undefined;
  /** All names, sorted. */
  readonly names: readonly string[];
}

/** The output in which a platform's network stack publishes its security groups, one for each endpoint. */
const OUTPUT = "security_group_ids";

/**
 * Each endpoint of a platform has a security group of its own, published under the endpoint's name: whatever
 * has that group is the endpoint.
 */
export function platformNames(inventory: Inventory, fabric: Fabric): PlatformNames {
  const byName = new Map<string, readonly string[]>();
  const byEndpoint = new Map<string, string>();
  for (const { stack, name, value } of inventory.outputs) {
    const platform = prefixInStackName(stack, "network");
    if (platform === undefined || name !== OUTPUT || !isMap(value)) continue;
    for (const [key, id] of Object.entries(value)) {
      const group = inventory.identify(id)?.resource.address;
      const members = group === undefined ? [] : membersOf(fabric, group);
      byName.set(`${platform}/${key}`, members);
      for (const member of members) byEndpoint.set(member, `${platform}/${key}`);
    }
  }
  return {
    endpointsOf: (name) => byName.get(name) ?? [],
    nameOf: (endpoint) => byEndpoint.get(endpoint),
    names: [...byName.keys()].sort(),
  };
}

function membersOf(fabric: Fabric, group: string): string[] {
  return [...fabric.endpoints.values()]
    .filter(({ interfaces }) => interfaces.some(({ groups }) => groups.includes(group)))
    .map(({ address }) => address);
}

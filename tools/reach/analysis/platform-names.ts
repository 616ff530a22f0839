import { prefixInStackName } from "../../../modules/names.ts";
import type { NetworkModel } from "../network/network-model.ts";
import type { Inventory } from "../terraform/inventory.ts";
import { isMap } from "../terraform/value.ts";

/** The platforms' names for the endpoints of a network: `cybershield-prod/app`. */
export interface PlatformNames {
  /**
   * Returns the addresses of the endpoints with a name, or the external networks of a name whose
   * addresses other names share; empty for an unknown name.
   */
  endpointsOf(name: string): readonly string[];
  /** Returns the name of an endpoint; undefined if no platform names it. */
  platformName(endpoint: string): string | undefined;
  /** All names, sorted. */
  readonly names: readonly string[];
}

/** The output of a platform's network stack with the security group ID of each endpoint. */
const OUTPUT = "security_group_ids";

/**
 * Reads the names of platform endpoints. Each endpoint has a security group of its own, published
 * under the endpoint's name: whatever has that group is the endpoint.
 */
export function platformNames(
  inventory: Inventory,
  model: NetworkModel,
  sharedNames: ReadonlyMap<string, readonly string[]>,
): PlatformNames {
  const byName = new Map(sharedNames);
  const byEndpoint = new Map<string, string>();
  for (const { stack, name, value } of inventory.outputs) {
    const platform = prefixInStackName(stack, "network");
    if (platform === undefined || name !== OUTPUT || !isMap(value)) continue;
    for (const [key, id] of Object.entries(value)) {
      const group = inventory.resolve(id)?.resource.address;
      const members = group === undefined ? [] : membersOf(model, group);
      byName.set(`${platform}/${key}`, members);
      for (const member of members) byEndpoint.set(member, `${platform}/${key}`);
    }
  }
  return {
    endpointsOf: (name) => byName.get(name) ?? [],
    platformName: (endpoint) => byEndpoint.get(endpoint),
    names: [...byName.keys()].sort(),
  };
}

function membersOf(model: NetworkModel, group: string): string[] {
  return [...model.endpoints.values()]
    .filter(({ interfaces }) => interfaces.some(({ groups }) => groups.includes(group)))
    .map(({ address }) => address);
}

import { SERVICE_RESOURCES } from "../services/registry.ts";
import { typeDefinition } from "../services/type-definitions.ts";
import type { ReadonlyAccount, SimulatedResource } from "../simulator-types.ts";

/** The resources that AWS creates and deletes along with another. */
export function implicitResourcesOf(
  owner: SimulatedResource,
  account: ReadonlyAccount,
): readonly SimulatedResource[] {
  return typeDefinition(owner.type).implicitResources?.(owner, account) ?? [];
}

/**
 * Caches implicit resources per resource list: the account returns the same list until it changes.
 */
const cache = new WeakMap<readonly SimulatedResource[], readonly SimulatedResource[]>();

/** All resources of an account that AWS created itself. */
export function implicitAccountResources(account: ReadonlyAccount): readonly SimulatedResource[] {
  const all = account.resources();
  const cached = cache.get(all);
  if (cached !== undefined) return cached;
  const implicit = [
    ...all.flatMap((resource) => implicitResourcesOf(resource, account)),
    ...SERVICE_RESOURCES.flatMap(({ initialResources }) => initialResources?.(account.accountId) ?? []),
  ];
  cache.set(all, implicit);
  return implicit;
}

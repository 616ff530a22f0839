import { withDefaultTwin } from "../../../../aws/resource-types.ts";
import type { ReadonlyAccount, SimulatedResource } from "../simulator-types.ts";
import { stringAttribute } from "./attribute-reader.ts";

/**
 * All resources of the given types, including implicit resources and those that AWS created itself.
 */
export function existingAccountResources(
  account: ReadonlyAccount,
  ...types: readonly string[]
): readonly SimulatedResource[] {
  const managed = types.flatMap((type) => account.resources(type));
  const implicit = account.implicitResources().filter(({ type }) => types.includes(type));
  if (implicit.length === 0) return managed;
  const byKey = new Map<string, SimulatedResource>();
  for (const resource of [...managed, ...implicit]) {
    const key = `${resource.type}/${resource.region}/${resource.id}`;
    if (!byKey.has(key)) byKey.set(key, resource);
  }
  return [...byKey.values()];
}

/** Finds the resource of one of `types` with the ID or ARN `reference`. */
export function findExistingResource(
  account: ReadonlyAccount,
  reference: string | undefined,
  ...types: readonly string[]
): SimulatedResource | undefined {
  if (reference === undefined) return undefined;
  return existingAccountResources(account, ...types).find(
    (resource) => resource.id === reference || resource.values.arn === reference,
  );
}

/** The VPC of the first of these subnets that exists. */
export function vpcIdOfSubnets(account: ReadonlyAccount, subnetIds: readonly string[]): string | undefined {
  return stringAttribute(
    findExistingResource(account, subnetIds[0], ...withDefaultTwin("aws_subnet"))?.values,
    "vpc_id",
  );
}

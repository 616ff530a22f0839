import { isGlobalType } from "../../../../aws/services.ts";
import { resourceId } from "../resource-id.ts";
import type { ComputeValues, ReadonlyAccount, ResourceChange } from "../simulator-types.ts";
import type { ObjectValue } from "../terraform-value.ts";
import { ComputedValueResolver } from "./computed-value-resolver.ts";

/**
 * Computes the values that AWS would return for a create or an update: the planned values with
 * every unknown filled. The same change in the same account gives the same values; a create that
 * matches an existing resource gets the next ID.
 */
export const computeValues: ComputeValues = (change, block, context) => {
  let values = new ComputedValueResolver(change, block, context, 0).resolveAll();
  if (change.before !== null) return values;
  for (let attempt = 1; isIdTaken(change, values, context.account, context.region); attempt++) {
    const next = new ComputedValueResolver(change, block, context, attempt).resolveAll();
    // An ID made of names stays the same: the constraints check if AWS accepts the duplicate.
    if (resourceId(change.type, next) === resourceId(change.type, values)) break;
    values = next;
  }
  return values;
};

function isIdTaken(
  { type }: ResourceChange,
  values: ObjectValue,
  account: ReadonlyAccount,
  region: string,
): boolean {
  const id = resourceId(type, values);
  const isGlobal = isGlobalType(type);
  return account
    .resources(type)
    .some((resource) => resource.id === id && (isGlobal || resource.region === region));
}

import { canonicalType } from "../../../aws/resource-types.ts";
import type { ApiError, CallContext, Constraint, ResourceChange } from "./simulator-types.ts";

/** All constraint violations of a change, in the order of the constraints. */
export function constraintViolations(
  constraints: readonly Constraint[],
  change: ResourceChange,
  context: CallContext,
): readonly ApiError[] {
  const known = { ...change, type: canonicalType(change.type) };
  return constraints
    .filter(({ types }) => types === "*" || types.includes(known.type))
    .flatMap((constraint) => constraint.check(known, context));
}

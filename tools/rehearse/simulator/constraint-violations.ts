import { canonicalType } from "../../../aws/resource-types.ts";
import { operationName } from "./operation-name.ts";
import type { ApiError, CallContext, Constraint, ResourceChange } from "./simulator-types.ts";

/** All constraint violations of a change, in the order of the constraints. */
export function constraintViolations(
  constraints: readonly Constraint[],
  change: ResourceChange,
  context: CallContext,
): readonly ApiError[] {
  const known = { ...change, type: canonicalType(change.type) };
  const operation = operationName(known.type, known.after === null ? "delete" : "create");
  return constraints
    .filter(({ types }) => types === "*" || types.includes(known.type))
    .flatMap((constraint) => constraint.check(known, context))
    .map((violation) => ({ operation, ...violation }));
}

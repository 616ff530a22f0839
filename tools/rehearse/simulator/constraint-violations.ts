import { canonicalType } from "../../../aws/resource-types.ts";
import type { SimulatorContext } from "./simulator-context.ts";
import type { ApiError, CallContext, ResourceChange } from "./simulator-types.ts";

/** All constraint violations of a change, in the order of the constraints. */
export function constraintViolations(
  simulator: SimulatorContext,
  change: ResourceChange,
  context: CallContext,
): readonly ApiError[] {
  const known = { ...change, type: canonicalType(change.type) };
  return simulator.behavior.constraints
    .filter(({ types }) => types === "*" || types.includes(known.type))
    .flatMap((constraint) => constraint.check(known, context));
}

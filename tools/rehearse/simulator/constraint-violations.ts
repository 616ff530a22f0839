import type { SimulatorContext } from "./simulator-context.ts";
import type { ApiError, CallContext, ResourceChange } from "./simulator-types.ts";

/** All constraint violations of a change, in the order of the constraints. */
export function constraintViolations(
  simulator: SimulatorContext,
  change: ResourceChange,
  context: CallContext,
): readonly ApiError[] {
  return simulator.behavior.constraints
    .filter(({ types }) => types === "*" || types.includes(change.type))
    .flatMap((constraint) => constraint.check(change, context));
}

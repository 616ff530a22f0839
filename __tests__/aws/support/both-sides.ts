import type { PlatformSpec } from "../../../language/platform.ts";
import { resolve } from "../../../language/resolve.ts";
import { constraints } from "../../../tools/rehearse/simulator/constraints/index.ts";
import type { SimulatedResource } from "../../../tools/rehearse/simulator/simulator-types.ts";
import type { ObjectValue } from "../../../tools/rehearse/simulator/terraform-value.ts";
import { problemsOf } from "../../language/support/bad-specs.ts";
import { accountWith } from "../../tools/rehearse/simulator/computed-values/support.ts";

/** Returns the problems at synth, in environment `prod`, whose path starts with `path`. */
export function problemsAt(spec: PlatformSpec, path: string): readonly string[] {
  return problemsOf(() => resolve(spec, "prod"))
    .filter((problem) => problem.path.startsWith(path))
    .map(({ allowed }) => allowed);
}

/** A resource that the simulated AWS creates. */
export interface Creation {
  readonly constraint: string;
  readonly type: string;
  readonly after: ObjectValue;
  readonly region?: string;
  readonly account?: readonly SimulatedResource[];
}

/** Returns the messages with which one constraint of the simulated AWS refuses a new resource. */
export function refusalsOf({ constraint, type, after, region, account }: Creation): readonly string[] {
  const { check } = constraints.find(({ name }) => name === constraint)!;
  const context = { account: accountWith(...(account ?? [])), region: region ?? "us-east-1", nowMs: 0 };
  return check({ type, before: null, after }, context).map(({ message }) => message);
}

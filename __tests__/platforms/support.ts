import { merge } from "../../language/merge.ts";
import type { Platform, PlatformSpec } from "../../language/platform.ts";
import { formatProblem, SpecError } from "../../language/problem.ts";
import { resolve } from "../../language/resolve.ts";

/** Describes the flows from an endpoint, or between two: `nginx -> cqube tcp/4200`. */
export function describeFlows(platform: Platform, from: string, to?: string): string[] {
  return platform.flows
    .filter((flow) => flow.from === from && (to === undefined || flow.to === to))
    .flatMap((flow) =>
      (flow.ports ?? [undefined]).map((ports) =>
        [flow.from, "->", flow.to, ...(ports === undefined ? [] : [`${ports.protocol}/${ports.from}`])].join(
          " ",
        ),
      ),
    );
}

/** Resolves a spec after a change to an environment; `null` removes. */
export function platformAfter(spec: PlatformSpec, environment: string, change: object): Platform {
  const { environments, ...base } = spec;
  const whole = [environments[environment], change].reduce<object>(
    (before, after) => merge(before, after) as object,
    base,
  );
  const { account, ...rest } = whole as PlatformSpec["environments"][string];
  return resolve({ ...rest, environments: { [environment]: { account } } } as PlatformSpec, environment);
}

/** Returns the problem lines of a spec after a change to an environment; empty if it is valid. */
export function problemsAfter(spec: PlatformSpec, environment: string, change: object): string[] {
  try {
    platformAfter(spec, environment, change);
    return [];
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.problems.map((problem) => formatProblem(problem).trim());
  }
}

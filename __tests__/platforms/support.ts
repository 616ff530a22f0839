import { merge } from "../../language/merge.ts";
import type { Platform, PlatformSpec } from "../../language/platform.ts";
import { formatProblem, SpecError } from "../../language/problem.ts";
import { resolve } from "../../language/resolve.ts";

/** The flows of a platform that pass a filter, in readable form: `nginx -> cqube tcp/4200`. */
export function saidFlows(platform: Platform, from: string, to?: string): string[] {
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

/** Returns the problem lines of a platform's spec after a change; none while it stays valid. */
export function refusals(spec: PlatformSpec, environment: string, change: object): string[] {
  const environments = merge(spec.environments, { [environment]: change });
  try {
    resolve({ ...spec, environments } as PlatformSpec, environment);
    return [];
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.problems.map((problem) => formatProblem(problem).trim());
  }
}

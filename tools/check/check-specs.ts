import type { Platform, PlatformSpec } from "../../language/platform.ts";
import { type Problem, SpecError } from "../../language/problem.ts";
import { environmentsOf, resolve } from "../../language/resolve.ts";
import { type Selection, selectPlatforms } from "../../language/selection.ts";

/** A problem of a spec, and the environments that have it. */
export interface SharedProblem extends Problem {
  /** The platform's name. */
  readonly platform: string;
  /** The environments with the problem, in spec order; empty if the spec has none to read. */
  readonly environments: readonly string[];
}

/** The result of {@link checkSpecs}. */
export interface SpecCheck {
  /** The platforms without problems, each in one environment. */
  readonly platforms: readonly Platform[];
  /** Every problem once, in spec order. */
  readonly problems: readonly SharedProblem[];
}

/**
 * Resolves the selected platforms in each selected environment. Reports a problem that several
 * environments share once.
 *
 * @throws SelectionError for an unknown name
 */
export function checkSpecs(specs: readonly PlatformSpec[], selection: Selection): SpecCheck {
  const results = specs
    .filter(({ name }) => selection.platform === undefined || name === selection.platform)
    .map((spec) => checkSpec(spec, selection.environment));
  const check = {
    platforms: results.flatMap(({ platforms }) => platforms),
    problems: results.flatMap(({ problems }) => problems),
  };
  // An unknown name selects nothing; the error lists the names.
  if (check.platforms.length === 0 && check.problems.length === 0) selectPlatforms(specs, selection);
  return check;
}

function checkSpec(spec: PlatformSpec, only: string | undefined): SpecCheck {
  const environments = problemsOf(() => environmentsOf(spec));
  if (environments.result === undefined)
    return { platforms: [], problems: environments.problems.map((each) => shared(spec, each, [])) };
  const platforms: Platform[] = [];
  const problems = new Map<string, SharedProblem>();
  for (const environment of environments.result) {
    if (only !== undefined && environment !== only) continue;
    const resolved = problemsOf(() => resolve(spec, environment));
    if (resolved.result !== undefined) platforms.push(resolved.result);
    for (const problem of resolved.problems) {
      const key = JSON.stringify(problem);
      const known = problems.get(key)?.environments ?? [];
      problems.set(key, shared(spec, problem, [...known, environment]));
    }
  }
  return { platforms, problems: [...problems.values()] };
}

function shared(spec: PlatformSpec, problem: Problem, environments: readonly string[]): SharedProblem {
  return { platform: String(spec.name), environments, ...problem };
}

/** The result of a step, or the problems of the SpecError that it throws. */
function problemsOf<T>(step: () => T): { readonly result?: T; readonly problems: readonly Problem[] } {
  try {
    return { result: step(), problems: [] };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return { problems: error.problems };
  }
}

import { merge } from "../../../language/merge.ts";
import type { PlatformSpec } from "../../../language/platform.ts";
import { formatProblem, type Problem, SpecError } from "../../../language/problem.ts";
import { resolve } from "../../../language/resolve.ts";

/** A bad spec: what is wrong, the change that makes it so, and every line of the error. */
export type BadSpec = readonly [title: string, change: object, ...lines: string[]];

/** The problems of a spec with a change laid over its base, as the error says them; none when it is good. */
export function problemLines(base: PlatformSpec, change: object): string[] {
  const spec = merge(base, change) as PlatformSpec;
  const [environment = ""] = Object.keys(spec.environments);
  return problemsOf(() => resolve(spec, environment)).map((problem) => formatProblem(problem).trim());
}

/** The problems that something throws; none when it does not throw. Any other error goes on. */
export function problemsOf(work: () => unknown): readonly Problem[] {
  try {
    work();
    return [];
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.problems;
  }
}

/** One test for each bad spec: the error's lines are exactly these. */
export function refuses(base: PlatformSpec, rows: readonly BadSpec[]): void {
  it("takes the base as it is", () => {
    expect(problemLines(base, {})).toEqual([]);
  });

  for (const [title, change, ...lines] of rows) {
    it(title, () => {
      expect(problemLines(base, change)).toEqual(lines);
    });
  }
}

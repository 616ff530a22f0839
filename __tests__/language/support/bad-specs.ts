import { merge } from "../../../language/merge.ts";
import type { PlatformSpec } from "../../../language/platform.ts";
import { formatProblem, type Problem, SpecError } from "../../../language/problem.ts";
import { resolve } from "../../../language/resolve.ts";

/** A bad spec: a title, the change to a good spec, and every line of the error. */
export type BadSpec = readonly [title: string, change: object, ...lines: string[]];

/** Returns the problem lines of a spec with a change merged into its base; none for a good spec. */
export function problemLines(base: PlatformSpec, change: object): string[] {
  const spec = merge(base, change) as PlatformSpec;
  const [environment = ""] = Object.keys(spec.environments);
  return problemsOf(() => resolve(spec, environment)).map((problem) => formatProblem(problem).trim());
}

/** Returns the problems of the SpecError that `work` throws; empty if it throws none. */
export function problemsOf(work: () => unknown): readonly Problem[] {
  try {
    work();
    return [];
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.problems;
  }
}

/** Defines a test for each bad spec: it has exactly these problems. */
export function itRejects(base: PlatformSpec, rows: readonly BadSpec[]): void {
  it("accepts the base unchanged", () => {
    expect(problemLines(base, {})).toEqual([]);
  });

  for (const [title, change, ...lines] of rows) {
    it(`rejects ${title}`, () => {
      expect(problemLines(base, change)).toEqual(lines);
    });
  }
}

/** A bad spec, and the same spec with its fix typed. */
export interface FixableSpec {
  readonly title: string;
  /** The change that makes a good spec bad. */
  readonly bad: object;
  /** The only line of the error. */
  readonly line: string;
  /** The change with the fix. */
  readonly fixed: object;
}

/** Defines a test for each bad spec: it has exactly this problem, and none with the fix. */
export function itRejectsUntilFixed(base: PlatformSpec, rows: readonly FixableSpec[]): void {
  it.each(rows)("rejects $title, until it is fixed", ({ bad, line, fixed }) => {
    expect(problemLines(base, bad)).toEqual([line]);
    expect(problemLines(base, fixed)).toEqual([]);
  });
}

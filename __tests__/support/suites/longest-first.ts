import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Runs long files first, so that none runs alone at the end: rehearsals, then other tests that
 * start programs, then the quick tests. Within each group vitest's order holds, by the last run's
 * durations.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

function rank({ project, moduleId }: TestSpecification): number {
  if (project.name === "quick") return 2;
  return /rehears/.test(moduleId.slice(moduleId.lastIndexOf("/") + 1)) ? 0 : 1;
}

import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Orders files so that no long one is left to run alone at the end: those that start Terraform first, whole rehearsals
 * before the others. Files that this does not tell apart keep vitest's own order, by the last run's durations.
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

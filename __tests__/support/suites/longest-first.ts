import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Orders files so that no long one runs alone at the end: those that start Terraform first, full
 * rehearsals before the others. Other files keep vitest's order, by the last run's durations.
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

import type { WrittenFile } from "../written-file.ts";
import { renderYaml } from "../yaml.ts";
import { driftWorkflow } from "./drift-workflow.ts";
import { reviewWorkflow, type WorkflowOptions } from "./review-workflow.ts";

/** Returns GitHub's workflows. Without a platform to deploy, there is no drift to look for. */
export function githubFiles(options: WorkflowOptions): readonly WrittenFile[] {
  const review = { path: ".github/workflows/drydock.yml", text: fileText(reviewWorkflow(options)) };
  if (options.targets.length === 0) return [review];
  return [review, { path: ".github/workflows/drydock-drift.yml", text: fileText(driftWorkflow(options)) }];
}

function fileText(workflow: ReturnType<typeof reviewWorkflow>): string {
  return `# Written by npx drydock ci github, from the platforms. Run it again after a change of them.\n${renderYaml(workflow)}`;
}

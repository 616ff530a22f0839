import type { PipelineTarget } from "../pipeline-targets.ts";
import type { YamlValue } from "../yaml.ts";
import type { WorkflowOptions } from "./review-workflow.ts";
import { driftScript } from "./step-scripts.ts";
import { checkoutStep, credentialsStep, nodeSteps, scriptStep, terraformStep } from "./workflow-steps.ts";

/** At night, and not on the hour, when GitHub delays or drops scheduled runs. */
const SCHEDULE = "23 2 * * *";

/** Builds the workflow that looks for drift every night. */
export function driftWorkflow(options: WorkflowOptions): { readonly [key: string]: YamlValue } {
  return {
    name: "drydock drift",
    on: { schedule: [{ cron: SCHEDULE }], workflow_dispatch: {} },
    permissions: { contents: "read" },
    defaults: { run: { shell: "bash" } },
    jobs: Object.fromEntries(
      options.targets.map((target) => [`drift-${target.prefix}`, driftJob(target, options)]),
    ),
  };
}

function driftJob(target: PipelineTarget, { versions }: WorkflowOptions) {
  return {
    "runs-on": "ubuntu-24.04",
    "timeout-minutes": 45,
    environment: target.planEnvironment,
    concurrency: { group: `drydock-drift-${target.prefix}`, "cancel-in-progress": false },
    permissions: { contents: "read", "id-token": "write", issues: "write" },
    steps: [
      checkoutStep(),
      ...nodeSteps(versions),
      terraformStep(versions),
      credentialsStep(target, target.planRole),
      scriptStep("look for drift", driftScript(target), { env: { GITHUB_TOKEN: "${{ github.token }}" } }),
    ],
  };
}

import { jobText, stepsOfJob } from "../../../support/workflow-text.ts";

/**
 * The steps of GitHub's workflows whose scripts the long suite runs. Not among them is `npm ci`,
 * and steps that use an action.
 */
export const RUN_GITHUB_STEPS = [
  "check: check the platforms",
  "rehearse: rehearse a deployment",
  "compare: compare with the base",
  "plan-kiosk-prod: plan",
  "plan-kiosk-prod: review",
  "plan-kiosk-prod: keep the plans",
  "plan-kiosk-prod: report",
  "apply-kiosk-prod: find what was reviewed",
  "apply-kiosk-prod: apply what was reviewed",
  "apply-kiosk-prod: check that nothing is left to change",
  "drift-kiosk-prod: look for drift",
] as const;

/** The jobs of GitLab's pipeline whose scripts the long suite runs. */
export const RUN_GITLAB_JOBS = [
  "check",
  "rehearse",
  "compare",
  "plan-kiosk-prod",
  "apply-kiosk-prod",
  "drift-kiosk-prod",
] as const;

/** Returns the steps of workflows that run a script other than `npm ci`. */
export function githubScriptSteps(workflows: readonly string[]): string[] {
  return workflows.flatMap((text) => {
    const [, jobs = ""] = text.split(/^jobs:\n/m);
    const names = [...jobs.matchAll(/^ {2}([\w-]+):$/gm)].map(([, name = ""]) => name);
    return names.flatMap((job) => {
      const scripts = jobText(text, job).match(/^ +(?:- )?run: (?!npm ci$)/gm) ?? [];
      const steps = stepsOfJob(text, job);
      if (scripts.length !== steps.length) throw new Error(`${job} has a script without a name`);
      return steps.map(({ name }) => `${job}: ${name}`);
    });
  });
}

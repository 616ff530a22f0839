import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { StackStep } from "../deploy/stack-step.ts";
import { projectFolder } from "../project-folder.ts";
import { deployedBy, deployedCommit } from "./deployed-by.ts";
import type { DeploymentHistory } from "./deployment-history.ts";
import { type DeploymentRecord, recordedStacks } from "./deployment-record.ts";

/** A deployment to record. */
export interface RecordedDeployment<T> {
  readonly history: DeploymentHistory;
  /** `shop-prod`. */
  readonly subject: string;
  /** Deploys, and hands over each stack's changes as soon as they are made. */
  readonly work: (onStep: (step: StackStep) => void) => Promise<T>;
  /** The outcome of a result; undefined if nothing was deployed, as if a person said no. */
  readonly outcomeOf: (result: T) => DeploymentRecord["outcome"] | undefined;
  /** Called if the record cannot be written: what was deployed stays deployed. */
  readonly onNotice: (notice: string) => void;
}

/**
 * Deploys, and records when it was done, from which commit, by whom, and what it changed. A
 * deployment that fails half-way is recorded too; one that fails before its first change is not.
 */
export async function recordDeployment<T>(deployment: RecordedDeployment<T>): Promise<T> {
  const started = new Date();
  const steps: StackStep[] = [];
  const record = (outcome: DeploymentRecord["outcome"]) => addRecord(deployment, outcome, started, steps);
  let result: T;
  try {
    result = await deployment.work((step) => void steps.push(step));
  } catch (error) {
    if (steps.length > 0) await record("failed");
    throw error;
  }
  const outcome = deployment.outcomeOf(result);
  if (outcome === "deployed" || (outcome === "failed" && steps.length > 0)) await record(outcome);
  return result;
}

async function addRecord(
  { history, subject, onNotice }: Pick<RecordedDeployment<unknown>, "history" | "subject" | "onNotice">,
  outcome: DeploymentRecord["outcome"],
  started: Date,
  steps: readonly StackStep[],
): Promise<void> {
  try {
    const [by, commit] = await Promise.all([deployedBy(projectFolder), deployedCommit(projectFolder)]);
    await history.add({
      format: "drydock.deployment.v1",
      ...{ subject, outcome, by },
      ...commit,
      startedAt: started.toISOString(),
      seconds: Math.round((Date.now() - started.getTime()) / 100) / 10,
      version: ownVersion(),
      stacks: recordedStacks(steps),
    });
  } catch (error) {
    onNotice(
      `The deployment is not in the history: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function ownVersion(): string {
  const text = readFileSync(join(projectFolder, "package.json"), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}

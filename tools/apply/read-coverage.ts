import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { PlatformSpec } from "../../language/platform.ts";
import type { DeployedPlatform } from "../deploy/read-change.ts";
import { type PlanManifest, writePrivateFile } from "../plan/plan-folder.ts";
import { readContents } from "../reach/terraform/read-inventory.ts";
import type { StackContents } from "../reach/terraform/stack-contents.ts";
import { findRisks } from "../review/find-risks.ts";
import { passesOf, readStepPlans } from "../review/planned-passes.ts";
import { risksOfPasses } from "../review/review-plans.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { CoverageCheck } from "./coverage-check.ts";

/** Options of {@link readCoverage}. */
export interface ReadCoverageOptions {
  /** The folder of the plans. */
  readonly folder: string;
  /** Its manifest. */
  readonly manifest: PlanManifest;
  /** The stacks that are deployed before the plans are applied. */
  readonly read: DeployedPlatform;
  /** Shows plans. */
  readonly terraform: Terraform;
  /** The platforms of this tree: their names, and which environments are protected. */
  readonly platforms: readonly PlatformSpec[];
  /** A private folder, removed by the caller. */
  readonly workFolder: string;
}

/** Reads the reviewed plans, with which plans that are made again are compared. */
export async function readCoverage(options: ReadCoverageOptions): Promise<CoverageCheck> {
  const { folder, manifest, terraform, platforms, read, workFolder } = options;
  const reviewed = await readStepPlans(folder, manifest, (path) =>
    terraform.showPlan(dirname(path), resolve(path)),
  );
  return new CoverageCheck({
    terraform,
    reviewed,
    reviewedRisks: risksOfPasses(passesOf(reviewed), { platforms, tries: false }).findings,
    findRisks: async (plan, states) => {
      const others = new Map([...states].filter(([stack]) => stack !== plan.stack));
      const beside = await stateContents(others, join(workFolder, "states", plan.stack));
      return findRisks([plan], { platforms, beside, tries: false }).findings;
    },
    states: read.states,
  });
}

/** The contents of states in Terraform's format. */
async function stateContents(
  states: ReadonlyMap<string, string>,
  folder: string,
): Promise<readonly StackContents[]> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = [...states].map(([stack, state]) => {
    const file = join(folder, `${stack}.tfstate`);
    writePrivateFile(file, state);
    return file;
  });
  return files.length === 0 ? [] : readContents(files);
}

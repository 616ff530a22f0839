import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { PlatformSpec } from "../../language/platform.ts";
import type { DeployedPlatform } from "../deploy/read-change.ts";
import { type PlanManifest, writePrivateFile } from "../plan/plan-folder.ts";
import { readContents } from "../reach/terraform/read-inventory.ts";
import type { StackContents } from "../reach/terraform/stack-contents.ts";
import { findRisks } from "../review/find-risks.ts";
import { passesOf, type ReviewedStep, readStepPlans } from "../review/planned-passes.ts";
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
  /** The plans as they were reviewed. @default read from the folder */
  readonly reviewed?: readonly ReviewedStep[];
}

/** Compares new plans with reviewed ones: see {@link CoverageCheck}. */
export type Coverage = Pick<CoverageCheck, "require" | "noteState">;

/**
 * Compares plans that are made again with the reviewed ones, which are read and judged once the
 * first plan is made again: exact plans need no comparison.
 */
export function readCoverage(options: ReadCoverageOptions): Coverage {
  const states = new Map(options.read.states);
  let check: Promise<CoverageCheck> | undefined;
  return {
    require: async (pass, plan) => {
      check ??= coverageCheck(options, states);
      await (await check).require(pass, plan);
    },
    noteState: (stack, state) => {
      states.set(stack, state);
      void check?.then((made) => made.noteState(stack, state));
    },
  };
}

async function coverageCheck(
  options: ReadCoverageOptions,
  states: ReadonlyMap<string, string>,
): Promise<CoverageCheck> {
  const { folder, manifest, terraform, platforms, workFolder } = options;
  const reviewed =
    options.reviewed ??
    (await readStepPlans(folder, manifest, (path) => terraform.showPlan(dirname(path), resolve(path))));
  return new CoverageCheck({
    terraform,
    reviewed,
    reviewedRisks: risksOfPasses(passesOf(reviewed), { platforms, tries: false }).findings,
    findRisks: async (plan, now) => {
      const others = new Map([...now].filter(([stack]) => stack !== plan.stack));
      const beside = await stateContents(others, join(workFolder, "states", plan.stack));
      return findRisks([plan], { platforms, beside, tries: false }).findings;
    },
    states,
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

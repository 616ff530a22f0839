import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { compact } from "../../language/compact.ts";
import { FormFolders, type FormFoldersOptions } from "../deploy/form-folders.ts";
import { type Ordered, runInOrder } from "../deploy/run-in-order.ts";
import type { Json } from "../reach/terraform/configuration/json.ts";
import { readPlanArchive } from "../review/input/plan-archive.ts";
import { parsePlan } from "../review/plan/parse-plan.ts";
import type { PlanDocument } from "../review/plan/plan-document.ts";
import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import type { PlannedChange } from "../terraform/planned-changes.ts";
import { CommandError } from "../terraform/run-command.ts";
import { terraformDiagnostics } from "../terraform/terraform-diagnostics.ts";

/** A stack in the form that is planned. */
export interface StackToPlan extends Ordered {
  /** The form: what `cdktf synth` wrote, what is deployed, or what a pass of a change deploys. */
  readonly json: TerraformJson;
}

/** A plan that Terraform saved. */
export interface SavedPlan {
  /** The stack's name. */
  readonly stack: string;
  /** The folder in which Terraform planned. */
  readonly folder: string;
  /** The file, which contains the state's values. */
  readonly file: string;
  /** The changes that Terraform listed while it planned. */
  readonly changes: readonly PlannedChange[];
  /** The plan as `terraform show -json` prints it, with the state's secrets. */
  readonly document: PlanDocument;
}

/** A stack that could not be planned. */
export interface PlanFailure {
  /** The stack's name. */
  readonly stack: string;
  /** Terraform's errors. */
  readonly message: string;
}

/** Options of {@link planStacks}. */
export interface PlanStacksOptions extends FormFoldersOptions {
  /** The name of each plan's file in the folder of its stack. @default "stack.tfplan" */
  readonly fileName?: string;
  /** The number of stacks that are planned at the same time. @default 2 */
  readonly atOnce?: number;
  /**
   * Returns false to leave a stack out, given the plans of those before it.
   * @default all are planned
   */
  readonly isPlanned?: (stack: StackToPlan, earlier: ReadonlyMap<string, SavedPlan>) => boolean;
  /** Called when a stack was planned. */
  readonly onPlanned?: (plan: SavedPlan) => void;
}

/** Plans and failures, by stack. */
export interface PlannedStacks {
  /** The plans in the order of the stacks. */
  readonly plans: readonly SavedPlan[];
  /** The stacks that Terraform could not plan. */
  readonly failures: readonly PlanFailure[];
}

/**
 * Plans each stack with Terraform, against its real state, in a folder of its own, independent ones
 * side by side. It changes nothing and takes no lock, so that a role that only reads can plan:
 * whoever applies a plan compares the state's serial.
 */
export async function planStacks(
  stacks: readonly StackToPlan[],
  options: PlanStacksOptions,
): Promise<PlannedStacks> {
  const { atOnce, fileName = "stack.tfplan" } = options;
  const folders = new FormFolders(options);
  const plans = new Map<string, SavedPlan>();
  const failures: PlanFailure[] = [];
  const plan = async (stack: StackToPlan) => {
    if (options.isPlanned?.(stack, plans) === false) return;
    const { name, json } = stack;
    try {
      const saved = await planStack(name, json, fileName, folders, options);
      plans.set(name, saved);
      options.onPlanned?.(saved);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      failures.push({ stack: name, message: terraformDiagnostics(error) });
    }
  };
  await runInOrder(stacks, plan, compact({ atOnce }));
  return { plans: stacks.flatMap(({ name }) => plans.get(name) ?? []), failures };
}

/** Plans one stack. @throws CommandError if Terraform fails */
async function planStack(
  stack: string,
  json: TerraformJson,
  fileName: string,
  folders: FormFolders,
  { terraform }: PlanStacksOptions,
): Promise<SavedPlan> {
  const folder = await folders.write(stack, json);
  const file = join(folder, fileName);
  const { changes } = await terraform.planToFile(folder, file, "-lock=false");
  const shown = JSON.parse(await terraform.showPlan(folder, file)) as Json;
  const configurationFiles = readPlanArchive(await readFile(file));
  const document = parsePlan(shown, { stack, path: file, ...compact({ configurationFiles }) });
  return { stack, folder, file, changes, document };
}

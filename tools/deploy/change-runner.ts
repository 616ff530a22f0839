import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import { readStackFile, writeStackFile } from "../synthesized/write-stacks.ts";
import type { PlannedChange } from "../terraform/planned-changes.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { ChangeError } from "./change-error.ts";
import { runInOrder } from "./run-in-order.ts";
import type { StackChange } from "./stack-change.ts";
import { downOrder, upOrder } from "./up-order.ts";

/** A form of a stack: of the up pass, before the down pass, of the down pass. */
export type FormName = "up" | "turn" | "down";

/** A form of a stack that was deployed, with what this changed. */
export interface AppliedForm {
  /** The stack's name. */
  readonly stack: string;
  /** The form that it has now. */
  readonly form: FormName;
  /** The changes of the plan that was applied. */
  readonly changes: readonly PlannedChange[];
}

/** The means of a change: Terraform, folders, a listener. */
export interface ChangeRunnerOptions {
  /** Plans and applies the forms. */
  readonly terraform: Terraform;
  /** A private folder for the forms: plans in it contain the states' values. */
  readonly workFolder: string;
  /** The folders that `cdktf synth` wrote, by stack: wanted forms, and the files beside them. */
  readonly wantedFolders: ReadonlyMap<string, string>;
  /** Called after each form of a stack is deployed. */
  readonly onApplied: (applied: AppliedForm, json: TerraformJson) => void | Promise<void>;
}

/** Deploys the forms of a change with Terraform, pass by pass. */
export class ChangeRunner {
  readonly #options: ChangeRunnerOptions;

  constructor(options: ChangeRunnerOptions) {
    this.#options = options;
  }

  /**
   * Deploys the up form of every stack, in the order of {@link upOrder}.
   *
   * @throws ChangeError if a plan would delete or replace anything; then that stack is unchanged
   */
  up(stacks: readonly StackChange[]): Promise<void> {
    return runInOrder(upOrder(stacks), async ({ stack }) => {
      if (stack.up === undefined) return;
      await this.#apply(stack.name, "up", stack.up, (change) => isFinished(change, stack));
    });
  }

  /** Deploys the wanted form of every stack that has another one, in reverse order. */
  down(stacks: readonly StackChange[]): Promise<void> {
    return runInOrder(downOrder(stacks), async ({ stack }) => {
      if (stack.turned !== undefined) {
        await this.#apply(stack.name, "turn", stack.turned, ({ address }) =>
          stack.movedLinks.includes(address),
        );
      }
      if (stack.down === undefined) return;
      await this.#forget(stack.name, stack.forgotten);
      await this.#apply(
        stack.name,
        "down",
        stack.down,
        ({ address, action }) => action === "delete" && stack.leftovers.includes(address),
      );
    });
  }

  async #apply(
    stack: string,
    form: FormName,
    json: TerraformJson,
    mayDelete: (change: PlannedChange) => boolean,
  ): Promise<void> {
    const { terraform, onApplied } = this.#options;
    const folder = this.#writeForm(stack, json);
    const planFile = join(folder, ".plan");
    if (!existsSync(join(folder, ".terraform"))) await terraform.init(folder);
    try {
      const changes = await terraform.planToFile(folder, planFile);
      rejectDeletions(
        stack,
        changes.filter((change) => !mayDelete(change)),
      );
      await terraform.applyPlan(folder, planFile);
      await onApplied({ stack, form, changes }, json);
    } finally {
      rmSync(planFile, { force: true });
    }
  }

  /** Makes Terraform forget resources, which stay in AWS. */
  async #forget(stack: string, addresses: readonly string[]): Promise<void> {
    if (addresses.length === 0) return;
    const { terraform } = this.#options;
    const folder = this.folderOf(stack);
    if (!existsSync(join(folder, ".terraform"))) await terraform.init(folder);
    const known = new Set(await terraform.stateList(folder));
    const present = addresses.filter((address) => known.has(address));
    if (present.length > 0) await terraform.stateRemove(folder, present);
  }

  /**
   * Writes a form into the stack's folder, which serves all of its forms. The wanted form is the
   * very file that cdktf wrote, so that cdktf finds nothing to change afterwards.
   */
  #writeForm(stack: string, json: TerraformJson): string {
    const folder = this.folderOf(stack);
    const wanted = this.#options.wantedFolders.get(stack);
    mkdirSync(folder, { recursive: true });
    if (wanted !== undefined) cpSync(wanted, folder, { recursive: true, filter: isSynthesized });
    const isWanted = wanted !== undefined && isDeepStrictEqual(readStackFile(wanted), json);
    if (!isWanted) writeStackFile(folder, json);
    return folder;
  }

  /** The folder in which Terraform runs for a stack. */
  folderOf(stack: string): string {
    return join(this.#options.workFolder, "stacks", stack);
  }
}

/** False for what Terraform, not cdktf, wrote into a stack's folder. */
function isSynthesized(path: string): boolean {
  return !basename(path).startsWith(".terraform");
}

/**
 * Types whose replacement deletes nothing in use. A task definition's earlier revision stays for
 * whatever runs it. The others are rules without a call to change them, which AWS applies once a
 * day or at the time of a backup.
 */
const REPLACEABLE_TYPES: ReadonlySet<string> = new Set([
  "aws_ecs_task_definition",
  "aws_ecr_lifecycle_policy",
  "aws_backup_selection",
]);

/**
 * True for a deletion that an interrupted change was about to make: what is in the state, and in no
 * form. The up form has everything of both forms.
 */
function isFinished({ action, reason }: PlannedChange, { mayFinishDeletions }: StackChange): boolean {
  return mayFinishDeletions && action === "delete" && reason === "delete_because_no_resource_config";
}

/**
 * True for a change that deletes what something may use: not a replacement of a
 * {@link REPLACEABLE_TYPES} resource, and not of what AWS did not finish creating, which Terraform
 * marked.
 */
function isDeletion({ address, action, reason }: PlannedChange): boolean {
  if (action === "replace") {
    return reason !== "tainted" && !REPLACEABLE_TYPES.has(address.split(".")[0] ?? "");
  }
  return action === "delete";
}

/** @throws ChangeError if changes delete or replace anything */
function rejectDeletions(stack: string, changes: readonly PlannedChange[]): void {
  const deletions = changes.filter(isDeletion);
  if (deletions.length === 0) return;
  const lines = deletions.map(({ address, action, reason }) => {
    const why = reason === undefined ? "" : ` (${reason.replaceAll("_", " ")})`;
    return `  ${action} ${address}${why}`;
  });
  throw new ChangeError(
    `${stack}: this pass must not delete these, and its plan would:\n${lines.join("\n")}\nNothing of this stack was changed.`,
  );
}

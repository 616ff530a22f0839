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

/** What a change runs with. */
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
      await this.#apply(stack.name, "up", stack.up, rejectDeletions);
    });
  }

  /** Deploys the wanted form of every stack that has another one, in reverse order. */
  down(stacks: readonly StackChange[]): Promise<void> {
    return runInOrder(downOrder(stacks), async ({ stack }) => {
      if (stack.turned !== undefined)
        await this.#apply(stack.name, "turn", stack.turned, (name, changes) =>
          rejectDeletions(
            name,
            changes.filter(({ address }) => !stack.movedLinks.includes(address)),
          ),
        );
      if (stack.down === undefined) return;
      await this.#forget(stack.name, stack.forgotten);
      await this.#apply(stack.name, "down", stack.down, (name, changes) =>
        rejectOtherDeletions(name, changes, stack.leftovers),
      );
    });
  }

  async #apply(
    stack: string,
    form: FormName,
    json: TerraformJson,
    check: (stack: string, changes: readonly PlannedChange[]) => void = () => {},
  ): Promise<void> {
    const { terraform, onApplied } = this.#options;
    const folder = this.#writeForm(stack, json);
    const planFile = join(folder, ".plan");
    if (!existsSync(join(folder, ".terraform"))) await terraform.init(folder);
    try {
      const changes = await terraform.planToFile(folder, planFile);
      check(stack, changes);
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

/** Types whose change only adds a revision: the earlier one stays for whatever uses it. */
const REVISION_TYPES: ReadonlySet<string> = new Set(["aws_ecs_task_definition"]);

/** @throws ChangeError if a plan of the down pass deletes more than the leftovers, or replaces */
function rejectOtherDeletions(
  stack: string,
  changes: readonly PlannedChange[],
  leftovers: readonly string[],
): void {
  const known = new Set(leftovers);
  rejectDeletions(
    stack,
    changes.filter(({ address, action }) => action !== "delete" || !known.has(address)),
  );
}

/** @throws ChangeError if a plan deletes or replaces anything */
function rejectDeletions(stack: string, changes: readonly PlannedChange[]): void {
  const deletions = changes.filter(
    ({ address, action }) =>
      (action === "delete" || action === "replace") && !REVISION_TYPES.has(address.split(".")[0] ?? ""),
  );
  if (deletions.length === 0) return;
  const lines = deletions.map(({ address, action, reason }) => {
    const why = reason === undefined ? "" : ` (${reason.replaceAll("_", " ")})`;
    return `  ${action} ${address}${why}`;
  });
  throw new ChangeError(
    `${stack}: this pass must not delete these, and its plan would:\n${lines.join("\n")}\nNothing of this stack was changed.`,
  );
}

import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import type { PlannedChange } from "../terraform/planned-changes.ts";
import { CommandError } from "../terraform/run-command.ts";
import { terraformDiagnostics } from "../terraform/terraform-diagnostics.ts";
import { isFinished, rejectDeletions, replacedIn } from "./allowed-deletions.ts";
import { ChangeError } from "./change-error.ts";
import { FormFolders, type FormFoldersOptions } from "./form-folders.ts";
import type { PlannedStackChanges } from "./plan-change.ts";
import { runInOrder } from "./run-in-order.ts";
import type { StackChange } from "./stack-change.ts";
import { downOrder, type OrderedChange, upOrder } from "./up-order.ts";

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

/** A plan of one form. */
export interface FormPlan {
  /** The stack's name. */
  readonly stack: string;
  /** The form. */
  readonly json: TerraformJson;
  /** The folder in which Terraform planned. */
  readonly folder: string;
  /** The plan's file: it contains values of the state. */
  readonly file: string;
  /** The changes of the plan. */
  readonly changes: readonly PlannedChange[];
  /** True if to apply it would do nothing. */
  readonly isEmpty: boolean;
  /** True for a plan that was saved before this run: its file stays. */
  readonly isSaved: boolean;
}

/** A plan that was saved before, and is applied as it is. */
export type SavedFormPlan = Pick<FormPlan, "file" | "changes">;

/** Decides on each plan of a change before it is applied. */
export interface PlanGate {
  /** The plan of a form that is applied as it is; undefined to plan now. */
  saved(form: FormName, stack: string): SavedFormPlan | undefined;
  /** Accepts a plan that was made now. @throws ChangeError to leave the stack as it is */
  accept(form: FormName, plan: FormPlan): Promise<void>;
  /** Called before a pass changes a stack or its state. */
  starting(form: FormName, stack: string): void;
  /** Called when a pass of a stack fails, or was not accepted. */
  failed(form: FormName, stack: string, error: unknown): void;
}

type Asides = StackChange["asides"];

/** One move in a state. */
interface Move {
  readonly from: string;
  readonly to: string;
}

/** Plans a stack again, where some resources of it stay beside their successors. */
type Replacing = (stack: string, addresses: readonly string[]) => StackChange | undefined;

/** The means of a change: Terraform, folders, a listener. */
export interface ChangeRunnerOptions extends FormFoldersOptions {
  /** Called after each form of a stack is deployed. */
  readonly onApplied: (applied: AppliedForm, json: TerraformJson) => void | Promise<void>;
  /** Decides on each plan. @default each is made now and applied */
  readonly gate?: PlanGate;
}

/** Deploys the forms of a change with Terraform, pass by pass. */
export class ChangeRunner {
  readonly #options: ChangeRunnerOptions;
  readonly #folders: FormFolders;

  constructor(options: ChangeRunnerOptions) {
    this.#options = options;
    this.#folders = new FormFolders(options);
  }

  /**
   * Deploys the up form of every stack, in the order of {@link upOrder}. What a plan would replace
   * stays beside its successor, as {@link PlannedStackChanges.replacing} plans it.
   *
   * @returns the change as it was deployed
   * @throws ChangeError if a plan would delete anything; then that stack is unchanged
   */
  async up(planned: PlannedStackChanges): Promise<PlannedStackChanges> {
    let current = planned;
    const replacing: Replacing = (stack, addresses) => {
      current = current.replacing(stack, addresses);
      return current.stacks.find(({ name }) => name === stack);
    };
    await this.#runPass("up", upOrder(planned.stacks), ({ stack }) => this.#up(stack, replacing));
    return current;
  }

  async #up(stack: StackChange, replacing: Replacing): Promise<void> {
    const plan = await this.#planUp(stack, replacing);
    if (plan !== undefined) await this.#apply("up", plan);
  }

  /**
   * Plans the up form; undefined without one. What is replaced goes aside, and comes back if the
   * plan is not accepted.
   */
  async #planUp(stack: StackChange, replacing: Replacing): Promise<FormPlan | undefined> {
    const isLeft = (change: PlannedChange) => isFinished(change, stack);
    const known = new Set<string>();
    const moved: Move[] = [];
    try {
      for (let next: StackChange | undefined = stack; next?.up !== undefined; ) {
        await this.#moveAside(next.name, next.up, next.asides, moved);
        const plan = await this.#plan("up", next.name, next.up);
        const replaced = replacedIn(plan.changes, next).filter((address) => !known.has(address));
        if (replaced.length === 0) return await this.#accept("up", plan, isLeft);
        this.#discard(plan);
        for (const address of replaced) known.add(address);
        next = replacing(next.name, replaced);
      }
      return undefined;
    } catch (error) {
      for (const { from, to } of moved.reverse()) {
        await this.#options.terraform.stateMove(this.folderOf(stack.name), to, from);
      }
      throw error;
    }
  }

  /** Moves traffic, routes, names and links to what takes over, in the order of {@link upOrder}. */
  turn({ stacks }: PlannedStackChanges): Promise<void> {
    return this.#runPass("turn", upOrder(stacks), async ({ stack: { name, turned, movedLinks } }) => {
      if (turned === undefined) return;
      const isMoved = ({ address }: PlannedChange) => movedLinks.includes(address);
      await this.#apply("turn", await this.#accept("turn", await this.#plan("turn", name, turned), isMoved));
    });
  }

  /** Deploys the wanted form of every stack that has another one, in reverse order. */
  down({ stacks }: PlannedStackChanges): Promise<void> {
    return this.#runPass(
      "down",
      downOrder(stacks),
      async ({ stack: { name, down, leftovers, forgotten } }) => {
        if (down === undefined) return;
        await this.#forget(name, down, forgotten);
        const isLeftover = ({ address, action }: PlannedChange) =>
          action === "delete" && leftovers.includes(address);
        await this.#apply(
          "down",
          await this.#accept("down", await this.#plan("down", name, down), isLeftover),
        );
      },
    );
  }

  async #plan(form: FormName, stack: string, json: TerraformJson): Promise<FormPlan> {
    const folder = await this.#folders.write(stack, json);
    const saved = this.#options.gate?.saved(form, stack);
    if (saved !== undefined) return { stack, json, folder, ...saved, isEmpty: false, isSaved: true };
    const file = join(folder, ".plan");
    const summary = await this.#options.terraform.planToFile(folder, file);
    return { stack, json, folder, file, ...summary, isSaved: false };
  }

  /**
   * Returns the plan if it deletes only what it may, and the gate accepts it. @throws ChangeError
   * otherwise; nothing of it was applied
   */
  async #accept(
    form: FormName,
    plan: FormPlan,
    mayDelete: (change: PlannedChange) => boolean,
  ): Promise<FormPlan> {
    try {
      rejectDeletions(
        plan.stack,
        plan.changes.filter((change) => !mayDelete(change)),
      );
      if (!plan.isSaved) await this.#options.gate?.accept(form, plan);
      return plan;
    } catch (error) {
      this.#discard(plan);
      throw error;
    }
  }

  #discard({ file, isSaved }: FormPlan): void {
    if (!isSaved) rmSync(file, { force: true });
  }

  async #apply(form: FormName, plan: FormPlan): Promise<void> {
    const { terraform, onApplied, gate } = this.#options;
    try {
      gate?.starting(form, plan.stack);
      if (!plan.isEmpty) await terraform.applyPlan(plan.folder, plan.file);
      await onApplied({ stack: plan.stack, form, changes: plan.changes }, plan.json);
    } finally {
      this.#discard(plan);
    }
  }

  /** Gives what is replaced another address in the state, and notes it. */
  async #moveAside(stack: string, json: TerraformJson, asides: Asides, moved: Move[]): Promise<void> {
    if (asides.size === 0) return;
    const { terraform, gate } = this.#options;
    gate?.starting("up", stack);
    const folder = await this.#folders.write(stack, json);
    const known = new Set(await terraform.stateList(folder));
    for (const [from, to] of asides) {
      // An interrupted change has moved it already.
      if (!known.has(from) || known.has(to)) continue;
      await terraform.stateMove(folder, from, to);
      moved.push({ from, to });
    }
  }

  /** Makes Terraform forget resources, which stay in AWS. */
  async #forget(stack: string, json: TerraformJson, addresses: readonly string[]): Promise<void> {
    if (addresses.length === 0) return;
    const { terraform, gate } = this.#options;
    gate?.starting("down", stack);
    const folder = await this.#folders.write(stack, json);
    const known = new Set(await terraform.stateList(folder));
    const present = addresses.filter((address) => known.has(address));
    if (present.length > 0) await terraform.stateRemove(folder, present);
  }

  /**
   * Works on each stack in its order. A failure stops those that come after it, and the rest goes
   * on.
   *
   * @throws ChangeError with all errors if several stacks failed, else the one error
   */
  async #runPass(
    form: FormName,
    items: readonly OrderedChange[],
    work: (item: OrderedChange) => Promise<void>,
  ): Promise<void> {
    const failures: string[] = [];
    const noted = async (item: OrderedChange) => {
      try {
        await work(item);
      } catch (error) {
        const text = error instanceof CommandError ? terraformDiagnostics(error) : String(error);
        failures.push(`${item.name}: ${text}`);
        this.#options.gate?.failed(form, item.name, error);
        throw error;
      }
    };
    try {
      await runInOrder(items, noted, { afterFailure: "independent" });
    } catch (error) {
      throw failures.length < 2 ? error : new ChangeError(failures.join("\n"), { cause: error });
    }
  }

  /** The folder in which Terraform runs for a stack. */
  folderOf(stack: string): string {
    return this.#folders.folderOf(stack);
  }
}

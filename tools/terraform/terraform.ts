import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type PlanSummary, readMachineReadablePlan } from "./planned-changes.ts";
import { copyProviderLock } from "./provider-lock.ts";
import { CommandError, type CommandOptions, type CommandResult, runCommand } from "./run-command.ts";

/** Environment, callback, abort signal and provider lock of Terraform's commands. */
export interface TerraformOptions extends Pick<CommandOptions, "env" | "onStart" | "signal"> {
  /**
   * The path of the lock file that each folder gets before `terraform init`, if it exists.
   * @default the folder's own
   */
  readonly lockFile?: string;
}

/**
 * The commands that change what is deployed, or the state. They end in their own time even if this
 * process is killed: what they have created is in the state then.
 */
const CHANGING_COMMANDS: ReadonlySet<string> = new Set(["apply", "destroy", "import", "untaint"]);

/** Terraform's message for importing an object that does not exist. */
const NON_EXISTENT = /Cannot import non-existent remote object/;

/** Runs Terraform's commands in a folder. */
export class Terraform {
  readonly #binary: string;
  readonly #options: TerraformOptions;

  /** @param binary the program's path */
  constructor(binary: string, options: TerraformOptions = {}) {
    this.#binary = binary;
    this.#options = options;
  }

  /** https://developer.hashicorp.com/terraform/cli/commands/init */
  init(folder: string, ...args: readonly string[]): Promise<CommandResult> {
    if (this.#options.lockFile !== undefined) copyProviderLock(this.#options.lockFile, folder);
    return this.#runTerraform(folder, ["init", "-input=false", ...args]);
  }

  /** https://developer.hashicorp.com/terraform/cli/commands/apply */
  apply(folder: string, ...args: readonly string[]): Promise<CommandResult> {
    return this.#runTerraform(folder, ["apply", "-input=false", "-auto-approve", ...args]);
  }

  /**
   * Reads the state's resources again. Terraform refuses to apply a refresh that finds nothing
   * changed if an output is new and not known yet; there is nothing to save then. The older
   * command `refresh` is no way round: it plans as usual, and fails for a tainted resource that is
   * protected from deletion.
   * https://github.com/hashicorp/terraform/issues/35806
   *
   * @throws CommandError if Terraform fails for another reason.
   */
  async refresh(folder: string, ...args: readonly string[]): Promise<CommandResult> {
    const command = ["apply", "-input=false", "-auto-approve", "-refresh-only", ...args];
    const result = await this.#runTerraform(folder, command, [0, 1]);
    if (result.exitCode === 0 || result.stderr.includes("Cannot apply non-applyable plan")) return result;
    throw new CommandError(`\`terraform apply -refresh-only\` failed: ${result.stderr.trim()}`, result);
  }

  /** https://developer.hashicorp.com/terraform/cli/commands/destroy */
  destroy(folder: string, ...args: readonly string[]): Promise<CommandResult> {
    return this.#runTerraform(folder, ["destroy", "-input=false", "-auto-approve", ...args]);
  }

  /**
   * Plans, and reports whether the plan would change anything; `plan` is Terraform's output. Data
   * sources that only a check block uses are read again at each run, which Terraform's exit code
   * counts as a change; here it is none.
   * https://developer.hashicorp.com/terraform/cli/commands/plan#detailed-exitcode
   */
  async plan(
    folder: string,
    ...args: readonly string[]
  ): Promise<{ readonly changes: boolean; readonly plan: string }> {
    const result = await this.#runTerraform(
      folder,
      ["plan", "-input=false", "-detailed-exitcode", ...args],
      [0, 2],
    );
    return { changes: result.exitCode === 2 && !onlyReadsForChecks(result.stdout), plan: result.stdout };
  }

  /**
   * Plans into a file that {@link applyPlan} applies, and returns what it would change. The file
   * contains the values of the state, secrets included.
   *
   * @param options further options of `terraform plan`
   * @throws CommandError with Terraform's diagnostics as its output
   */
  async planToFile(folder: string, file: string, ...options: readonly string[]): Promise<PlanSummary> {
    const args = ["plan", "-input=false", "-json", `-out=${file}`, ...options];
    const result = await this.#runTerraform(folder, args, [0, 1]);
    const { diagnostics, ...summary } = readMachineReadablePlan(result.stdout);
    if (result.exitCode === 0) return summary;
    const stdout = diagnostics.join("\n");
    throw new CommandError(`\`terraform plan\` failed: ${diagnostics[0]?.split("\n")[0] ?? "no output"}`, {
      ...result,
      stdout,
    });
  }

  /**
   * Reads one resource again, and returns its values; undefined if the state has no such resource.
   * Neither the state nor anything else changes.
   */
  async readAgain(folder: string, address: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const file = ".read";
    await this.#runTerraform(folder, [
      ...["plan", "-input=false", "-refresh-only", "-lock=false"],
      ...[`-target=${address}`, `-out=${file}`],
    ]);
    try {
      const { prior_state: state } = JSON.parse(await this.showPlan(folder, file)) as ShownPlan;
      const found = state?.values?.root_module?.resources?.find((resource) => resource.address === address);
      return found?.values;
    } finally {
      rmSync(join(folder, file), { force: true });
    }
  }

  /**
   * The JSON of a plan made by {@link planToFile}. It contains the state's secrets in clear.
   * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
   */
  async showPlan(folder: string, file: string): Promise<string> {
    return (await this.#runTerraform(folder, ["show", "-json", file])).stdout;
  }

  /**
   * Applies a plan made by {@link planToFile}, exactly as it is. Waits for a lock of the state:
   * that of an apply which a killed process began may still be held.
   */
  applyPlan(folder: string, file: string): Promise<CommandResult> {
    return this.#runTerraform(folder, ["apply", "-input=false", "-lock-timeout=60s", file]);
  }

  /**
   * Plans what is already deployed, without locking the state: nothing else is using it.
   * Initializes a folder from which nothing was deployed before.
   */
  async planAsDeployed(folder: string): Promise<{ readonly changes: boolean; readonly plan: string }> {
    if (!existsSync(join(folder, ".terraform"))) await this.init(folder);
    return this.plan(folder, "-lock=false");
  }

  /**
   * Plans the destruction of what is deployed, without refreshing or locking the state. Exit code 1
   * if Terraform refuses it: protected resources are in the output.
   * https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
   */
  planDestroy(folder: string): Promise<CommandResult> {
    const args = ["plan", "-destroy", "-input=false", "-lock=false", "-refresh=false"];
    return this.#runTerraform(folder, args, [0, 1]);
  }

  /**
   * The addresses in a folder's state. Empty if there is no state yet.
   *
   * @throws CommandError if Terraform fails for another reason.
   */
  async stateList(folder: string): Promise<string[]> {
    const result = await this.#runTerraform(folder, ["state", "list"], [0, 1]);
    if (result.exitCode === 1 && !result.stderr.includes("No state file was found")) {
      throw new CommandError(`\`terraform state list\` failed: ${result.stderr.trim()}`, result);
    }
    return result.exitCode === 1 ? [] : result.stdout.split("\n").filter((line) => line !== "");
  }

  /**
   * The state of a folder's backend, in Terraform's format. A state that does not exist yet has no
   * lineage.
   * https://developer.hashicorp.com/terraform/cli/commands/state/pull
   */
  async statePull(folder: string): Promise<string> {
    return (await this.#runTerraform(folder, ["state", "pull"])).stdout;
  }

  /**
   * Writes a state to a folder's backend. Terraform rejects a state of another lineage, or with a
   * lower serial.
   * https://developer.hashicorp.com/terraform/cli/commands/state/push
   */
  statePush(folder: string, file: string, ...args: readonly string[]): Promise<CommandResult> {
    return this.#runTerraform(folder, ["state", "push", ...args, file]);
  }

  /** https://developer.hashicorp.com/terraform/cli/commands/state/rm */
  stateRemove(folder: string, addresses: readonly string[]): Promise<CommandResult> {
    return this.#runTerraform(folder, ["state", "rm", ...addresses]);
  }

  /** https://developer.hashicorp.com/terraform/cli/commands/state/mv */
  stateMove(folder: string, from: string, to: string): Promise<CommandResult> {
    return this.#runTerraform(folder, ["state", "mv", from, to]);
  }

  /** https://developer.hashicorp.com/terraform/cli/commands/untaint */
  untaint(folder: string, address: string): Promise<CommandResult> {
    return this.#runTerraform(folder, ["untaint", address]);
  }

  /**
   * Imports an existing object into a folder's state.
   * https://developer.hashicorp.com/terraform/cli/commands/import
   *
   * @returns false when there is no such object
   * @throws CommandError if Terraform fails for another reason.
   */
  async import(folder: string, address: string, id: string): Promise<boolean> {
    const result = await this.#runTerraform(folder, ["import", "-input=false", address, id], [0, 1]);
    if (result.exitCode === 0) return true;
    if (NON_EXISTENT.test(result.stderr)) return false;
    throw new CommandError(`\`terraform import\` failed: ${result.stderr.trim()}`, result);
  }

  /** https://developer.hashicorp.com/terraform/cli/commands/providers/lock */
  providersLock(folder: string, ...args: readonly string[]): Promise<CommandResult> {
    return this.#runTerraform(folder, ["providers", "lock", ...args]);
  }

  /** https://developer.hashicorp.com/terraform/cli/commands/force-unlock */
  forceUnlock(folder: string, lockId: string): Promise<CommandResult> {
    return this.#runTerraform(folder, ["force-unlock", "-force", lockId]);
  }

  /** Returns the same Terraform, with `onStart` receiving the process ID of each command. */
  watched(onStart: (pid: number) => void): Terraform {
    return new Terraform(this.#binary, { ...this.#options, onStart });
  }

  #runTerraform(
    folder: string,
    args: readonly string[],
    okExitCodes: readonly number[] = [0],
  ): Promise<CommandResult> {
    // These have no -no-color. The list of a state has no colours.
    const [command, ...options] = args;
    const colourless =
      command === undefined || ["state", "providers"].includes(command)
        ? args
        : [command, "-no-color", ...options];
    const { lockFile: _, ...commandOptions } = this.#options;
    const mayOutlive = command !== undefined && CHANGING_COMMANDS.has(command);
    return runCommand(this.#binary, colourless, { ...commandOptions, cwd: folder, okExitCodes, mayOutlive });
  }
}

/** The part of `terraform show -json` that is read here. */
interface ShownPlan {
  readonly prior_state?: {
    readonly values?: {
      readonly root_module?: {
        readonly resources?: readonly {
          readonly address: string;
          readonly values: Readonly<Record<string, unknown>>;
        }[];
      };
    };
  };
}

/** The plan's notice for data that only a check block reads. */
const CHECK_BLOCK_READ =
  /^ *# \S.* will be read during apply\n *# \(config will be reloaded to verify a check block\)$/gm;

/** True if a plan only reads data for check blocks. */
function onlyReadsForChecks(plan: string): boolean {
  return (
    plan.match(CHECK_BLOCK_READ) !== null &&
    /^Plan: 0 to add, 0 to change, 0 to destroy\.$/m.test(plan) &&
    !/^ *# \S.* (will be|must be|has moved) |^Changes to Outputs:/m.test(plan.replace(CHECK_BLOCK_READ, ""))
  );
}

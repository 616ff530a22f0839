import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildStatesApp, synthesizeApp } from "../../../../stacks/build.ts";
import { SEARCH_TYPES } from "../../../../tools/bootstrap/account-search.ts";
import {
  type BootstrapOptions,
  bootstrapStateBucket,
  removeStateBucket,
} from "../../../../tools/bootstrap/bootstrap.ts";
import type { BootstrapGoal } from "../../../../tools/bootstrap/bootstrap-plan.ts";
import type { FindOtherStates } from "../../../../tools/bootstrap/bootstrap-run.ts";
import type { KilledCommand } from "../../../../tools/bootstrap/state-lock.ts";
import { chooseProvider, type ProviderChoice } from "../../../../tools/rehearse/provider-choice.ts";
import { type Simulation, startSimulation } from "../../../../tools/rehearse/simulation.ts";
import type { FaultPlan } from "../../../../tools/rehearse/simulator/faults.ts";
import { awsTypesIn } from "../../../../tools/rehearse/used-types.ts";
import { readSynthesizedStacks } from "../../../../tools/synthesized/synthesized-stacks.ts";
import { Terraform } from "../../../../tools/terraform/terraform.ts";
import { findTerraform } from "../../../../tools/terraform/terraform-binary.ts";
import { cybershieldIn } from "../../../support/platforms.ts";

const STATE_ACCOUNT = "222222222222";
const STATE_STACK = "state-222222222222-us-east-1";
export const BUCKET = "222222222222-us-east-1-drydock-state";
export const STATE_KEY = `${STATE_STACK}/terraform.tfstate`;

/** The summary of a complete account: one bucket, one key behind the alias, and only the state. */
export const COMPLETE = { buckets: [BUCKET], keyCount: 1, isAliased: true, objects: [STATE_KEY] };

/** The point at which a run is cut, counted from 1. */
export type SimulatedCut =
  /**
   * At a command: a program in place of Terraform fails, either without running Terraform or after
   * it.
   */
  | { readonly command: number; readonly when: "before" | "after" }
  /**
   * At a change, counted over all types or over `type` alone: AWS makes the change and returns an
   * error, the provider crashes after the change, or Terraform is killed during the change.
   */
  | { readonly change: number; readonly type?: string; readonly by: "fail" | "crash" | "kill" };

/** The result of a run. */
export interface SimulatedEnd {
  readonly outcome?: string;
  readonly error?: Error;
  /** The numbers of Terraform commands and of changes in AWS. */
  readonly commands: number;
  readonly changes: number;
}

/** The folders of the state stack, synthesized with and without protection. */
export interface StateStacks {
  readonly protected: string;
  readonly unprotected: string;
}

/** Synthesizes the state stack of CyberShield dev below a folder. */
export function synthesizeStateStacks(folder: string): StateStacks {
  const synthesize = (name: string, unprotected: readonly string[]) => {
    const outdir = join(folder, name);
    mkdirSync(outdir, { recursive: true });
    synthesizeApp(buildStatesApp([cybershieldIn("dev")], unprotected, { outdir }));
    return join(outdir, "stacks", STATE_STACK);
  };
  return { protected: synthesize("protected", []), unprotected: synthesize("unprotected", [STATE_STACK]) };
}

/** The fault plan of the current run. */
interface Faults {
  plan: FaultPlan | undefined;
}

/** Runs of real Terraform on one simulated account, with a checkout for each machine. */
export class SimulatedRuns {
  readonly simulation: Simulation;
  readonly #folder: string;
  readonly #stacks: StateStacks;
  readonly #binary: string;
  readonly #faults: Faults;

  private constructor(
    folder: string,
    stacks: StateStacks,
    binary: string,
    simulation: Simulation,
    faults: Faults,
  ) {
    this.#folder = folder;
    this.#stacks = stacks;
    this.#binary = binary;
    this.simulation = simulation;
    this.#faults = faults;
  }

  /** The folder of the simulated account among those of the machines. */
  static accountFolderIn(folder: string): string {
    return join(folder, "aws");
  }

  get accountFolder(): string {
    return SimulatedRuns.accountFolderIn(this.#folder);
  }

  /** Starts the account in `folder`, or resumes the account that is there. */
  static async start(folder: string, stacks: StateStacks, choice: ProviderChoice): Promise<SimulatedRuns> {
    const binary = (await findTerraform()).command;
    const faults: Faults = { plan: undefined };
    const types = awsTypesIn(readSynthesizedStacks(join(stacks.protected, "..", ".."))) ?? [];
    const simulation = await startSimulation({
      folder: SimulatedRuns.accountFolderIn(folder),
      accountId: STATE_ACCOUNT,
      types: new Set([...types, ...SEARCH_TYPES]),
      terraformBinary: binary,
      provider: await chooseProvider(choice, () => undefined),
      faults: (change, context) => faults.plan?.(change, context),
    });
    return new SimulatedRuns(folder, stacks, binary, simulation, faults);
  }

  /** Runs a bootstrap or a removal on a machine. */
  async run(
    goal: BootstrapGoal,
    { cut, machine = "a", findOthers = async () => [], killed = [], stacks = this.#stacks }: RunSettings = {},
  ): Promise<SimulatedEnd> {
    const counter = join(this.#folder, "commands");
    writeFileSync(counter, "0");
    const before = this.simulation.simulator.applied.length;
    const options: BootstrapOptions = {
      terraform: this.#terraform(counter, cut),
      stack: STATE_STACK,
      stackFolder: goal === "present" ? stacks.protected : stacks.unprotected,
      workFolder: join(this.#folder, machine),
      lockWaitSeconds: 1,
      killed,
    };
    const running =
      goal === "present" ? bootstrapStateBucket(options) : removeStateBucket(options, findOthers);
    const ended = await running.then(
      (outcome) => ({ outcome }),
      (error: Error) => ({ error }),
    );
    this.#faults.plan = undefined;
    const changes = this.simulation.simulator.applied.length - before;
    return { ...ended, commands: Number(readFileSync(counter, "utf8")), changes };
  }

  /** A machine's working folder of the stack. */
  stackFolder(machine = "a"): string {
    return join(this.#folder, machine, STATE_STACK);
  }

  /** Deletes a machine's files. */
  forget(machine = "a"): void {
    rmSync(join(this.#folder, machine), { recursive: true, force: true });
  }

  /** The IDs of a type's resources in the account. */
  ids(type: string): readonly string[] {
    return this.simulation.simulator.account.resources(type).map(({ id }) => id);
  }

  /** The facts that show a complete bucket without duplicates. */
  get summary() {
    const { account } = this.simulation.simulator;
    const keys = this.ids("aws_kms_key");
    const targets = account.resources("aws_kms_alias").map(({ values }) => values.target_key_id);
    const objects = this.simulation.stateBackend.objects.list(BUCKET).map(({ key }) => key);
    return {
      buckets: this.ids("aws_s3_bucket"),
      keyCount: keys.length,
      isAliased: targets[0] === keys[0],
      objects,
    };
  }

  /** The local files of a machine, without its providers. */
  localFiles(machine = "a"): readonly string[] {
    const folder = this.stackFolder(machine);
    const kept = [".terraform", ".terraform.lock.hcl"];
    return existsSync(folder) ? readdirSync(folder).filter((file) => !kept.includes(file)) : [];
  }

  stop(): Promise<void> {
    return this.simulation.stop();
  }

  #terraform(counter: string, cut: SimulatedCut | undefined): Terraform {
    const program = join(this.#folder, "terraform-cut");
    writeFileSync(program, PROGRAM);
    chmodSync(program, 0o755);
    const [at, when] = cut !== undefined && "command" in cut ? [cut.command, cut.when] : [0, "never"];
    const env = {
      ...this.simulation.env,
      CUT_COUNTER: counter,
      CUT_AT: String(at),
      CUT_WHEN: when,
      CUT_TERRAFORM: this.#binary,
    };
    let running = 0;
    if (cut !== undefined && "change" in cut) this.#faults.plan = faultAt(cut, () => running);
    return new Terraform(program, { env }).watched((pid) => {
      running = pid;
    });
  }
}

interface RunSettings {
  readonly cut?: SimulatedCut | undefined;
  readonly machine?: string;
  readonly findOthers?: FindOtherStates;
  readonly killed?: readonly KilledCommand[];
  readonly stacks?: StateStacks;
}

/** A program in place of Terraform, which counts the commands and fails once. */
const PROGRAM = `#!/bin/sh
count=$(($(cat "$CUT_COUNTER") + 1))
echo "$count" > "$CUT_COUNTER"
[ "$count" -eq "$CUT_AT" ] || exec "$CUT_TERRAFORM" "$@"
[ "$CUT_WHEN" = before ] || "$CUT_TERRAFORM" "$@"
echo "Error: cut" >&2
exit 1
`;

function faultAt(
  { change, type, by }: Extract<SimulatedCut, { change: number }>,
  runningPid: () => number,
): FaultPlan {
  let count = 0;
  return (changed) => {
    if (type !== undefined && changed.type !== type) return undefined;
    count += 1;
    if (count !== change) return undefined;
    if (by === "crash") return { kind: "crash", afterApply: true };
    if (by === "fail") {
      return {
        kind: "fail",
        afterApply: true,
        apiError: { code: "InternalFailure", message: "cut", operation: "Any" },
      };
    }
    // Terraform leads its own process group. Group 0 would be this process's, and 1 every
    // process's.
    if (runningPid() > 1) process.kill(-runningPid(), "SIGKILL");
    return undefined;
  };
}

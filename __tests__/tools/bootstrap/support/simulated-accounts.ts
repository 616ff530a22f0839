import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProviderChoice } from "../../../../tools/rehearse/provider-choice.ts";
import {
  type SimulatedEnd,
  SimulatedRuns,
  type StateStacks,
  synthesizeStateStacks,
} from "./simulated-runs.ts";

/**
 * Simulated accounts for tests, each in its own folder that is removed afterwards: empty ones, and
 * copies of an account that was bootstrapped once for all tests.
 */
export class SimulatedAccounts {
  readonly stacks: StateStacks;
  readonly #folder: string;
  readonly #bootstrapped: string;
  #count = 0;

  constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), "drydock-bootstrap-"));
    this.#bootstrapped = join(this.#folder, "bootstrapped");
    this.stacks = synthesizeStateStacks(join(this.#folder, "synthesized"));
  }

  /**
   * Bootstraps the account that {@link withBootstrapped} copies; `check` is called before it stops.
   */
  async bootstrapOnce(
    choice: ProviderChoice,
    check: (end: SimulatedEnd, runs: SimulatedRuns) => void,
  ): Promise<void> {
    await this.withEmpty(choice, async (runs) => {
      check(await runs.run("present"), runs);
      await runs.stop();
      cpSync(runs.accountFolder, this.#bootstrapped, { recursive: true });
    });
  }

  /** Runs `work` with an empty account. */
  withEmpty<T>(choice: ProviderChoice, work: (runs: SimulatedRuns) => Promise<T>): Promise<T> {
    return this.#withAccount(choice, undefined, work);
  }

  /** Runs `work` with a copy of the bootstrapped account, on machines without local files. */
  withBootstrapped<T>(choice: ProviderChoice, work: (runs: SimulatedRuns) => Promise<T>): Promise<T> {
    return this.#withAccount(choice, this.#bootstrapped, work);
  }

  /** Removes all folders. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #withAccount<T>(
    choice: ProviderChoice,
    copied: string | undefined,
    work: (runs: SimulatedRuns) => Promise<T>,
  ): Promise<T> {
    const folder = join(this.#folder, String(this.#count++));
    mkdirSync(folder);
    if (copied !== undefined) cpSync(copied, SimulatedRuns.accountFolderIn(folder), { recursive: true });
    const runs = await SimulatedRuns.start(folder, this.stacks, choice);
    try {
      return await work(runs);
    } finally {
      await runs.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

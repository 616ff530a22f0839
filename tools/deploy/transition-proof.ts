import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Platform } from "../../language/platform.ts";
import { type AnalyzedNetwork, analyze } from "../reach/analysis/analyzed-network.ts";
import { NetworkAnalysis } from "../reach/analysis/network-analysis.ts";
import { transitionProblems } from "../reach/analysis/transition.ts";
import type { TerraformJson } from "../synthesized/synthesized-stacks.ts";
import { writeSynthesizedStacks } from "../synthesized/write-stacks.ts";
import { ChangeError } from "./change-error.ts";
import { resourcesByAddress, withoutAddresses } from "./forms/resource-address.ts";
import type { Handover, StackAddress } from "./plan-handover.ts";
import type { DeployedStack } from "./stack-change.ts";

/** Options of {@link TransitionProof}. */
export interface TransitionProofOptions {
  /** The platform, whose names the proof reports. */
  readonly platform: Platform;
  /** The stacks before the change. */
  readonly deployed: readonly DeployedStack[];
  /** The stacks after the change. */
  readonly wanted: readonly DeployedStack[];
  /** Objects that go from one stack to another, which two forms have for a while. */
  readonly handovers: readonly Handover[];
  /** A private folder for the forms. */
  readonly workFolder: string;
}

/**
 * Proves each state of a change: whatever is open before and after it stays open, and nothing opens
 * that is open in neither.
 */
export class TransitionProof {
  readonly #options: TransitionProofOptions;
  readonly #ends: Promise<readonly [before: AnalyzedNetwork, after: AnalyzedNetwork]>;
  readonly #current: Map<string, DeployedStack>;
  #states = 0;

  constructor(options: TransitionProofOptions) {
    this.#options = options;
    this.#current = new Map(options.deployed.map((stack) => [stack.name, stack]));
    this.#ends = Promise.all([
      this.#analyze("before", options.deployed),
      this.#analyze("after", options.wanted),
    ]);
    // Awaited later: a rejection is no unhandled one until then.
    this.#ends.catch(() => {});
  }

  /** The number of states proven so far. */
  get states(): number {
    return this.#states;
  }

  /**
   * Proves the state in which a stack has taken a form. If it has had the form before, the state is
   * the one that was proven last.
   *
   * @throws ChangeError with every connection that is lost or opened
   */
  async prove(name: string, json: TerraformJson): Promise<void> {
    this.#states += 1;
    const current = this.#current.get(name);
    const isSame = isDeepStrictEqual(current?.json, json);
    const known = current ?? this.#options.wanted.find((stack) => stack.name === name);
    this.#current.set(name, { name, dependencies: known?.dependencies ?? [], json });
    const [before, after] = await this.#ends;
    if (isSame) return;
    const now = await this.#analyze(`state-${this.#states}`, this.#currentForms());
    const problems = transitionProblems(before, after, now);
    if (problems.length === 0) return;
    const lines = problems.map(
      ({ kind, from, to, packets }) =>
        `  ${kind === "lost" ? "lost for a while" : "open for a while"}: ${from} -> ${to} ${packets.transport().format()}`,
    );
    throw new ChangeError(`After ${name} was deployed:\n${lines.join("\n")}`);
  }

  /** The stacks' forms, without what another stack has taken over. */
  #currentForms(): readonly DeployedStack[] {
    const has = ({ stack, address }: StackAddress) =>
      resourcesByAddress(this.#current.get(stack)?.json ?? {}).has(address);
    const given = this.#options.handovers.filter(({ to }) => has(to)).map(({ from }) => from);
    return [...this.#current.values()].map((stack) => {
      const addresses = given.filter((one) => one.stack === stack.name).map(({ address }) => address);
      return addresses.length === 0 ? stack : { ...stack, json: withoutAddresses(stack.json, addresses) };
    });
  }

  async #analyze(folder: string, stacks: readonly DeployedStack[]): Promise<AnalyzedNetwork> {
    const path = join(this.#options.workFolder, folder);
    const names = new Set(stacks.map((stack) => stack.name));
    writeSynthesizedStacks(
      path,
      stacks.map((stack) => ({
        ...stack,
        dependencies: stack.dependencies.filter((dependency) => names.has(dependency)),
      })),
    );
    return analyze(await NetworkAnalysis.read(path, () => [this.#options.platform]));
  }
}

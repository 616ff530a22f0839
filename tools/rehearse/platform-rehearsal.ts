import { join } from "node:path";
import { compact } from "../../language/compact.ts";
import type { Platform } from "../../language/platform.ts";
import { platformPrefix, stateBucketName, stateStackName } from "../../modules/names.ts";
import { SEARCH_TYPES } from "../bootstrap/account-search.ts";
import { type BootstrapOptions, bootstrapStateBucket, removeStateBucket } from "../bootstrap/bootstrap.ts";
import { synthesizeProject } from "../synthesize-project.ts";
import { readSynthesizedStacks } from "../synthesized/synthesized-stacks.ts";
import { type CdktfOptions, cdktfEnvironment } from "../terraform/cdktf.ts";
import { changedStacks } from "./changed-stacks.ts";
import { proveDeclaredPaths } from "./open-paths.ts";
import { type Phase, Rehearsal, RehearsalError, runExplainedStep } from "./rehearsal.ts";
import type { KeepRunning, RehearseOptions } from "./rehearse-options.ts";
import type { RehearsalResult } from "./result.ts";
import { type Simulation, terraformForSimulation, withSimulation } from "./simulation.ts";
import { awsTypesIn, usedBlocksByType } from "./used-types.ts";

/**
 * Rehearses a platform's whole life: bootstraps, deploys, plans again, verifies that protection
 * blocks destroy, destroys, and verifies that nothing is left.
 */
export async function rehearsePlatform(
  options: RehearseOptions,
  workFolder: string,
  platform: Platform,
): Promise<RehearsalResult> {
  const project = projectCdktfOptions(options, workFolder, platform);
  const stacks = await synthesizeStacks(options, project, workFolder);
  const account = {
    folder: join(workFolder, "aws"),
    terraformBinary: options.terraformBinary,
    accountId: platform.account,
    types: typesToTell(stacks),
    usedBlocks: usedBlocksByType(stacks),
    provider: options.provider,
    port: options.port,
  };
  return withSimulation(account, (simulation) => {
    const cdktf = { ...project, env: { ...project.env, ...simulation.env } };
    const lifecycle = new PlatformLifecycle({ options, platform, simulation, cdktf, workFolder });
    return options.keep === undefined ? lifecycle.rehearse() : lifecycle.keep(options.keep);
  });
}

/** Returns the types that the stacks and the bootstrap use. */
function typesToTell(stacks: Parameters<typeof awsTypesIn>[0]): ReturnType<typeof awsTypesIn> {
  const types = awsTypesIn(stacks);
  return types === undefined ? undefined : new Set([...types, ...SEARCH_TYPES]);
}

/**
 * Returns cdktf's options in the project: one platform in one environment, with output in a folder
 * that belongs to the rehearsal.
 */
function projectCdktfOptions(options: RehearseOptions, workFolder: string, platform: Platform) {
  return {
    cwd: options.projectFolder,
    output: join(workFolder, "cdktf.out"),
    env: {
      ...cdktfEnvironment(join(workFolder, "cdktf-home")),
      DRYDOCK_PLATFORM: platform.name,
      DRYDOCK_ENVIRONMENT: platform.environment,
    },
    ...compact({ signal: options.signal }),
  } satisfies CdktfOptions;
}

function synthesizeStacks(
  options: RehearseOptions,
  project: ReturnType<typeof projectCdktfOptions>,
  workFolder: string,
) {
  return runExplainedStep(options.progress, "synth", async () => {
    await Promise.all([
      synthesizeProject(project.output, project.env),
      synthesizeStateStack(project, workFolder, ""),
    ]);
    const stacks = [
      ...readSynthesizedStacks(project.output),
      ...readSynthesizedStacks(stateStackFolder(workFolder)),
    ];
    return [stacks, `${stacks.length} stacks`];
  });
}

function stateStackFolder(workFolder: string): string {
  return join(workFolder, "states.out");
}

/** Synthesizes the state bucket's stack. It is a separate app, as in `drydock bootstrap`. */
function synthesizeStateStack(
  { env }: { readonly env: Env },
  workFolder: string,
  unprotect: string,
): Promise<void> {
  return synthesizeProject(stateStackFolder(workFolder), {
    ...env,
    DRYDOCK_STATES: "1",
    DRYDOCK_UNPROTECT: unprotect,
  });
}

type Env = Readonly<Record<string, string | undefined>>;

interface LifecycleContext {
  readonly options: RehearseOptions;
  readonly platform: Platform;
  readonly simulation: Simulation;
  readonly cdktf: CdktfOptions & { readonly output: string; readonly env: Env };
  readonly workFolder: string;
}

/** The pattern that matches every stack of the app. */
const ALL_STACKS = "*";

class PlatformLifecycle {
  readonly #context: LifecycleContext;
  readonly #rehearsal: Rehearsal;

  constructor(lifecycle: LifecycleContext) {
    const { options, platform, simulation, cdktf } = lifecycle;
    this.#context = lifecycle;
    const terraform = terraformForSimulation(simulation, options.terraformBinary, options.signal);
    this.#rehearsal = new Rehearsal({
      simulation,
      terraform,
      cdktf,
      options,
      subject: platformPrefix(platform),
    });
  }

  async rehearse(): Promise<RehearsalResult> {
    const rehearsal = this.#rehearsal;
    const isProtected = this.#context.platform.protected;
    await this.#deploy();
    await rehearsal.runTogether(
      rehearsal.verifySecondPlanEmpty(),
      this.#bootstrapAgain(),
      ...(isProtected ? [rehearsal.verifyDestroyRefused()] : []),
    );
    if (isProtected) await this.#removeProtection();
    await rehearsal.destroy(ALL_STACKS);
    await this.#removeStateBucket();
    return rehearsal.result();
  }

  async keep(untilReleased: KeepRunning): Promise<RehearsalResult> {
    await this.#deploy();
    await this.#rehearsal.runTogether(this.#rehearsal.verifySecondPlanEmpty(), this.#bootstrapAgain());
    // Commands that are tried out while the rehearsal is kept running may use any type.
    this.#context.simulation.simulator.setTypes(undefined);
    const result = this.#rehearsal.result({ kept: this.#context.cdktf.env });
    await untilReleased(result, this.#context.simulation);
    return result;
  }

  async #deploy(): Promise<void> {
    const { platform } = this.#context;
    await this.#rehearsal.runTogether(
      this.#rehearsal.analyzeReachability((folder) => proveDeclaredPaths(folder, platform)),
      {
        name: "bootstrap the state bucket",
        work: async () => {
          await bootstrapStateBucket(this.#bootstrapOptions());
          return stateBucketName(platform);
        },
      },
    );
    await this.#rehearsal.deploy(ALL_STACKS);
  }

  #bootstrapAgain(): Phase {
    const work = async () => {
      const outcome = await bootstrapStateBucket(this.#bootstrapOptions());
      if (outcome !== "up-to-date")
        throw new RehearsalError(`A second bootstrap ${outcome} the state bucket.`);
      return outcome;
    };
    return { name: "bootstrap again", work };
  }

  /** Synthesizes without protection, and deploys the stacks that it changes. */
  async #removeProtection(): Promise<void> {
    const unprotect = platformPrefix(this.#context.platform);
    const { output, env } = this.#context.cdktf;
    const changed = await this.#rehearsal.runPhase("synth without protection", async () => {
      const before = readSynthesizedStacks(output);
      await synthesizeProject(output, { ...env, DRYDOCK_UNPROTECT: unprotect });
      const after = readSynthesizedStacks(output);
      const names = changedStacks(before, after);
      return [after.filter(({ name }) => names.includes(name)), `DRYDOCK_UNPROTECT=${unprotect}`];
    });
    if (changed.length > 0) await this.#rehearsal.redeploy("deploy without protection", changed);
  }

  #removeStateBucket(): Promise<void> {
    return this.#rehearsal.runPhase("remove the state bucket", async () => {
      const { workFolder, simulation, cdktf, platform } = this.#context;
      const { account, region } = platform;
      await synthesizeStateStack({ env: cdktf.env }, workFolder, stateStackName(account, region));
      await removeStateBucket(this.#bootstrapOptions(), async () => this.#stacksWithState());
      return [undefined, `${simulation.simulator.account.resources().length} resources in the account`];
    });
  }

  /** The stacks whose state in the simulated bucket still tracks resources. */
  #stacksWithState(): string[] {
    const states = this.#rehearsal.readStackStates();
    return states.filter(({ resources }) => resources.length > 0).map(({ stack }) => stack);
  }

  #bootstrapOptions(): BootstrapOptions {
    const { options, platform, workFolder } = this.#context;
    const stack = stateStackName(platform.account, platform.region);
    return {
      terraform: terraformForSimulation(this.#context.simulation, options.terraformBinary, options.signal),
      stack,
      stackFolder: join(stateStackFolder(workFolder), "stacks", stack),
      workFolder: join(workFolder, "bootstrap"),
      onStep: (step) => options.progress.detail(step),
    };
  }
}

import { join } from "node:path";
import { prefixOf, stateBucketName, stateStackName } from "../../modules/names.ts";
import type { Platform } from "../../spec/platform.ts";
import { SEARCH_TYPES } from "../bootstrap/account-search.ts";
import { type BootstrapOptions, bootstrap, removeBootstrap } from "../bootstrap/bootstrap.ts";
import { stacksWithState } from "../bootstrap/stacks-with-state.ts";
import { synthesizeInto } from "../synthesize-here.ts";
import { type CdktfOptions, cdktfEnvironment, cdktfSynth } from "../terraform/cdktf.ts";
import { changedStacks } from "./changed-stacks.ts";
import { declaredWays } from "./open-ways.ts";
import { explained, Rehearsal, RehearsalError } from "./rehearsal.ts";
import type { Keep, RehearseOptions } from "./rehearse.ts";
import type { RehearsalResult } from "./result.ts";
import { type Simulation, simulate, terraformFor } from "./simulation.ts";
import { blocksOf, readSynthesized, typesOf } from "./synthesized.ts";

/** A platform's whole life: bootstrap, deploy, plan again, refuse to go while protected, go, and leave nothing. */
export async function rehearsePlatform(
  options: RehearseOptions,
  work: string,
  platform: Platform,
): Promise<RehearsalResult> {
  const project = projectCommands(options, work, platform);
  const stacks = await synthesizeAll(options, project, work);
  const account = {
    folder: join(work, "aws"),
    terraformBinary: options.terraformBinary,
    accountId: platform.account,
    types: typesToTell(stacks),
    blocks: blocksOf(stacks),
    provider: options.provider,
    port: options.port,
  };
  return simulate(account, (simulation) => {
    const cdktf = { ...project, env: { ...project.env, ...simulation.env } };
    const life = new PlatformLife({ options, platform, simulation, cdktf, work });
    return options.keep === undefined ? life.rehearse() : life.keep(options.keep);
  });
}

/** The types of the stacks, and those that the bootstrap asks for besides. */
function typesToTell(stacks: Parameters<typeof typesOf>[0]): ReturnType<typeof typesOf> {
  const types = typesOf(stacks);
  return types === undefined ? undefined : new Set([...types, ...SEARCH_TYPES]);
}

/** How cdktf is run in the project: one platform in one environment, into a folder of the rehearsal's own. */
function projectCommands(options: RehearseOptions, work: string, platform: Platform) {
  return {
    cwd: options.projectFolder,
    output: join(work, "cdktf.out"),
    env: {
      ...cdktfEnvironment(join(work, "cdktf-home")),
      DRYDOCK_PLATFORM: platform.name,
      DRYDOCK_ENVIRONMENT: platform.environment,
    },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  } satisfies CdktfOptions;
}

async function synthesizeAll(
  options: RehearseOptions,
  project: ReturnType<typeof projectCommands>,
  work: string,
) {
  options.progress.step("cdktf synth");
  try {
    await Promise.all([cdktfSynth(project), synthesizeStates(project, work, "")]);
  } catch (error) {
    options.progress.failed();
    throw explained("cdktf synth", error);
  }
  const stacks = [...readSynthesized(project.output), ...readSynthesized(statesFolder(work))];
  options.progress.done(`${stacks.length} stacks`);
  return stacks;
}

function statesFolder(work: string): string {
  return join(work, "states.out");
}

/** The state bucket's stack is an app of its own, which `drydock bootstrap` synthesizes. */
function synthesizeStates({ env }: { readonly env: Env }, work: string, unprotect: string): Promise<void> {
  return synthesizeInto(statesFolder(work), { ...env, DRYDOCK_STATES: "1", DRYDOCK_UNPROTECT: unprotect });
}

type Env = Readonly<Record<string, string | undefined>>;

interface LifeOptions {
  readonly options: RehearseOptions;
  readonly platform: Platform;
  readonly simulation: Simulation;
  readonly cdktf: CdktfOptions & { readonly output: string; readonly env: Env };
  readonly work: string;
}

/** The pattern that names every stack of the app. */
const ALL = "*";

class PlatformLife {
  private readonly life: LifeOptions;
  private readonly rehearsal: Rehearsal;

  constructor(life: LifeOptions) {
    const { options, platform, simulation, cdktf } = life;
    this.life = life;
    const terraform = terraformFor(simulation, options.terraformBinary, options.signal);
    this.rehearsal = new Rehearsal({ simulation, terraform, cdktf, options, subject: prefixOf(platform) });
  }

  async rehearse(): Promise<RehearsalResult> {
    await this.launch();
    const refusedDestroy = this.life.platform.protected ? await this.refuseThenUnprotect() : [];
    await this.rehearsal.destroy(ALL);
    await this.removeStateBucket();
    return this.rehearsal.result({ refusedDestroy });
  }

  /** What is protected must refuse to go until its protection is taken off. */
  private async refuseThenUnprotect(): Promise<readonly string[]> {
    const refused = await this.rehearsal.refuseDestroy(ALL);
    const changed = await this.takeProtectionOff();
    if (changed.length > 0) await this.rehearsal.deployAgain("deploy without protection", changed);
    return refused;
  }

  async keep(untilReleased: Keep): Promise<RehearsalResult> {
    await this.launch();
    // Whatever is tried out now may use types that the platform does not.
    this.life.simulation.cloud.setTypes(undefined);
    const result = this.rehearsal.result({ kept: this.life.cdktf.env });
    await untilReleased(result, this.life.simulation);
    return result;
  }

  private async launch(): Promise<void> {
    const bucket = stateBucketName(this.life.platform);
    await this.rehearsal.findWays((folder) => declaredWays(folder, this.life.platform));
    await this.rehearsal.phase("bootstrap the state bucket", async () => [
      await bootstrap(this.bootstrapOptions()),
      bucket,
    ]);
    await this.rehearsal.deploy(ALL);
    await this.rehearsal.planAgain();
    await this.rehearsal.phase("bootstrap again", async () => {
      const outcome = await bootstrap(this.bootstrapOptions());
      if (outcome !== "up-to-date")
        throw new RehearsalError(`A second bootstrap ${outcome} the state bucket.`);
      return [undefined, outcome];
    });
  }

  /** The stacks whose deployment it takes to have the protection off. */
  private takeProtectionOff(): Promise<readonly string[]> {
    const unprotect = prefixOf(this.life.platform);
    const { cdktf } = this.life;
    return this.rehearsal.phase("cdktf synth without protection", async () => {
      const before = readSynthesized(cdktf.output);
      await cdktfSynth({ ...cdktf, env: { ...cdktf.env, DRYDOCK_UNPROTECT: unprotect } });
      return [changedStacks(before, readSynthesized(cdktf.output)), `DRYDOCK_UNPROTECT=${unprotect}`];
    });
  }

  private removeStateBucket(): Promise<void> {
    return this.rehearsal.phase("remove the state bucket", async () => {
      const { options, work, simulation, cdktf, platform } = this.life;
      const { account, region } = platform;
      await synthesizeStates({ env: cdktf.env }, work, stateStackName(account, region));
      const terraform = terraformFor(simulation, options.terraformBinary, options.signal);
      const findInUse = () => stacksWithState(terraform, readSynthesized(cdktf.output));
      await removeBootstrap(this.bootstrapOptions(), findInUse);
      return [undefined, `${simulation.cloud.account.resources().length} resources in the account`];
    });
  }

  private bootstrapOptions(): BootstrapOptions {
    const { options, platform, work } = this.life;
    const stack = stateStackName(platform.account, platform.region);
    return {
      terraform: terraformFor(this.life.simulation, options.terraformBinary, options.signal),
      stack,
      stackFolder: join(statesFolder(work), "stacks", stack),
      workFolder: join(work, "bootstrap"),
      onStep: (step) => options.progress.detail(step),
    };
  }
}

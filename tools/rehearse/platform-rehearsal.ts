import { join } from "node:path";
import { prefixOf, stateBucketName, stateStackName } from "../../modules/names.ts";
import type { Platform } from "../../spec/platform.ts";
import { type BootstrapOptions, bootstrap, removeBootstrap } from "../bootstrap/bootstrap.ts";
import { type CdktfOptions, cdktfEnvironment, cdktfSynth } from "../terraform/cdktf.ts";
import { Rehearsal } from "./rehearsal.ts";
import type { RehearseOptions } from "./rehearse.ts";
import type { RehearsalResult } from "./result.ts";
import { type Simulation, simulate, terraformFor } from "./simulation.ts";
import { readSynthesized, typesOf } from "./synthesized.ts";

/** A platform's whole life: bootstrap, deploy, plan again, refuse to go, go, and leave nothing. */
export async function rehearsePlatform(
  options: RehearseOptions,
  work: string,
  platform: Platform,
): Promise<RehearsalResult> {
  const project = projectCommands(options, work, platform);
  options.progress.step("synthesize");
  await cdktfSynth(project);
  const stacks = readSynthesized(project.output);
  options.progress.done(`${stacks.length} stacks`);
  const account = {
    folder: join(work, "aws"),
    terraformBinary: options.terraformBinary,
    accountId: platform.account,
    types: typesOf(stacks),
    provider: options.provider,
    port: options.port,
  };
  return simulate(account, (simulation) => {
    const cdktf = { ...project, env: { ...project.env, ...simulation.env } };
    const life = new PlatformLife({ options, platform, simulation, cdktf, work });
    return options.keep === undefined ? life.rehearse() : life.keep(options.keep);
  });
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

interface LifeOptions {
  readonly options: RehearseOptions;
  readonly platform: Platform;
  readonly simulation: Simulation;
  readonly cdktf: CdktfOptions & { readonly output: string };
  readonly work: string;
}

class PlatformLife {
  private readonly life: LifeOptions;
  private readonly rehearsal: Rehearsal;
  /** The pattern that names the platform's stacks. */
  private readonly pattern: string;
  private readonly stateStack: string;

  constructor(life: LifeOptions) {
    const { options, platform, simulation, cdktf } = life;
    this.life = life;
    this.pattern = `${prefixOf(platform)}-*`;
    this.stateStack = stateStackName(platform.account, platform.region);
    const terraform = terraformFor(simulation, options.terraformBinary, options.signal);
    this.rehearsal = new Rehearsal({ simulation, terraform, cdktf, options, subject: prefixOf(platform) });
  }

  async rehearse(): Promise<RehearsalResult> {
    await this.launch();
    const refusedDestroy = await this.rehearsal.refuseDestroy(this.pattern);
    await this.takeProtectionOff();
    await this.rehearsal.deploy("deploy without protection", this.pattern);
    await this.rehearsal.destroy(this.pattern);
    await this.removeStateBucket();
    return this.rehearsal.result({ refusedDestroy });
  }

  async keep(untilReleased: (result: RehearsalResult) => Promise<void>): Promise<RehearsalResult> {
    await this.launch();
    // Whatever is tried out now may use types that the platform does not.
    this.life.simulation.cloud.setTypes(undefined);
    const result = this.rehearsal.result({ kept: this.life.cdktf.env ?? {} });
    await untilReleased(result);
    return result;
  }

  private async launch(): Promise<void> {
    const bucket = stateBucketName(this.life.platform);
    await this.rehearsal.phase("bootstrap the state bucket", async () => [
      await bootstrap(this.bootstrapOptions()),
      bucket,
    ]);
    await this.rehearsal.deploy("cdktf deploy", this.pattern);
    await this.rehearsal.planAgain();
  }

  private takeProtectionOff(): Promise<void> {
    const unprotect = [prefixOf(this.life.platform), this.stateStack].join(",");
    const { cdktf } = this.life;
    return this.rehearsal.phase("synthesize without protection", async () => {
      await cdktfSynth({ ...cdktf, env: { ...cdktf.env, DRYDOCK_UNPROTECT: unprotect } });
      return [undefined, `DRYDOCK_UNPROTECT=${unprotect}`];
    });
  }

  private removeStateBucket(): Promise<void> {
    return this.rehearsal.phase("remove the state bucket", async () => {
      const otherStates = () =>
        this.rehearsal
          .states()
          .filter(({ stack, resources }) => stack !== this.stateStack && resources.length > 0);
      await removeBootstrap(
        this.bootstrapOptions(),
        otherStates().map(({ stack }) => stack),
      );
      return [undefined, ""];
    });
  }

  private bootstrapOptions(): BootstrapOptions {
    const { options, cdktf, work } = this.life;
    return {
      terraform: terraformFor(this.life.simulation, options.terraformBinary, options.signal),
      stack: this.stateStack,
      stackFolder: join(cdktf.output, "stacks", this.stateStack),
      workFolder: join(work, "bootstrap"),
      onStep: (step) => options.progress.detail(step),
    };
  }
}

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildStatesApp, synthesizeApp } from "../../../stacks/build.ts";
import { type BootstrapOptions, bootstrap, removeBootstrap } from "../../../tools/bootstrap/bootstrap.ts";
import { chooseProvider } from "../../../tools/rehearse/provider-choice.ts";
import { type Simulation, startSimulation, terraformFor } from "../../../tools/rehearse/simulation.ts";
import { readSynthesized, typesOf } from "../../../tools/rehearse/synthesized.ts";
import { findTerraform } from "../../../tools/terraform/terraform-binary.ts";
import { cybershieldIn } from "../../support/platforms.ts";

const MINUTES = 60_000;
const STACK = "state-222222222222-us-east-1";
const BUCKET = "222222222222-us-east-1-drydock-state";
const STATE_KEY = `${STACK}/terraform.tfstate`;

describe("bootstrap", () => {
  let folder: string;
  let simulation: Simulation;
  let options: BootstrapOptions;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "drydock-bootstrap-"));
    const terraformBinary = (await findTerraform()).command;
    const stackFolder = synthesizeStates("protected");
    simulation = await startSimulation({
      folder: join(folder, "aws"),
      accountId: "222222222222",
      terraformBinary,
      provider: await chooseProvider("auto", () => undefined),
      types: typesOf(readSynthesized(join(folder, "protected"))),
    });
    options = {
      terraform: terraformFor(simulation, terraformBinary),
      stack: STACK,
      stackFolder,
      workFolder: join(folder, "work"),
    };
  }, MINUTES);

  afterEach(async () => {
    await simulation.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function synthesizeStates(protection: "protected" | "unprotected"): string {
    const outdir = join(folder, protection);
    synthesizeApp(
      buildStatesApp([cybershieldIn("dev")], protection === "protected" ? [] : [STACK], { outdir }),
    );
    return join(outdir, "stacks", STACK);
  }

  const buckets = () => simulation.cloud.account.resources("aws_s3_bucket").map(({ id }) => id);

  it(
    "creates the bucket with local state, moves the state into it, and may be run again without harm",
    async () => {
      expect(await bootstrap(options)).toBe("created");
      expect(buckets()).toEqual([BUCKET]);
      expect(simulation.store.objects.current(BUCKET, STATE_KEY)).toBeDefined();
      expect(existsSync(join(options.workFolder, STACK, "terraform.tfstate"))).toBe(false);

      const before = simulation.cloud.applied.length;
      expect(await bootstrap(options)).toBe("up-to-date");
      expect(simulation.cloud.applied.length).toBe(before);
    },
    2 * MINUTES,
  );

  it(
    "goes on where a crash left it: between the bucket and the migration",
    async () => {
      const failing = {
        ...options,
        terraform: Object.create(options.terraform) as BootstrapOptions["terraform"],
      };
      // The program dies when it is about to migrate.
      failing.terraform.init = (where, ...args) => {
        if (args.includes("-migrate-state")) throw new Error("killed");
        return options.terraform.init(where, ...args);
      };
      await expect(bootstrap(failing)).rejects.toThrow("killed");
      expect(buckets()).toEqual([BUCKET]);
      expect(await bootstrap(options)).toBe("migrated");
      expect(buckets()).toEqual([BUCKET]);
      expect(await bootstrap(options)).toBe("up-to-date");
    },
    3 * MINUTES,
  );

  it(
    "refuses a bucket that is there without a state of its own",
    async () => {
      await bootstrap(options);
      const { objects } = simulation.store;
      objects.delete(BUCKET, STATE_KEY, false);
      await expect(bootstrap(options)).rejects.toThrow(
        /exists, but holds no state of its own .*stateBucket in the spec/,
      );
      expect(buckets()).toEqual([BUCKET]);
    },
    2 * MINUTES,
  );

  it(
    "is removed only unprotected, and only when no stack's state is in it",
    async () => {
      await bootstrap(options);
      const open = { ...options, stackFolder: synthesizeStates("unprotected") };
      await expect(removeBootstrap(open, ["cybershield-dev-data"])).rejects.toThrow(
        "The state bucket still holds cybershield-dev-data: destroy those stacks first.",
      );
      expect(buckets()).toEqual([BUCKET]);
      await expect(removeBootstrap(options, [])).rejects.toThrow("Instance cannot be destroyed");
      expect(buckets()).toEqual([BUCKET]);

      await removeBootstrap(open, []);
      expect(simulation.cloud.account.resources()).toEqual([]);
    },
    3 * MINUTES,
  );
});

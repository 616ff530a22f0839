import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildStatesApp, synthesizeApp } from "../../../stacks/build.ts";
import {
  type BootstrapOptions,
  bootstrapStateBucket,
  removeStateBucket,
} from "../../../tools/bootstrap/bootstrap.ts";
import { chooseProvider } from "../../../tools/rehearse/provider-choice.ts";
import {
  type Simulation,
  startSimulation,
  terraformForSimulation,
} from "../../../tools/rehearse/simulation.ts";
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
    simulation = await startSimulation({
      folder: join(folder, "aws"),
      accountId: "222222222222",
      terraformBinary,
      provider: await chooseProvider("auto", () => undefined),
    });
    options = {
      terraform: terraformForSimulation(simulation, terraformBinary),
      stack: STACK,
      stackFolder: synthesizeStates("protected"),
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

  const buckets = () => simulation.simulator.account.resources("aws_s3_bucket").map(({ id }) => id);

  it(
    "creates the bucket with local state, moves the state into it, and may be run again without harm",
    async () => {
      expect(await bootstrapStateBucket(options)).toBe("created");
      expect(buckets()).toEqual([BUCKET]);
      expect(simulation.stateBackend.objects.current(BUCKET, STATE_KEY)).toBeDefined();
      expect(existsSync(join(options.workFolder, STACK, "terraform.tfstate"))).toBe(false);

      const before = simulation.simulator.applied.length;
      expect(await bootstrapStateBucket(options)).toBe("up-to-date");
      expect(simulation.simulator.applied.length).toBe(before);
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
      await expect(bootstrapStateBucket(failing)).rejects.toThrow("killed");
      expect(buckets()).toEqual([BUCKET]);
      expect(await bootstrapStateBucket(options)).toBe("migrated");
      expect(buckets()).toEqual([BUCKET]);
      expect(await bootstrapStateBucket(options)).toBe("up-to-date");
    },
    3 * MINUTES,
  );

  it(
    "refuses a bucket that is there without a state of its own",
    async () => {
      await bootstrapStateBucket(options);
      const { objects } = simulation.stateBackend;
      objects.delete(BUCKET, STATE_KEY, false);
      await expect(bootstrapStateBucket(options)).rejects.toThrow(
        /exists, but holds no state of its own .*stateBucket in the spec/,
      );
      expect(buckets()).toEqual([BUCKET]);
    },
    2 * MINUTES,
  );

  it(
    "is removed only unprotected, and only when no stack's state is in it",
    async () => {
      await bootstrapStateBucket(options);
      const open = { ...options, stackFolder: synthesizeStates("unprotected") };
      await expect(removeStateBucket(open, ["cybershield-dev-data"])).rejects.toThrow(
        "The state bucket still holds cybershield-dev-data: destroy those stacks first.",
      );
      expect(buckets()).toEqual([BUCKET]);
      await expect(removeStateBucket(options, [])).rejects.toThrow("Instance cannot be destroyed");
      expect(buckets()).toEqual([BUCKET]);

      await removeStateBucket(open, []);
      expect(simulation.simulator.account.resources()).toEqual([]);
    },
    3 * MINUTES,
  );
});

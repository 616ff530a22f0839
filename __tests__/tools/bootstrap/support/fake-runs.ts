import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type BootstrapOptions,
  bootstrapStateBucket,
  removeStateBucket,
} from "../../../../tools/bootstrap/bootstrap.ts";
import type { BootstrapGoal } from "../../../../tools/bootstrap/bootstrap-plan.ts";
import { CutPoints, FakeAccount } from "./fake-account.ts";
import { FakeTerraform } from "./fake-terraform.ts";

export const STACK = "state-1-us-east-1";

/** A small state stack with the structure of the real one. */
function stackJson(isProtected: boolean, settings: readonly string[]): unknown {
  const lifecycle = { prevent_destroy: isProtected };
  return {
    provider: { aws: [{ default_tags: [{ tags: { ManagedBy: "drydock" } }] }] },
    terraform: { backend: { s3: { bucket: "states", key: `${STACK}/terraform.tfstate` } } },
    resource: {
      aws_kms_key: { key: { description: "Terraform state", lifecycle } },
      aws_kms_alias: { alias: { name: "alias/drydock-state", target_key_id: "${aws_kms_key.key.key_id}" } },
      aws_s3_bucket: { bucket: { bucket: "states", force_destroy: !isProtected, lifecycle } },
      [ENCRYPTION]: { encryption: { key: "${aws_kms_key.key.arn}" } },
      ...Object.fromEntries(settings.map((type) => [type, { setting: { bucket: "states" } }])),
    },
  };
}

const ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration";

/** How a run ended. */
export interface FakeEnd {
  /** The outcome of the run; undefined if it failed or was killed. */
  readonly outcome?: string;
  readonly error?: Error;
  readonly points: CutPoints;
}

/** Machines, each with a checkout, that bootstrap one fake account. */
export class FakeWorld {
  readonly account = new FakeAccount();
  readonly #folder: string;

  /** @param folder an empty folder */
  constructor(folder: string) {
    this.#folder = folder;
    this.#synthesize(["aws_s3_bucket_policy"]);
  }

  /** The types of a complete bucket's settings. */
  wholeSettings: readonly string[] = [];

  /** Changes the stack: the bucket gets one more setting. */
  addSetting(): void {
    this.#synthesize(["aws_s3_bucket_policy", "aws_s3_bucket_versioning"]);
  }

  #synthesize(settings: readonly string[]): void {
    this.wholeSettings = [...settings, ENCRYPTION].sort();
    for (const isProtected of [true, false]) {
      mkdirSync(this.#stackFolder(isProtected), { recursive: true });
      writeFileSync(
        join(this.#stackFolder(isProtected), "cdk.tf.json"),
        JSON.stringify(stackJson(isProtected, settings)),
      );
    }
  }

  /** Runs a bootstrap or a removal on a machine, cut at `points`. */
  async run(goal: BootstrapGoal, points = new CutPoints(), machine = "a"): Promise<FakeEnd> {
    const options: BootstrapOptions = {
      terraform: new FakeTerraform(this.account, points),
      stack: STACK,
      stackFolder: this.#stackFolder(goal === "present"),
      workFolder: this.workFolder(machine),
      lockWaitSeconds: 1,
      // Any lock was left by a killed run.
      killed: [{ who: "me@here", startedMs: Date.now() - 60_000 }],
    };
    const running =
      goal === "present" ? bootstrapStateBucket(options) : removeStateBucket(options, async () => []);
    const ended = running.then(
      (outcome) => ({ outcome, points }),
      (error: Error) => ({ error, points }),
    );
    return Promise.race([ended, points.killed.then(() => ({ points }))]);
  }

  workFolder(machine: string): string {
    return join(this.#folder, machine);
  }

  /** Deletes a machine's files. */
  forget(machine = "a"): void {
    rmSync(this.workFolder(machine), { recursive: true, force: true });
  }

  /** The local files of a machine, without its providers. */
  localFiles(machine = "a"): readonly string[] {
    const folder = join(this.workFolder(machine), STACK);
    return existsSync(folder) ? readdirSync(folder).filter((file) => file !== ".terraform") : [];
  }

  #stackFolder(isProtected: boolean): string {
    return join(this.#folder, isProtected ? "protected" : "unprotected");
  }
}

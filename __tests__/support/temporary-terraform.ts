import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeTemporaryFolder, type TemporaryFolder } from "../../tools/terraform/temporary-folder.ts";
import { Terraform } from "../../tools/terraform/terraform.ts";
import { findTerraform } from "../../tools/terraform/terraform-binary.ts";

/** Terraform, with a temporary folder of its own in each test, for files without providers. */
export class TemporaryTerraform {
  #folder: TemporaryFolder | undefined;
  #terraform: Terraform | undefined;

  /** Registers the tests' set-up and clean-up. */
  constructor() {
    beforeEach(async () => {
      this.#folder = makeTemporaryFolder("drydock-test");
      this.#terraform = new Terraform((await findTerraform()).command, {
        env: { PATH: process.env.PATH, CHECKPOINT_DISABLE: "1" },
      });
    });
    afterEach(() => this.#folder?.remove());
  }

  get terraform(): Terraform {
    return this.#terraform!;
  }

  get folder(): string {
    return this.#folder!.path;
  }

  /** Writes the configuration, in place of an earlier one. */
  write(json: object): void {
    writeFileSync(join(this.folder, "cdk.tf.json"), JSON.stringify(json));
  }
}

import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "../../../tools/terraform/setup-error.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../tools/terraform/temporary-folder.ts";
import { findTerraform } from "../../../tools/terraform/terraform-binary.ts";

let temporaryFolder: TemporaryFolder;
beforeEach(() => {
  temporaryFolder = makeTemporaryFolder("drydock-test");
});
afterEach(() => temporaryFolder.remove());

/** Creates a program in place of Terraform that prints `output`. */
function fakeTerraform(output: string, exitCode = 0): NodeJS.ProcessEnv {
  const path = join(temporaryFolder.path, "terraform");
  writeFileSync(path, `#!/bin/sh\ncat <<'END'\n${output}\nEND\nexit ${exitCode}\n`);
  chmodSync(path, 0o755);
  return { PATH: process.env.PATH, TERRAFORM_BINARY_NAME: path };
}

describe("findTerraform", () => {
  it("finds Terraform on PATH", async () => {
    const found = await findTerraform({ PATH: process.env.PATH });
    expect(found.command).toBe("terraform");
    expect(found.version).toMatch(/^1\.\d+\.\d+/);
  });

  it("uses TERRAFORM_BINARY_NAME, as cdktf does", async () => {
    const env = fakeTerraform('{"terraform_version":"1.14.0-rc1"}');
    expect(await findTerraform(env)).toEqual({ command: env.TERRAFORM_BINARY_NAME, version: "1.14.0-rc1" });
  });

  it.each(["1.10.5", "0.12.31", "2.0.0"])("rejects %s in one line", async (version) => {
    const error = await findTerraform(fakeTerraform(`{"terraform_version":"${version}"}`)).catch((e) => e);
    expect(error).toBeInstanceOf(SetupError);
    expect(error.message).toMatch(
      new RegExp(`^Terraform ${version} .* is not supported: install >= 1\\.11\\.0, < 2\\.0\\.0 `),
    );
    expect(error.message).not.toContain("\n");
  });

  it.each([
    ["is missing", () => ({ PATH: process.env.PATH, TERRAFORM_BINARY_NAME: "no-such-terraform" })],
    ["fails", () => fakeTerraform("broken", 1)],
    ["prints something else", () => fakeTerraform("Terraform v1.11.4")],
    ["prints no version", () => fakeTerraform("{}")],
  ])("explains the installation if Terraform %s", async (_, env) => {
    const error = await findTerraform(env()).catch((e) => e);
    expect(error).toBeInstanceOf(SetupError);
    expect(error.message).toContain("https://developer.hashicorp.com/terraform/install");
    expect(error.message).not.toContain("\n");
  });
});

import { join } from "node:path";
import { writeCliConfig } from "../../../tools/terraform/cli-config.ts";
import { runCommand } from "../../../tools/terraform/run-command.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../tools/terraform/temporary-folder.ts";

let temporaryFolder: TemporaryFolder;
beforeEach(() => {
  temporaryFolder = makeTemporaryFolder("drydock-test");
});
afterEach(() => temporaryFolder.remove());

describe("writeCliConfig", () => {
  it("writes a file that Terraform accepts without a warning", async () => {
    const { env } = writeCliConfig(join(temporaryFolder.path, "cli"), {
      plugin_cache_dir: temporaryFolder.path,
    });
    const { stdout, stderr } = await runCommand("terraform", ["version"], { cwd: temporaryFolder.path, env });
    expect(stderr).toBe("");
    expect(stdout).not.toContain("Warning");
  });

  it("unsets the environment variables that would change Terraform's behavior", () => {
    const { env } = writeCliConfig(
      temporaryFolder.path,
      {},
      {
        TF_WORKSPACE: "blue",
        TF_DATA_DIR: "/elsewhere",
        TF_CLI_ARGS_apply: "-lock=false",
        TF_REATTACH_PROVIDERS: "{}",
        TF_LOG: "trace",
        HOME: "/home/me",
      },
    );
    expect(env).toMatchObject({
      TF_WORKSPACE: undefined,
      TF_DATA_DIR: undefined,
      TF_CLI_ARGS_apply: undefined,
      TF_REATTACH_PROVIDERS: undefined,
      TF_CLI_CONFIG_FILE: join(temporaryFolder.path, "terraform.rc"),
      CHECKPOINT_DISABLE: "1",
    });
    expect(Object.keys(env)).not.toContain("TF_LOG");
    expect(Object.keys(env)).not.toContain("HOME");
  });
});

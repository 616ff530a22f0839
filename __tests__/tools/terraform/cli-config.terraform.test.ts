import { join } from "node:path";
import { writeCliConfig } from "../../../tools/terraform/cli-config.ts";
import { run } from "../../../tools/terraform/run.ts";
import { makeWorkspace, type Workspace } from "../../../tools/terraform/workspace.ts";

let workspace: Workspace;
beforeEach(() => {
  workspace = makeWorkspace("drydock-test");
});
afterEach(() => workspace.remove());

describe("writeCliConfig", () => {
  it("writes a file that Terraform takes without a warning", async () => {
    const { env } = writeCliConfig(join(workspace.path, "cli"), { plugin_cache_dir: workspace.path });
    const { stdout, stderr } = await run("terraform", ["version"], { cwd: workspace.path, env });
    expect(stderr).toBe("");
    expect(stdout).not.toContain("Warning");
  });

  it("takes away what the user's own environment would change", () => {
    const { env } = writeCliConfig(
      workspace.path,
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
      TF_CLI_CONFIG_FILE: join(workspace.path, "terraform.rc"),
      CHECKPOINT_DISABLE: "1",
    });
    expect(Object.keys(env)).not.toContain("TF_LOG");
    expect(Object.keys(env)).not.toContain("HOME");
  });
});

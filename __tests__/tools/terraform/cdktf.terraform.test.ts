import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type SimulatedStateBackend,
  startStateBackend,
} from "../../../tools/rehearse/state-backend/state-backend.ts";
import { cdktfDeploy, cdktfEnvironment } from "../../../tools/terraform/cdktf.ts";
import { writeCliConfig } from "../../../tools/terraform/cli-config.ts";
import { CommandError } from "../../../tools/terraform/run-command.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../tools/terraform/temporary-folder.ts";

let temporaryFolder: TemporaryFolder;
let stateBackend: SimulatedStateBackend;

beforeEach(async () => {
  temporaryFolder = makeTemporaryFolder("drydock-test");
  stateBackend = await startStateBackend({
    folder: join(temporaryFolder.path, "store"),
    accountId: "123456789012",
    findBucket: () => ({ region: "us-east-1", versioned: true }),
    findKmsKeyArn: () => undefined,
  });
});
afterEach(async () => {
  await stateBackend.stop();
  await temporaryFolder.remove();
});

const backendOf = (stack: string) => ({
  bucket: "acme-state",
  key: `${stack}.tfstate`,
  region: "us-east-1",
  encrypt: true,
  use_lockfile: true,
});

/** The synthesized files of two stacks: `app` reads an output of `base` by remote state. */
function synthesized(provisioner: object | undefined): Record<string, object> {
  const manifest = {
    version: "0.21.0",
    stacks: Object.fromEntries(
      [
        ["base", []],
        ["app", ["base"]],
      ].map(([name, dependencies]) => [
        name,
        {
          name,
          dependencies,
          annotations: [],
          constructPath: name,
          synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
          workingDirectory: `stacks/${name}`,
        },
      ]),
    ),
  };
  return {
    "manifest.json": manifest,
    "stacks/base/cdk.tf.json": {
      "//": { metadata: { backend: "s3", stackName: "base", version: "0.21.0" } },
      terraform: { backend: { s3: backendOf("base") } },
      resource: { terraform_data: { thing: { input: "hull", ...(provisioner && { provisioner }) } } },
      output: { thing: { value: "${terraform_data.thing.output}" } },
    },
    "stacks/app/cdk.tf.json": {
      "//": { metadata: { backend: "s3", stackName: "app", version: "0.21.0" } },
      terraform: { backend: { s3: backendOf("app") } },
      data: { terraform_remote_state: { base: { backend: "s3", config: backendOf("base") } } },
      output: { seen: { value: "${data.terraform_remote_state.base.outputs.thing}" } },
    },
  };
}

/** Creates a project whose app writes these files, and returns the options of cdktf commands. */
function project(provisioner?: object) {
  const app = `
    const fs = require("node:fs"), path = require("node:path");
    for (const [name, content] of Object.entries(${JSON.stringify(synthesized(provisioner))})) {
      const file = path.join(process.env.CDKTF_OUTDIR, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, JSON.stringify(content));
    }
  `;
  mkdirSync(join(temporaryFolder.path, "project"));
  writeFileSync(join(temporaryFolder.path, "project", "app.cjs"), app);
  writeFileSync(
    join(temporaryFolder.path, "project", "cdktf.json"),
    JSON.stringify({
      language: "typescript",
      app: "node app.cjs",
      projectId: "x",
      sendCrashReports: "false",
    }),
  );
  const { env } = writeCliConfig(join(temporaryFolder.path, "cli"));
  return {
    cwd: join(temporaryFolder.path, "project"),
    env: { ...env, ...stateBackend.env, ...cdktfEnvironment(join(temporaryFolder.path, "home")) },
  };
}

const keys = () => stateBackend.objects.list("acme-state").map(({ key }) => key);

function stateOf(key: string): { readonly resources: readonly object[] } {
  return JSON.parse(String(stateBackend.objects.read(stateBackend.objects.current("acme-state", key)!)));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

// These tests start Node and Terraform, which is slow on a busy machine. Each start of cdktf takes
// seconds, so its other commands are only in kept-rehearsal.long.test.ts.
describe("cdktf", { timeout: 240_000 }, () => {
  it("synthesizes and deploys in dependency order", async () => {
    const options = project();
    const lines: string[] = [];
    const outputsFile = join(temporaryFolder.path, "outputs.json");
    await cdktfDeploy({ ...options, stacks: ["*"], outputsFile, onLine: (line) => lines.push(line) });
    expect(keys()).toEqual(["app.tfstate", "base.tfstate"]);
    expect(JSON.parse(readFileSync(outputsFile, "utf8"))).toEqual({ thing: "hull", seen: "hull" });
    expect(lines.some((line) => line.includes("Apply complete!"))).toBe(true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: matches colour codes
    expect(lines.filter((line) => /\u001b\[/.test(line))).toEqual([]);
    expect(lines.filter((line) => /^\(node:\d+\)/.test(line))).toEqual([]);
  });

  it("stores the state and releases the lock when it is stopped", async () => {
    const stop = new AbortController();
    const sleeper = { "local-exec": { command: "sleep 300" } };
    let isCreating = false;
    const deploying = cdktfDeploy({
      ...project(sleeper),
      stacks: ["base"],
      signal: stop.signal,
      onLine: (line) => {
        isCreating ||= line.includes("Executing:");
      },
    }).catch((e) => e);
    await until(() => isCreating);
    // As slow as S3: the state would be lost if stopping did not wait for Terraform.
    stateBackend.faults.delayMs = 300;
    stop.abort();
    const error = await deploying;
    expect(error).toBeInstanceOf(CommandError);
    expect(error.message).toContain("was stopped");
    expect(error.result.stdout).not.toContain("Two interrupts received");
    // Its only key: no lock is left. The resource was created, but its provisioner did not end.
    expect(keys()).toEqual(["base.tfstate"]);
    const [thing, ...others] = stateOf("base.tfstate").resources;
    expect(others).toEqual([]);
    expect(thing).toMatchObject({
      type: "terraform_data",
      name: "thing",
      instances: [{ status: "tainted", attributes: { input: { value: "hull", type: "string" } } }],
    });
  });
});

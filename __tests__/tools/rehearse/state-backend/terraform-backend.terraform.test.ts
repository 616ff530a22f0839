import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BucketSettings } from "../../../../tools/rehearse/state-backend/s3-call.ts";
import {
  type RequestLogEntry,
  type SimulatedStateBackend,
  startStateBackend,
} from "../../../../tools/rehearse/state-backend/state-backend.ts";
import { writeCliConfig } from "../../../../tools/terraform/cli-config.ts";
import { runCommand } from "../../../../tools/terraform/run-command.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../../tools/terraform/temporary-folder.ts";

const KEY = "cybershield/prod/network.tfstate";

let temporaryFolder: TemporaryFolder;
let stateBackend: SimulatedStateBackend;
let buckets: Record<string, BucketSettings>;
let requests: RequestLogEntry[];

beforeEach(async () => {
  temporaryFolder = makeTemporaryFolder("drydock-test");
  buckets = { "acme-state": { region: "us-east-1", versioned: true } };
  requests = [];
  stateBackend = await startBackend();
});

afterEach(async () => {
  await stateBackend.stop();
  await temporaryFolder.remove();
});

/** Starts the backend with the test's buckets and whatever an earlier one has stored. */
function startBackend(): Promise<SimulatedStateBackend> {
  return startStateBackend({
    folder: join(temporaryFolder.path, "store"),
    accountId: "123456789012",
    findBucket: (name) => buckets[name],
    findKmsKeyArn: (keyId) =>
      keyId === "arn:aws:kms:us-east-1:123456789012:alias/drydock-state"
        ? "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        : undefined,
    onRequest: (entry) => requests.push(entry),
  });
}

/** Writes a root module into its own folder, with the backend settings of the project's stacks. */
function writeModule(name: string, body: object, backend: object = {}): string {
  const folder = join(temporaryFolder.path, name);
  mkdirSync(folder, { recursive: true });
  const settings = {
    bucket: "acme-state",
    key: KEY,
    region: "us-east-1",
    encrypt: true,
    use_lockfile: true,
    kms_key_id: "arn:aws:kms:us-east-1:123456789012:alias/drydock-state",
    ...backend,
  };
  writeFileSync(
    join(folder, "main.tf.json"),
    JSON.stringify({ terraform: { backend: { s3: settings } }, ...body }),
  );
  return folder;
}

/** A resource and an output. With a gate, the resource is created once that file exists. */
function thing(input: string, gate?: string): object {
  const provisioner = { "local-exec": { command: `until [ -e '${gate}' ]; do sleep 0.05; done` } };
  return {
    resource: { terraform_data: { thing: { input, ...(gate === undefined ? {} : { provisioner }) } } },
    output: { thing: { value: "${terraform_data.thing.output}" } },
  };
}

/** Runs Terraform with the simulated backend, and accepts any exit code. */
async function terraform(folder: string, ...args: string[]) {
  const { env } = writeCliConfig(join(temporaryFolder.path, "cli"));
  return runCommand("terraform", args, {
    cwd: folder,
    env: { ...env, ...stateBackend.env },
    okExitCodes: [0, 1, 2],
  });
}

/** Reads a state from the bucket. */
function stateOf(key = KEY): { readonly serial: number; readonly resources: readonly unknown[] } {
  const version = stateBackend.objects.current("acme-state", key);
  if (version === undefined) throw new Error(`no object ${key}`);
  return JSON.parse(stateBackend.objects.read(version).toString("utf8"));
}

/** Waits until a condition is true. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const isLocked = () => stateBackend.objects.current("acme-state", `${KEY}.tflock`) !== undefined;

describe("Terraform's S3 backend", () => {
  it("initializes, applies, plans without changes after a restart, and destroys, with its encrypted state in the bucket", async () => {
    const folder = writeModule("network", thing("one"));
    expect(await terraform(folder, "init", "-no-color")).toMatchObject({ exitCode: 0 });
    expect(await terraform(folder, "apply", "-auto-approve", "-no-color")).toMatchObject({ exitCode: 0 });
    expect(stateOf().resources).toHaveLength(1);
    // With the key of an alias ARN.
    expect(stateBackend.objects.current("acme-state", KEY)?.headers).toMatchObject({
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-aws-kms-key-id":
        "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    });
    await stateBackend.stop();
    stateBackend = await startBackend();
    expect(await terraform(folder, "plan", "-detailed-exitcode")).toMatchObject({ exitCode: 0 });
    expect(await terraform(folder, "destroy", "-auto-approve")).toMatchObject({ exitCode: 0 });
    expect(stateOf().resources).toHaveLength(0);
    expect(isLocked()).toBe(false);
    expect(stateBackend.objects.versions("acme-state", KEY).filter(({ key }) => key === KEY)).toHaveLength(2);
    expect(requests.some(({ service }) => service === "sts")).toBe(true);
  });

  it("gets an error for a key that the account does not have", async () => {
    const folder = writeModule("network", thing("one"), {
      kms_key_id: "arn:aws:kms:us-east-1:123456789012:alias/misspelt",
    });
    await terraform(folder, "init");
    const { exitCode, stderr } = await terraform(folder, "apply", "-auto-approve");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("KMS.NotFoundException");
  });

  it("fails until the bucket exists", async () => {
    const settings = buckets["acme-state"]!;
    buckets = {};
    const folder = writeModule("network", thing("one"));
    const { exitCode, stderr } = await terraform(folder, "init", "-no-color");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/S3 bucket "acme-state" does not exist/);
    buckets = { "acme-state": settings };
    expect(await terraform(folder, "init")).toMatchObject({ exitCode: 0 });
  });

  it("fails for a bucket in another region", async () => {
    buckets = { "acme-state": { region: "eu-west-1", versioned: true } };
    const { exitCode, stderr } = await terraform(writeModule("network", thing("one")), "init", "-no-color");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /StatusCode: 301, .*requested bucket from "us-east-1", actual location "eu-west-1"/,
    );
  });

  it("assumes the configured role", async () => {
    const folder = writeModule("network", thing("one"), {
      assume_role: { role_arn: "arn:aws:iam::210987654321:role/deploy", session_name: "ci" },
    });
    expect(await terraform(folder, "init")).toMatchObject({ exitCode: 0 });
    expect(await terraform(folder, "apply", "-auto-approve")).toMatchObject({ exitCode: 0 });
    expect(stateOf().resources).toHaveLength(1);
  });

  it("rejects a second apply while the first holds the lock, and loses nothing", async () => {
    const gate = join(temporaryFolder.path, "gate");
    const first = writeModule("first", thing("one", gate));
    const second = writeModule("second", thing("two"));
    await terraform(first, "init");
    await terraform(second, "init");
    const applying = terraform(first, "apply", "-auto-approve");
    await until(isLocked);
    const rejected = await terraform(second, "apply", "-auto-approve", "-no-color");
    expect(rejected.exitCode).toBe(1);
    expect(rejected.stderr).toContain("Error acquiring the state lock");
    expect(rejected.stderr).toContain("PreconditionFailed");
    expect(rejected.stderr).toMatch(/ID: {8}\S+/);
    writeFileSync(gate, "");
    expect(await applying).toMatchObject({ exitCode: 0 });
    expect(isLocked()).toBe(false);
    expect(JSON.stringify(stateOf().resources)).toContain("one");
    expect(await terraform(second, "apply", "-auto-approve")).toMatchObject({ exitCode: 0 });
    expect(JSON.stringify(stateOf().resources)).toContain("two");
  });

  it("stores a state of more than 5 MiB by multipart upload", async () => {
    const folder = writeModule("network", {
      resource: {
        terraform_data: { thing: { input: '${join("", [for i in range(600) : format("%010000d", i)])}' } },
      },
    });
    await terraform(folder, "init");
    expect(await terraform(folder, "apply", "-auto-approve")).toMatchObject({ exitCode: 0 });
    expect(stateBackend.objects.current("acme-state", KEY)?.sizeBytes).toBeGreaterThan(10 * 1024 * 1024);
    expect(stateBackend.objects.current("acme-state", KEY)?.etag).toMatch(/^[0-9a-f]{32}-\d+$/);
    expect(await terraform(folder, "plan", "-detailed-exitcode")).toMatchObject({ exitCode: 0 });
  });

  it("creates and lists workspaces", async () => {
    const folder = writeModule("network", thing("one"));
    await terraform(folder, "init");
    expect(await terraform(folder, "workspace", "new", "blue")).toMatchObject({ exitCode: 0 });
    expect(await terraform(folder, "apply", "-auto-approve")).toMatchObject({ exitCode: 0 });
    const { stdout } = await terraform(folder, "workspace", "list");
    expect(stdout.split("\n").map((line) => line.trim())).toEqual(
      expect.arrayContaining(["default", "* blue"]),
    );
    expect(stateOf(`env:/blue/${KEY}`).resources).toHaveLength(1);
  });

  it("reads another stack's outputs by remote state with the same settings", async () => {
    const producer = writeModule("producer", thing("one"));
    await terraform(producer, "init");
    await terraform(producer, "apply", "-auto-approve");
    const settings = {
      bucket: "acme-state",
      key: KEY,
      region: "us-east-1",
      encrypt: true,
      use_lockfile: true,
      kms_key_id: "arn:aws:kms:us-east-1:123456789012:alias/drydock-state",
    };
    const consumer = writeModule(
      "consumer",
      {
        data: { terraform_remote_state: { producer: { backend: "s3", config: settings } } },
        output: { seen: { value: "${data.terraform_remote_state.producer.outputs.thing}" } },
      },
      { key: "cybershield/prod/compute.tfstate" },
    );
    await terraform(consumer, "init");
    const applied = await terraform(consumer, "apply", "-auto-approve", "-no-color");
    expect(applied.stdout).toContain('seen = "one"');
    expect(applied.stdout + applied.stderr).not.toContain("Warning");
  });

  it("retries if S3 throttles requests", async () => {
    const folder = writeModule("network", thing("one"));
    await terraform(folder, "init");
    stateBackend.faults.failNext({ times: 2 });
    expect(await terraform(folder, "apply", "-auto-approve")).toMatchObject({ exitCode: 0 });
    expect(requests.filter(({ status }) => status === 503)).toHaveLength(2);
  });

  it("reports a lock that was deleted meanwhile, and stores the state", async () => {
    const gate = join(temporaryFolder.path, "gate");
    const folder = writeModule("network", thing("one", gate));
    await terraform(folder, "init");
    const applying = terraform(folder, "apply", "-auto-approve", "-no-color");
    await until(isLocked);
    expect(stateBackend.faults.deleteLocks().map(({ key }) => key)).toEqual([`${KEY}.tflock`]);
    writeFileSync(gate, "");
    const { stderr } = await applying;
    expect(stderr).toContain("Error releasing the state lock");
    expect(stateOf().resources).toHaveLength(1);
  });

  it("fails with the name of the request if the backend is unreachable", async () => {
    const folder = writeModule("network", thing("one"), { max_retries: 1 });
    stateBackend.faults.unreachable = true;
    const { exitCode, stderr } = await terraform(folder, "init", "-no-color");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/Error: .*GetCallerIdentity.*request send failed/);
  });

  it("cannot reach any host but the simulated AWS, by name", async () => {
    const folder = writeModule("network", { terraform: { required_providers: { random: {} } } });
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: { random: { source: "hashicorp/random" } } } }),
    );
    const { exitCode, stderr } = await terraform(folder, "init", "-no-color");
    expect(exitCode).toBe(1);
    expect(stderr.replace(/[\s│]+/g, " ")).toContain("the rehearsal never leaves this machine");
  });
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BACKEND_SETTINGS, BackendSession, KEY, oneResource, until } from "./support/backend-session.ts";

let session: BackendSession;
beforeEach(async () => {
  session = await BackendSession.start();
});
afterEach(() => session.stop());

// What takes Terraform seconds: terraform-backend.long.test.ts.
describe("Terraform's S3 backend", () => {
  it("initializes, applies, plans without changes after a restart, and destroys, with its encrypted state in the bucket", async () => {
    const folder = session.writeModule("network", oneResource("one"));
    expect(await session.terraform(folder, "init", "-no-color")).toMatchObject({ exitCode: 0 });
    expect(await session.terraform(folder, "apply", "-auto-approve", "-no-color")).toMatchObject({
      exitCode: 0,
    });
    expect(session.stateOf().resources).toHaveLength(1);
    // With the key of an alias ARN.
    expect(session.stateBackend.objects.current("acme-state", KEY)?.headers).toMatchObject({
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-aws-kms-key-id":
        "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    });
    await session.restart();
    expect(await session.terraform(folder, "plan", "-detailed-exitcode")).toMatchObject({ exitCode: 0 });
    expect(await session.terraform(folder, "destroy", "-auto-approve")).toMatchObject({ exitCode: 0 });
    expect(session.stateOf().resources).toHaveLength(0);
    expect(session.isLocked()).toBe(false);
    expect(
      session.stateBackend.objects.versions("acme-state", KEY).filter(({ key }) => key === KEY),
    ).toHaveLength(2);
    expect(session.requests.some(({ service }) => service === "sts")).toBe(true);
  });

  it("gets an error for a key that the account does not have", async () => {
    const folder = session.writeModule("network", oneResource("one"), {
      kms_key_id: "arn:aws:kms:us-east-1:123456789012:alias/misspelt",
    });
    await session.terraform(folder, "init");
    const { exitCode, stderr } = await session.terraform(folder, "apply", "-auto-approve");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("KMS.NotFoundException");
  });

  it("fails until the bucket exists", async () => {
    const settings = session.buckets["acme-state"]!;
    session.buckets = {};
    const folder = session.writeModule("network", oneResource("one"));
    const { exitCode, stderr } = await session.terraform(folder, "init", "-no-color");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/S3 bucket "acme-state" does not exist/);
    session.buckets = { "acme-state": settings };
    expect(await session.terraform(folder, "init")).toMatchObject({ exitCode: 0 });
  });

  it("fails for a bucket in another region", async () => {
    session.buckets = { "acme-state": { region: "eu-west-1", versioned: true } };
    const { exitCode, stderr } = await session.terraform(
      session.writeModule("network", oneResource("one")),
      "init",
      "-no-color",
    );
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /StatusCode: 301, .*requested bucket from "us-east-1", actual location "eu-west-1"/,
    );
  });

  it("assumes the configured role", async () => {
    const folder = session.writeModule("network", oneResource("one"), {
      assume_role: { role_arn: "arn:aws:iam::210987654321:role/deploy", session_name: "ci" },
    });
    expect(await session.terraform(folder, "init")).toMatchObject({ exitCode: 0 });
    expect(await session.terraform(folder, "apply", "-auto-approve")).toMatchObject({ exitCode: 0 });
    expect(session.stateOf().resources).toHaveLength(1);
  });

  it("rejects a second apply while the first holds the lock, and loses nothing", async () => {
    const gate = session.path("gate");
    const first = session.writeModule("first", oneResource("one", gate));
    const second = session.writeModule("second", oneResource("two"));
    await session.terraform(first, "init");
    await session.terraform(second, "init");
    const applying = session.terraform(first, "apply", "-auto-approve");
    await until(() => session.isLocked());
    const rejected = await session.terraform(second, "apply", "-auto-approve", "-no-color");
    expect(rejected.exitCode).toBe(1);
    expect(rejected.stderr).toContain("Error acquiring the state lock");
    expect(rejected.stderr).toContain("PreconditionFailed");
    expect(rejected.stderr).toMatch(/ID: {8}\S+/);
    writeFileSync(gate, "");
    expect(await applying).toMatchObject({ exitCode: 0 });
    expect(session.isLocked()).toBe(false);
    expect(JSON.stringify(session.stateOf().resources)).toContain("one");
    expect(await session.terraform(second, "apply", "-auto-approve")).toMatchObject({ exitCode: 0 });
    expect(JSON.stringify(session.stateOf().resources)).toContain("two");
  });

  it("creates and lists workspaces", async () => {
    const folder = session.writeModule("network", oneResource("one"));
    await session.terraform(folder, "init");
    expect(await session.terraform(folder, "workspace", "new", "blue")).toMatchObject({ exitCode: 0 });
    expect(await session.terraform(folder, "apply", "-auto-approve")).toMatchObject({ exitCode: 0 });
    const { stdout } = await session.terraform(folder, "workspace", "list");
    expect(stdout.split("\n").map((line) => line.trim())).toEqual(
      expect.arrayContaining(["default", "* blue"]),
    );
    expect(session.stateOf(`env:/blue/${KEY}`).resources).toHaveLength(1);
  });

  it("reads another stack's outputs by remote state with the same settings", async () => {
    const producer = session.writeModule("producer", oneResource("one"));
    await session.terraform(producer, "init");
    await session.terraform(producer, "apply", "-auto-approve");
    const consumer = session.writeModule(
      "consumer",
      {
        data: { terraform_remote_state: { producer: { backend: "s3", config: BACKEND_SETTINGS } } },
        output: { seen: { value: "${data.terraform_remote_state.producer.outputs.thing}" } },
      },
      { key: "cybershield/prod/compute.tfstate" },
    );
    await session.terraform(consumer, "init");
    const applied = await session.terraform(consumer, "apply", "-auto-approve", "-no-color");
    expect(applied.stdout).toContain('seen = "one"');
    expect(applied.stdout + applied.stderr).not.toContain("Warning");
  });

  it("reports a lock that was deleted meanwhile, and stores the state", async () => {
    const gate = session.path("gate");
    const folder = session.writeModule("network", oneResource("one", gate));
    await session.terraform(folder, "init");
    const applying = session.terraform(folder, "apply", "-auto-approve", "-no-color");
    await until(() => session.isLocked());
    expect(session.stateBackend.faults.deleteLocks().map(({ key }) => key)).toEqual([`${KEY}.tflock`]);
    writeFileSync(gate, "");
    const { stderr } = await applying;
    expect(stderr).toContain("Error releasing the state lock");
    expect(session.stateOf().resources).toHaveLength(1);
  });

  it("fails with the name of the request if the backend is unreachable", async () => {
    const folder = session.writeModule("network", oneResource("one"), { max_retries: 1 });
    session.stateBackend.faults.unreachable = true;
    const { exitCode, stderr } = await session.terraform(folder, "init", "-no-color");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/Error: .*GetCallerIdentity.*request send failed/);
  });

  it("cannot reach any host but the simulated AWS, by name", async () => {
    const folder = session.writeModule("network", { terraform: { required_providers: { random: {} } } });
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: { random: { source: "hashicorp/random" } } } }),
    );
    const { exitCode, stderr } = await session.terraform(folder, "init", "-no-color");
    expect(exitCode).toBe(1);
    expect(stderr.replace(/[\s│]+/g, " ")).toContain("the rehearsal never leaves this machine");
  });
});

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import {
  type AwsSimulator,
  type AwsSimulatorOptions,
  startAwsSimulator,
} from "../../../../tools/rehearse/simulator/aws-simulator.ts";
import { faultOnce } from "../../../../tools/rehearse/simulator/faults.ts";
import { providerProcessBackends } from "../../../../tools/rehearse/simulator/provider-process.ts";
import type { Constraint } from "../../../../tools/rehearse/simulator/simulator-types.ts";
import { collectUsedBlocks } from "../../../../tools/rehearse/simulator/used-blocks.ts";
import { writeCliConfig } from "../../../../tools/terraform/cli-config.ts";
import { findProvider } from "../../../../tools/terraform/find-provider.ts";
import { type CommandResult, runCommand } from "../../../../tools/terraform/run-command.ts";
import { makeTemporaryFolder, type TemporaryFolder } from "../../../../tools/terraform/temporary-folder.ts";
import { webPlatform } from "./support/web-platform.ts";

const binary = (await findProvider()).binary?.path;
const reason = binary === undefined ? " (not run: no copy of the AWS provider on this machine)" : "";

let temporaryFolder: TemporaryFolder;
let simulator: AwsSimulator;

function start(options: Partial<AwsSimulatorOptions> = {}): Promise<AwsSimulator> {
  return startAwsSimulator({
    backend: providerProcessBackends(binary ?? ""),
    accountFile: join(temporaryFolder.path, "account.json"),
    accountId: "123456789012",
    types: new Set(),
    ...options,
  });
}

interface Module {
  readonly terraform: object;
  readonly provider: object;
  readonly resource?: object;
  readonly data?: object;
}

/** Writes a root module into its own folder. */
function write(name: string, body: Module): string {
  const folder = join(temporaryFolder.path, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(body));
  return folder;
}

/** Writes a root module and limits Terraform's schema to its types, which is fast. */
function writeAlone(name: string, body: Module): string {
  simulator.setTypes(new Set([body.resource ?? {}, body.data ?? {}].flatMap(Object.keys)));
  return write(name, body);
}

/** Runs Terraform against the simulator; any exit code is accepted. */
function terraform(folder: string, ...args: string[]): Promise<CommandResult> {
  const { env } = writeCliConfig(join(temporaryFolder.path, "cli"));
  return runCommand("terraform", [args[0] ?? "", "-no-color", ...args.slice(1)], {
    cwd: folder,
    env: { ...env, TF_REATTACH_PROVIDERS: simulator.reattachProviders },
    okExitCodes: [0, 1, 2],
  });
}

/** Runs Terraform and expects success. */
async function succeed(folder: string, ...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await terraform(folder, ...args);
  expect([exitCode, stderr]).toEqual([0, ""]);
  return stdout;
}

/** Terraform's error text without its frame and line breaks. */
function errorText({ stderr }: CommandResult): string {
  return stderr.replace(/[│╷╵]/g, "").replace(/\s+/g, " ");
}

/** The values of a resource in the state, by address. */
function valuesOf(folder: string, type: string, name: string): Record<string, unknown> {
  const state = JSON.parse(readFileSync(join(folder, "terraform.tfstate"), "utf8"));
  const found = state.resources.find(
    (one: { type: string; name: string }) => one.type === type && one.name === name,
  );
  return found.instances[0].attributes;
}

const aws = (rest: object = {}) => ({
  terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
  provider: { aws: { region: "eu-west-1", ...rest } },
});

const metrics = (name: string) => ({
  cloudwatch_metrics_enabled: true,
  metric_name: name,
  sampled_requests_enabled: false,
});

describe.skipIf(binary === undefined)(`the real AWS provider before the simulated AWS${reason}`, () => {
  beforeEach(() => {
    temporaryFolder = makeTemporaryFolder("drydock-test");
  });

  afterEach(async () => {
    await simulator.stop();
    await temporaryFolder.remove();
  });

  it("has a web ACL's thousands of blocks pruned to those in use, with the same result", async () => {
    const rule = {
      name: "germany",
      priority: 1,
      action: { block: {} },
      statement: { not_statement: { statement: { geo_match_statement: { country_codes: ["DE"] } } } },
      visibility_config: metrics("germany"),
    };
    const acl = {
      name: "web",
      scope: "REGIONAL",
      default_action: { allow: {} },
      visibility_config: metrics("web"),
      rule,
    };
    const module = { ...aws(), resource: { aws_wafv2_web_acl: { web: acl } } };
    simulator = await start({ blocks: new Map([["aws_wafv2_web_acl", collectUsedBlocks([acl]) ?? {}]]) });
    const folder = writeAlone("acl", module);
    await succeed(folder, "init", "-input=false");
    const narrow = await succeed(folder, "plan");
    expect(narrow).toContain("country_codes");
    expect(await succeed(folder, "apply", "-auto-approve")).toContain("1 added");
    expect(JSON.stringify(valuesOf(folder, "aws_wafv2_web_acl", "web"))).not.toContain("byte_match");
    expect(await succeed(folder, "plan")).toContain("No changes.");

    // With the full schema: the same plan for another web ACL, and no changes to the existing one.
    simulator.setTypes(undefined);
    expect(await succeed(folder, "plan")).toContain("No changes.");
    const other = write("other", module);
    await succeed(other, "init", "-input=false");
    // Terraform breaks the line in an empty block that could have nested blocks.
    const closed = (plan: string) => plan.replace(/\{\s+\}/g, "{}");
    expect(closed(await succeed(other, "plan"))).toBe(closed(narrow));
  });

  it("deploys a platform, has an empty second plan, replaces where required, and destroys it", async () => {
    simulator = await start();
    const folder = writeAlone("web", webPlatform());
    await succeed(folder, "init", "-input=false");
    await succeed(folder, "validate");
    const applied = await succeed(folder, "apply", "-auto-approve");
    expect(applied).toContain("Apply complete! Resources: 23 added, 0 changed, 0 destroyed.");
    expect(applied).toContain('service = "elasticloadbalancing"');
    expect(simulator.account.resources()).toHaveLength(23);
    expect(valuesOf(folder, "aws_vpc", "main").tags_all).toEqual({ Owner: "drydock" });

    const again = await terraform(folder, "plan", "-detailed-exitcode");
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining("No changes.")]);

    writeAlone("web", webPlatform({ subnetCidr: "10.0.2.0/24" }));
    const replaced = await terraform(folder, "plan", "-detailed-exitcode");
    expect(replaced.exitCode).toBe(2);
    expect(replaced.stdout).toContain("aws_subnet.b must be replaced");
    expect(replaced.stdout).toMatch(
      /cidr_block +.*"10\.0\.1\.0\/24" -> "10\.0\.2\.0\/24" # forces replacement/,
    );

    await succeed(folder, "destroy", "-auto-approve");
    expect(simulator.account.resources()).toEqual([]);
    // No lock file and no provider folder: nothing was installed.
    expect(readdirSync(folder).sort()).toEqual([
      "main.tf.json",
      "terraform.tfstate",
      "terraform.tfstate.backup",
    ]);
  });

  it("serves two concurrent processes, each with its own region and tags", async () => {
    simulator = await start({ types: new Set(["aws_vpc", "aws_sqs_queue"]) });
    const deploy = async (owner: string, region: string) => {
      const folder = write(owner, {
        ...aws({ region, default_tags: { tags: { Owner: owner } } }),
        resource: {
          aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
          aws_sqs_queue: { work: { name: `${owner}-work` } },
        },
      });
      await succeed(folder, "init", "-input=false");
      await succeed(folder, "apply", "-auto-approve");
      const plan = await terraform(folder, "plan", "-detailed-exitcode");
      expect(plan.exitCode).toBe(0);
      return valuesOf(folder, "aws_vpc", "main");
    };
    const [one, other] = await Promise.all([deploy("one", "eu-west-1"), deploy("other", "us-east-1")]);
    expect(one).toMatchObject({ tags_all: { Owner: "one" }, arn: expect.stringContaining(":eu-west-1:") });
    expect(other).toMatchObject({
      tags_all: { Owner: "other" },
      arn: expect.stringContaining(":us-east-1:"),
    });
  });

  it("keeps the aliases of a process apart", async () => {
    simulator = await start();
    // All of the provider's types, as for a folder whose types are unknown.
    simulator.setTypes(undefined);
    const folder = write("aliases", {
      ...aws(),
      provider: { aws: [{ region: "eu-west-1" }, { region: "us-east-1", alias: "edge" }] },
      resource: {
        aws_acm_certificate: {
          here: { domain_name: "a.example.org", validation_method: "DNS" },
          edge: { domain_name: "a.example.org", validation_method: "DNS", provider: "aws.edge" },
        },
      },
    });
    await succeed(folder, "init", "-input=false");
    await succeed(folder, "apply", "-auto-approve");
    const regions = simulator.account.resources("aws_acm_certificate").map(({ region }) => region);
    expect([...regions].sort()).toEqual(["eu-west-1", "us-east-1"]);
  });

  it.each([
    ["an unknown attribute", { cidr: "10.0.0.0/16" }, "Extraneous JSON object property"],
    ["a wrong value", { cidr_block: "10.0.0.0/33" }, "invalid CIDR address: 10.0.0.0/33"],
    [
      "a value beyond what AWS takes",
      { cidr_block: "10.0.0.0/8" },
      'expected "cidr_block" to contain a network Value with between 16 and 28 significant bits',
    ],
    ["a wrong type", { cidr_block: "10.0.0.0/16", enable_dns_support: "perhaps" }, "a bool is required"],
    [
      "arguments that exclude each other",
      { cidr_block: "10.0.0.0/16", ipv4_netmask_length: 20 },
      "all of `ipv4_ipam_pool_id,ipv4_netmask_length` must be specified",
    ],
  ])("reports the provider's own error for %s", async (_name, vpc, message) => {
    simulator = await start();
    const folder = writeAlone("wrong", { ...aws(), resource: { aws_vpc: { main: vpc } } });
    await succeed(folder, "init", "-input=false");
    const result = await terraform(folder, "validate");
    expect(result.exitCode).toBe(1);
    expect(errorText(result)).toContain(message);
  });

  it("reports the provider's own error for a region that does not exist", async () => {
    simulator = await start();
    const vpc = { main: { cidr_block: "10.0.0.0/16" } };
    const folder = writeAlone("wrong", { ...aws({ region: "eu-wst-1" }), resource: { aws_vpc: vpc } });
    await succeed(folder, "init", "-input=false");
    expect(errorText(await terraform(folder, "plan"))).toContain("invalid AWS Region: eu-wst-1");
  });

  it("reports an API error on the resource's address, and continues once it is fixed", async () => {
    const constraint: Constraint = {
      name: "no-small-queues",
      documentation: "https://docs.aws.amazon.com/",
      types: ["aws_sqs_queue"],
      check: ({ after }) =>
        after?.name === "small"
          ? [{ code: "InvalidName", message: "too small", operation: "CreateQueue", attribute: "name" }]
          : [],
    };
    simulator = await start({ behavior: { constraints: [constraint] } });
    const queues = (name: string) => ({
      ...aws(),
      resource: { aws_sqs_queue: { a: { name }, b: { name: "b" } } },
    });
    const folder = writeAlone("queues", queues("small"));
    await succeed(folder, "init", "-input=false");
    const rejected = await terraform(folder, "apply", "-auto-approve");
    expect(rejected.exitCode).toBe(1);
    expect(errorText(rejected)).toContain(
      "Error: creating SQS Queue: operation error SQS: CreateQueue, https response error",
    );
    expect(errorText(rejected)).toContain("api error InvalidName: too small with aws_sqs_queue.a,");
    expect(simulator.account.resources("aws_sqs_queue")).toHaveLength(1);
    writeAlone("queues", queues("large"));
    expect(await succeed(folder, "apply", "-auto-approve")).toContain("1 added, 0 changed, 0 destroyed");
  });

  it("loses its connection in a crash, and is repaired by the next apply", async () => {
    simulator = await start({
      faults: faultOnce("aws_sqs_queue", "create", { kind: "crash", afterApply: false }),
    });
    const folder = writeAlone("crash", { ...aws(), resource: { aws_sqs_queue: { work: { name: "work" } } } });
    await succeed(folder, "init", "-input=false");
    const crashed = await terraform(folder, "apply", "-auto-approve");
    expect(crashed.exitCode).toBe(1);
    expect(errorText(crashed)).toContain("Plugin did not respond");
    expect(await succeed(folder, "apply", "-auto-approve")).toContain("1 added");
  });

  it("imports existing resources, and finds no difference", async () => {
    simulator = await start();
    const resource = { aws_ecs_cluster: { main: { name: "main" } } };
    const made = writeAlone("made", { ...aws(), resource });
    await succeed(made, "init", "-input=false");
    await succeed(made, "apply", "-auto-approve");
    const folder = writeAlone("imported", { ...aws(), resource });
    await succeed(folder, "init", "-input=false");
    await succeed(folder, "import", "aws_ecs_cluster.main", "main");
    expect((await terraform(folder, "plan", "-detailed-exitcode")).exitCode).toBe(0);
    const missing = await terraform(folder, "import", "aws_ecs_cluster.other", "other");
    expect(missing.exitCode).toBe(1);
  });

  it("validates a plan through AWS where the provider does", async () => {
    simulator = await start();
    const planned = async (name: string, definition: string) => {
      const machine = { name, definition, role_arn: "arn:aws:iam::123456789012:role/flow" };
      const folder = writeAlone(name, { ...aws(), resource: { aws_sfn_state_machine: { flow: machine } } });
      await succeed(folder, "init", "-input=false");
      const { stdout, stderr } = await terraform(folder, "plan");
      return stdout + stderr;
    };
    const good = '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}';
    expect(await planned("good", good)).toContain("1 to add");
    expect(await planned("bad", '{"States":{}}')).toContain("SCHEMA_VALIDATION_FAILED");
  });

  it("reports a data source that it does not simulate, and the host that it calls", async () => {
    simulator = await start({ behavior: { readDataSource: () => undefined } });
    const folder = writeAlone("far", {
      ...aws(),
      data: {
        aws_pricing_product: { price: { service_code: "AmazonEC2", filters: [{ field: "a", value: "b" }] } },
      },
    });
    await succeed(folder, "init", "-input=false");
    const result = errorText(await terraform(folder, "plan"));
    expect(result).toContain("The rehearsal does not simulate the data source aws_pricing_product");
    expect(result).toContain("amazonaws.com");
  });

  it("leaves no process, socket or folder behind when it is stopped", async () => {
    const before = makeTemporaryFolder("drydock-test-tmp");
    const tmp = process.env.TMPDIR;
    process.env.TMPDIR = before.path;
    try {
      simulator = await start();
      const folder = writeAlone("kept", {
        ...aws(),
        resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } },
      });
      await succeed(folder, "init", "-input=false");
      await succeed(folder, "apply", "-auto-approve");
      expect(readdirSync(before.path)).not.toEqual([]);
      await simulator.stop();
      expect(readdirSync(before.path)).toEqual([]);
    } finally {
      if (tmp === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = tmp;
      await before.remove();
    }
    const { Addr } = Object.values(JSON.parse(simulator.reattachProviders))[0] as {
      Addr: { String: string };
    };
    const port = Number(Addr.String.split(":")[1]);
    const refused = await new Promise((resolve) => connect(port, "127.0.0.1").once("error", resolve));
    expect(refused).toMatchObject({ code: "ECONNREFUSED" });
  });
});

describe("a provider that does not start", () => {
  it("reports the end of its output", async () => {
    const folder = makeTemporaryFolder("drydock-test");
    const binary = join(folder.path, "terraform-provider-aws_v5.100.0_x5");
    writeFileSync(binary, "#!/bin/sh\necho broken >&2\nexit 3\n", { mode: 0o755 });
    await expect(providerProcessBackends(binary)()).rejects.toThrow(
      `the provider ${binary} did not start: it exited with code 3\nbroken`,
    );
    await expect(providerProcessBackends(join(folder.path, "none"))()).rejects.toThrow(
      "did not start: spawn",
    );
    await folder.remove();
  });

  it("reports another protocol", async () => {
    const folder = makeTemporaryFolder("drydock-test");
    const binary = join(folder.path, "provider");
    writeFileSync(binary, "#!/bin/sh\necho '1|6|unix|/nowhere|grpc|'\nsleep 60\n", { mode: 0o755 });
    await expect(providerProcessBackends(binary)()).rejects.toThrow(
      'it printed "1|6|unix|/nowhere|grpc|" instead of offering protocol 5 over gRPC',
    );
    await folder.remove();
  });
});

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type AwsSimulator,
  startAwsSimulator,
} from "../../../../../tools/rehearse/simulator/aws-simulator.ts";
import { schemaOnlyBackend } from "../../../../../tools/rehearse/simulator/schema-only-planner/index.ts";
import { writeCliConfig } from "../../../../../tools/terraform/cli-config.ts";
import { type CommandResult, runCommand } from "../../../../../tools/terraform/run-command.ts";
import {
  makeTemporaryFolder,
  type TemporaryFolder,
} from "../../../../../tools/terraform/temporary-folder.ts";
import { webPlatform } from "../support/web-platform.ts";

let temporaryFolder: TemporaryFolder;
let simulator: AwsSimulator;
let folder: string;

interface Module {
  readonly resource?: object;
  readonly data?: object;
}

function write(body: Module): void {
  simulator.setTypes(new Set([body.resource ?? {}, body.data ?? {}].flatMap(Object.keys)));
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(body));
}

function terraform(command: string, ...args: string[]): Promise<CommandResult> {
  const { env } = writeCliConfig(join(temporaryFolder.path, "cli"));
  return runCommand("terraform", [command, "-no-color", ...args], {
    cwd: folder,
    env: { ...env, TF_REATTACH_PROVIDERS: simulator.reattachProviders },
    okExitCodes: [0, 1, 2],
  });
}

async function succeed(command: string, ...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await terraform(command, ...args);
  expect([exitCode, stderr]).toEqual([0, ""]);
  return stdout;
}

/** Terraform's error text without its frame and line breaks. */
function said({ stderr }: CommandResult): string {
  return stderr.replace(/[│╷╵]/g, "").replace(/\s+/g, " ");
}

describe("real Terraform with the schema-only backend", () => {
  beforeEach(async () => {
    temporaryFolder = makeTemporaryFolder("drydock-test");
    folder = join(temporaryFolder.path, "root");
    mkdirSync(folder);
    simulator = await startAwsSimulator({
      backend: schemaOnlyBackend(),
      accountFile: join(temporaryFolder.path, "account.json"),
      accountId: "123456789012",
      types: new Set(),
    });
  });

  afterEach(async () => {
    await simulator.stop();
    await temporaryFolder.remove();
  });

  it("deploys a platform, has an empty second plan, replaces where required, and destroys it", async () => {
    write(webPlatform());
    await succeed("init", "-input=false");
    await succeed("validate");
    const applied = await succeed("apply", "-auto-approve");
    expect(applied).toContain("Apply complete! Resources: 23 added, 0 changed, 0 destroyed.");
    expect(applied).toContain('service = "elasticloadbalancing"');

    const again = await terraform("plan", "-detailed-exitcode");
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining("No changes.")]);

    write(webPlatform({ subnetCidr: "10.0.2.0/24" }));
    const replaced = await terraform("plan", "-detailed-exitcode");
    expect(replaced.exitCode).toBe(2);
    expect(replaced.stdout).toContain("aws_subnet.b must be replaced");
    expect(replaced.stdout).toMatch(
      /cidr_block +.*"10\.0\.1\.0\/24" -> "10\.0\.2\.0\/24" # forces replacement/,
    );

    await succeed("destroy", "-auto-approve");
    expect(simulator.account.resources()).toEqual([]);
  });

  it("reports what the schema forbids, from Terraform and the snapshot", async () => {
    const vpc = (body: object) => ({
      terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
      provider: { aws: { region: "eu-west-1" } },
      resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16", ...body } } },
    });
    write(vpc({}));
    await succeed("init", "-input=false");
    write(vpc({ cidr_blok: "10.0.0.0/16" }));
    expect(said(await terraform("validate"))).toContain('No argument or block type is named "cidr_blok"');
    write(vpc({ enable_dns_support: "perhaps" }));
    expect(said(await terraform("validate"))).toContain("a bool is required");
    write(vpc({ instance_tenancy: "mine" }));
    expect(said(await terraform("validate"))).toContain(
      'expected instance_tenancy to be one of ["default" "dedicated"], got mine',
    );
    write({ ...vpc({}), resource: { aws_subnet: { a: {} } } });
    expect(said(await terraform("validate"))).toContain('The argument "vpc_id" is required');
  });
});

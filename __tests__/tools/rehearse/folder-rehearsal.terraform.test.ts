import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { App, S3Backend, TerraformStack } from "cdktf";
import type { RehearsalResult } from "../../../tools/rehearse/result.ts";
import { type CommandOutcome, type RunDrydockOptions, runDrydock } from "../../support/command-line.ts";
import { folderSnapshot, pathsBelow } from "../../support/folder-snapshot.ts";

const MINUTES = 60_000;

const NETWORK_MODULE = `
variable "cidr" {
  type = string
}
resource "aws_vpc" "main" {
  cidr_block = var.cidr
}
resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
output "id" {
  value = aws_vpc.main.id
}
`;

describe("drydock rehearse --from", () => {
  let folder: string;
  let link: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "foreign-"));
    link = `${folder}-link`;
    symlinkSync(folder, link);
  });
  afterEach(() => {
    for (const path of [link, folder]) rmSync(path, { recursive: true, force: true });
  });

  /** Rehearses the folder, named by a link, and makes sure that it stays as it is. */
  async function rehearsed(
    args: readonly string[] = [],
    settings: RunDrydockOptions = {},
  ): Promise<CommandOutcome> {
    const before = folderSnapshot(folder);
    const ended = await runDrydock(["rehearse", "--from", link, ...args], settings);
    expect(folderSnapshot(folder)).toEqual(before);
    expect(ended).toMatchObject({ leftFiles: [], leftProcesses: [] });
    return ended;
  }

  /** A folder of someone else's: one VPC with one subnet, as `cdktf synth` writes it. */
  function foreignFolder(subnetCidr: string, mistake?: string): string {
    const app = new App({ outdir: folder, stackTraces: false });
    const stack = new TerraformStack(app, "foreign");
    new AwsProvider(stack, "aws", { region: "eu-west-1" });
    new S3Backend(stack, { bucket: "their-bucket", key: "foreign.tfstate", region: "eu-west-1" });
    const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.1.0.0/16" });
    const subnet = new Subnet(stack, "subnet", { vpcId: vpc.id, cidrBlock: subnetCidr });
    if (mistake !== undefined) subnet.addOverride(mistake, true);
    // Of no provider that is pinned here: theirs may be any.
    stack.addOverride("terraform.required_providers.aws.version", ">= 5.0.0");
    app.synth();
    return folder;
  }

  it(
    "rehearses a folder that is not this project's",
    async () => {
      foreignFolder("10.1.1.0/24");
      // A folder that cannot be written to, as in a store of artifacts.
      for (const path of pathsBelow(folder)) chmodSync(join(folder, path), 0o555);
      const ended = await rehearsed(["--json"]);
      expect(ended.exitCode).toBe(0);
      const result = JSON.parse(ended.stdout) as RehearsalResult;
      expect(result.stacks).toEqual([
        {
          name: "foreign",
          resources: ["aws_subnet.subnet", "aws_vpc.vpc"],
          outputs: {},
          secondPlanEmpty: true,
        },
      ]);
      expect(result.left).toEqual([]);
    },
    5 * MINUTES,
  );

  it(
    "keeps the states of local backends to itself, and knows the types of modules and checks",
    async () => {
      const state = join(folder, "terraform.net.tfstate");
      foreignStacks({
        net: {
          terraform: { backend: { local: { path: state } } },
          module: { net: { source: "./net", cidr: "10.1.0.0/16" } },
          check: {
            there: {
              data: { aws_sqs_queue: { again: { name: "jobs", depends_on: ["module.net"] } } },
              assert: [{ condition: '${data.aws_sqs_queue.again.url != ""}', error_message: "no queue" }],
            },
          },
          output: { id: { value: "${module.net.id}" } },
        },
        // Lists, wherever Terraform takes them.
        app: [
          { terraform: [{ backend: [{ local: [{ path: join(folder, "terraform.app.tfstate") }] }] }] },
          {
            data: [
              {
                terraform_remote_state: [
                  { net: { backend: "local", config: { path: state }, workspace: "${terraform.workspace}" } },
                ],
              },
            ],
          },
          { provider: [{ aws: [{ region: "eu-west-1" }] }] },
          {
            resource: [
              {
                aws_subnet: [
                  {
                    one: [
                      { vpc_id: "${data.terraform_remote_state.net.outputs.id}", cidr_block: "10.1.1.0/24" },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      });
      const elsewhere = { terraform: { backend: { local: { path: join(folder, "dev.tfstate") } } } };
      writeFileSync(join(folder, "stacks/app/z_override.tf.json"), JSON.stringify(elsewhere));
      // A module that lies in another stack's folder, and a link that would never end.
      rmSync(join(folder, "stacks/net/net"), { recursive: true });
      symlinkSync("../app/net", join(folder, "stacks/net/net"));
      symlinkSync(".", join(folder, "latest"));
      writeFileSync(state, '{"version":4,"serial":7,"lineage":"theirs","outputs":{},"resources":[]}');
      const ended = await rehearsed(["--json"]);
      expect(ended.exitCode).toBe(0);
      const result = JSON.parse(ended.stdout) as RehearsalResult;
      expect(ended.stderr).toMatch(/prove reachability .* 0 flows; not known: \d parts?\n/);
      expect(result.notKnown.map(({ address }) => address)).toContain("net/module.net");
      expect(result.stacks).toMatchObject([
        {
          name: "net",
          resources: ["module.net.aws_sqs_queue.jobs", "module.net.aws_vpc.main"],
          outputs: { id: expect.stringMatching(/^vpc-/) },
          secondPlanEmpty: true,
        },
        { name: "app", resources: ["aws_subnet.one"], secondPlanEmpty: true },
      ]);
    },
    5 * MINUTES,
  );

  /** Two stacks in plain Terraform: the second depends on the first, whose module is a network. */
  function foreignStacks(stacks: Readonly<Record<string, object>>): void {
    const entries = Object.entries(stacks).map(([name, json], i, all) => {
      const workingDirectory = `stacks/${name}`;
      mkdirSync(join(folder, workingDirectory, "net"), { recursive: true });
      const provider = { aws: [{ region: "eu-west-1" }] };
      const whole = Array.isArray(json) ? json : { provider, ...json };
      writeFileSync(join(folder, workingDirectory, "cdk.tf.json"), JSON.stringify(whole));
      writeFileSync(join(folder, workingDirectory, "net", "main.tf"), NETWORK_MODULE);
      const dependencies = all.slice(0, i).map(([before]) => before);
      const synthesizedStackPath = `${workingDirectory}/cdk.tf.json`;
      const annotations: readonly string[] = [];
      return [
        name,
        { name, constructPath: name, workingDirectory, synthesizedStackPath, annotations, dependencies },
      ];
    });
    const manifest = { version: "0.21.0", stacks: Object.fromEntries(entries) as object };
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  }

  it(
    "reports AWS's error at the resource's address",
    async () => {
      foreignFolder("10.2.1.0/24");
      const ended = await rehearsed();
      expect(ended.exitCode).toBe(1);
      expect(ended.stderr).toContain("cdktf deploy failed.");
      expect(ended.stderr).toContain("InvalidSubnet.Range");
      expect(ended.stderr).toContain("with aws_subnet.subnet");
      expect(ended.stderr).not.toContain("    at ");
    },
    5 * MINUTES,
  );

  it(
    "shows the provider's own error for an argument that it does not know",
    async () => {
      foreignFolder("10.1.1.0/24", "map_public_ip");
      const ended = await rehearsed();
      expect(ended.exitCode).toBe(1);
      expect(ended.stderr).toContain("Extraneous JSON object property");
      expect(ended.stderr).toContain('"map_public_ip"');
    },
    5 * MINUTES,
  );

  it(
    "leaves the folder as it is when it is interrupted",
    async () => {
      foreignFolder("10.1.1.0/24");
      let sent = false;
      const ended = await rehearsed([], {
        onOutput: (output, kill) => {
          if (sent || !output.includes("✓ prove")) return;
          sent = true;
          setTimeout(() => kill("SIGINT"), 3000);
        },
      });
      expect(ended.exitCode).toBe(130);
    },
    2 * MINUTES,
  );

  it("ends at once on what never ends, in one line", async () => {
    foreignFolder("10.1.1.0/24");
    rmSync(join(folder, "manifest.json"));
    symlinkSync("/dev/zero", join(folder, "manifest.json"));
    const ended = await rehearsed();
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr.trim().split("\n").at(-1)).toBe(
      `${link}/manifest.json is a link to /dev/zero, outside ${link}: a rehearsal reads nothing outside the folder. Replace the link with a copy.`,
    );
  });

  it("says what a folder lacks", async () => {
    const ended = await rehearsed();
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr.trim().split("\n").at(-1)).toBe(
      `${link} has no manifest.json: pass a folder written by cdktf synth, such as cdktf.out.`,
    );
  });
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RehearsalResult } from "../../../tools/rehearse/result.ts";
import { runDrydock } from "../../support/command-line.ts";
import { folderSnapshot } from "../../support/folder-snapshot.ts";
import { synthesizeForeignStack } from "./support/foreign-stack.ts";

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
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "foreign-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Writes stacks of Terraform JSON, each with a network module and dependent on those before. */
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
    "redirects local states, and provides the resource types of modules and checks",
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
        // Lists, wherever Terraform accepts them.
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
      // A module in another stack's folder, and a link that loops.
      rmSync(join(folder, "stacks/net/net"), { recursive: true });
      symlinkSync("../app/net", join(folder, "stacks/net/net"));
      symlinkSync(".", join(folder, "latest"));
      writeFileSync(state, '{"version":4,"serial":7,"lineage":"theirs","outputs":{},"resources":[]}');
      const before = folderSnapshot(folder);
      const ended = await runDrydock(["rehearse", "--from", folder, "--json"]);
      expect(folderSnapshot(folder)).toEqual(before);
      expect(ended).toMatchObject({ exitCode: 0, leftFiles: [], leftProcesses: [] });
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

  it(
    "reports Terraform's error for an unknown argument",
    async () => {
      synthesizeForeignStack(folder, "10.1.1.0/24", "map_public_ip");
      const before = folderSnapshot(folder);
      const ended = await runDrydock(["rehearse", "--from", folder, "--provider", "snapshot"]);
      expect(folderSnapshot(folder)).toEqual(before);
      expect(ended).toMatchObject({ exitCode: 1, leftFiles: [], leftProcesses: [] });
      expect(ended.stderr).toContain("Extraneous JSON object property");
      expect(ended.stderr).toContain('"map_public_ip"');
    },
    5 * MINUTES,
  );

  it("reports a port in use in one line", async () => {
    synthesizeForeignStack(folder, "10.1.1.0/24");
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const args = ["rehearse", "--from", folder, "--provider", "snapshot", "--port", String(port)];
      const ended = await runDrydock(args);
      expect(ended).toMatchObject({ exitCode: 1, leftFiles: [], leftProcesses: [] });
      expect(ended.stderr.trim().split("\n").at(-1)).toMatch(
        new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use.*$`),
      );
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

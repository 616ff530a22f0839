import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { App, S3Backend, TerraformStack } from "cdktf";
import type { RehearsalResult } from "../../../tools/rehearse/result.ts";
import { drydock } from "../../support/command-line.ts";

const MINUTES = 60_000;

describe("drydock rehearse --from", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "foreign-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

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
      const ended = await drydock(["rehearse", "--from", foreignFolder("10.1.1.0/24"), "--json"]);
      expect(ended).toMatchObject({ exitCode: 0, leftFiles: [], leftProcesses: [] });
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
    2 * MINUTES,
  );

  it(
    "shows AWS's refusal at the resource's address",
    async () => {
      const ended = await drydock(["rehearse", "--from", foreignFolder("10.2.1.0/24")]);
      expect(ended).toMatchObject({ exitCode: 1, leftFiles: [], leftProcesses: [] });
      expect(ended.stderr).toContain("cdktf deploy failed.");
      expect(ended.stderr).toContain("InvalidSubnet.Range");
      expect(ended.stderr).toContain("with aws_subnet.subnet");
      expect(ended.stderr).not.toContain("    at ");
    },
    2 * MINUTES,
  );

  it(
    "shows the provider's own error for an argument that it does not know",
    async () => {
      const ended = await drydock(["rehearse", "--from", foreignFolder("10.1.1.0/24", "map_public_ip")]);
      expect(ended.exitCode).toBe(1);
      expect(ended.stderr).toContain("Extraneous JSON object property");
      expect(ended.stderr).toContain('"map_public_ip"');
    },
    2 * MINUTES,
  );

  it("says what a folder lacks", async () => {
    const ended = await drydock(["rehearse", "--from", folder]);
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr.trim().split("\n").at(-1)).toBe(
      `${folder} has no manifest.json: give a folder that cdktf synth wrote, such as cdktf.out.`,
    );
  });
});

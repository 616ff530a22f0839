import { chmodSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProviderChoice } from "../../../tools/rehearse/provider-choice.ts";
import type { RehearsalResult } from "../../../tools/rehearse/result.ts";
import { type CommandOutcome, type RunDrydockOptions, runDrydock } from "../../support/command-line.ts";
import { folderSnapshot, pathsBelow } from "../../support/folder-snapshot.ts";
import { synthesizeForeignStack } from "./support/foreign-stack.ts";

const MINUTES = 60_000;

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

  /**
   * Rehearses the folder through a link to it, and expects it to be unchanged.
   * @param provider the real one takes three times as long
   */
  async function rehearsed(
    args: readonly string[] = [],
    settings: RunDrydockOptions = {},
    provider: ProviderChoice = "snapshot",
  ): Promise<CommandOutcome> {
    const before = folderSnapshot(folder);
    const ended = await runDrydock(["rehearse", "--from", link, "--provider", provider, ...args], settings);
    expect(folderSnapshot(folder)).toEqual(before);
    expect(ended).toMatchObject({ leftFiles: [], leftProcesses: [] });
    return ended;
  }

  const foreignFolder = (subnetCidr: string, mistake?: string) =>
    synthesizeForeignStack(folder, subnetCidr, mistake);

  it(
    "rehearses a folder of another project",
    async () => {
      foreignFolder("10.1.1.0/24");
      // Read-only, as in an artifact store.
      for (const path of pathsBelow(folder)) chmodSync(join(folder, path), 0o555);
      const ended = await rehearsed(["--json"], {}, "auto");
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
    "reports Terraform's error for an unknown argument",
    async () => {
      foreignFolder("10.1.1.0/24", "map_public_ip");
      const ended = await rehearsed([], {}, "auto");
      expect(ended.exitCode).toBe(1);
      expect(ended.stderr).toContain("Extraneous JSON object property");
      expect(ended.stderr).toContain('"map_public_ip"');
    },
    5 * MINUTES,
  );

  it(
    "leaves the folder unchanged if it is interrupted",
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

  it("rejects a link to an endless file immediately, in one line", async () => {
    foreignFolder("10.1.1.0/24");
    rmSync(join(folder, "manifest.json"));
    symlinkSync("/dev/zero", join(folder, "manifest.json"));
    const ended = await rehearsed();
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr.trim().split("\n").at(-1)).toBe(
      `${link}/manifest.json is a link to /dev/zero, outside ${link}: a rehearsal reads nothing outside the folder. Replace the link with a copy.`,
    );
  });

  it("rejects a folder without a manifest", async () => {
    const ended = await rehearsed();
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr.trim().split("\n").at(-1)).toBe(
      `${link} has no manifest.json: pass a folder written by cdktf synth, such as cdktf.out.`,
    );
  });
});

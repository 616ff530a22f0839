import { chmodSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chooseProvider, type ProviderChoice } from "../../../tools/rehearse/provider-choice.ts";
import { RehearsalError } from "../../../tools/rehearse/rehearsal.ts";
import { rehearse } from "../../../tools/rehearse/rehearse.ts";
import type { RehearsalResult } from "../../../tools/rehearse/result.ts";
import { findTerraform } from "../../../tools/terraform/terraform-binary.ts";
import {
  type CommandOutcome,
  PROJECT_FOLDER,
  type RunDrydockOptions,
  runDrydock,
} from "../../support/command-line.ts";
import { folderSnapshot, pathsBelow } from "../../support/folder-snapshot.ts";
import { SILENT } from "../../support/kept-rehearsal.ts";
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

  const foreignFolder = (subnetCidr: string) => synthesizeForeignStack(folder, subnetCidr);

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

  /** The message of a rehearsal in this process, which fails; the folder stays as it is. */
  async function failure(): Promise<string> {
    const before = folderSnapshot(folder);
    const failed = rehearse({
      projectFolder: PROJECT_FOLDER,
      subject: { from: link },
      terraformBinary: (await findTerraform()).command,
      provider: await chooseProvider("snapshot", () => undefined),
      progress: SILENT,
    });
    const error = await failed.catch((e) => e);
    expect(error).toBeInstanceOf(RehearsalError);
    expect(folderSnapshot(folder)).toEqual(before);
    return error.message;
  }

  it(
    "reports AWS's error at the resource's address",
    async () => {
      foreignFolder("10.2.1.0/24");
      const message = await failure();
      expect(message).toContain("cdktf deploy failed.");
      expect(message).toContain("InvalidSubnet.Range");
      expect(message).toContain("with aws_subnet.subnet");
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
});

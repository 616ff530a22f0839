import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chooseProvider } from "../../../tools/rehearse/provider-choice.ts";
import { rehearse } from "../../../tools/rehearse/rehearse.ts";
import { runCommand } from "../../../tools/terraform/run-command.ts";
import { findTerraform } from "../../../tools/terraform/terraform-binary.ts";
import { PROJECT_FOLDER } from "../../support/command-line.ts";
import { SILENT } from "../../support/kept-rehearsal.ts";
import { synthesizeForeignStack } from "./support/foreign-stack.ts";

const MINUTES = 60_000;

// CyberShield, with plain cdktf: kept-rehearsal.long.test.ts.
describe("a kept rehearsal", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "kept-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it(
    "is deployed for plain Terraform, which sees what changes outside of it",
    async () => {
      const [synthesized, copy] = [join(folder, "cdktf.out"), join(folder, "copy")];
      synthesizeForeignStack(synthesized, "10.1.1.0/24");
      const terraform = (await findTerraform()).command;
      await rehearse({
        projectFolder: PROJECT_FOLDER,
        subject: { from: synthesized },
        terraformBinary: terraform,
        provider: await chooseProvider("snapshot", () => undefined),
        progress: SILENT,
        keep: async ({ kept = {}, stacks }, { simulator: { account } }) => {
          expect(stacks).toMatchObject([{ name: "foreign", secondPlanEmpty: true }]);
          cpSync(join(synthesized, "stacks", "foreign"), copy, { recursive: true });
          const run = (...args: readonly string[]) =>
            runCommand(terraform, [...args], { cwd: copy, env: kept, okExitCodes: [0, 2] });
          await run("init");
          expect(account.resources()).toHaveLength(2);
          const [subnet] = account.resources("aws_subnet");
          account.update("aws_subnet", subnet!.id, { map_public_ip_on_launch: true });
          // That plain Terraform sees no other difference is part of this plan.
          const drifted = await run("plan", "-no-color", "-detailed-exitcode");
          expect(drifted.exitCode).toBe(2);
          expect(drifted.stdout).toMatch(/map_public_ip_on_launch += true -> false/);
          expect(drifted.stdout).toContain("0 to add, 1 to change, 0 to destroy");
        },
      });
    },
    5 * MINUTES,
  );
});

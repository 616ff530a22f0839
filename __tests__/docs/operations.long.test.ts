import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlatformSpec } from "../../language/platform.ts";
import { resolve } from "../../language/resolve.ts";
import { copyCheckout } from "../../matrix/checkout.ts";
import { cybershield } from "../../platforms/cybershield.ts";
import { roboshop } from "../../platforms/roboshop.ts";
import { chooseProvider } from "../../tools/rehearse/provider-choice.ts";
import { rehearse } from "../../tools/rehearse/rehearse.ts";
import { findTerraform } from "../../tools/terraform/terraform-binary.ts";
import { PROJECT_FOLDER } from "../support/command-line.ts";
import { type DayContext, operationsBlocks, typeDay, typedBlocks } from "../support/documented-day/day.ts";
import { CYBERSHIELD_DAY, FIRST_DAY, FLEET_DAY, SERVER_DAY } from "../support/documented-day/days.ts";
import { Terminal } from "../support/documented-day/terminal.ts";
import { SILENT } from "../support/kept-rehearsal.ts";

const MINUTES = 60_000;

/** The programs that the page needs beside this project's own. */
const MISSING = ["aws", "jq", "bash"].filter((program) => spawnSync(program, ["--version"]).error);

/** Keeps a rehearsal, and works in it in a terminal of a copy of this checkout. */
async function inKeptRehearsal(
  spec: PlatformSpec,
  environment: string,
  work: (context: Omit<DayContext, "previous">) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "documented-day-"));
  try {
    const checkout = join(folder, "checkout");
    await copyCheckout(PROJECT_FOLDER, checkout);
    symlinkSync(join(PROJECT_FOLDER, "node_modules"), join(checkout, "node_modules"));
    await rehearse({
      projectFolder: PROJECT_FOLDER,
      subject: { platform: resolve(spec, environment) },
      terraformBinary: (await findTerraform()).command,
      provider: await chooseProvider("auto", () => undefined),
      progress: SILENT,
      keep: async ({ kept = {} }, simulation) => {
        const terminal = new Terminal(join(folder, "terminal"), checkout, kept);
        await work({ terminal, simulation, checkout });
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const blocks = operationsBlocks();
const renewals = blocks.filter(({ section }) => section === "Renew a server or a fleet");

describe.skipIf(MISSING.length > 0)(
  `docs/operations.md, typed in a kept rehearsal${MISSING.map((program) => ` (skipped: no ${program})`).join("")}`,
  () => {
    it(
      "of CyberShield prod, up to its removal, and deployed again in the empty account",
      () =>
        inKeptRehearsal(cybershield, "prod", async (context) => {
          await typeDay(typedBlocks(blocks, CYBERSHIELD_DAY), CYBERSHIELD_DAY, context);
          await typeDay(typedBlocks(blocks, FIRST_DAY), FIRST_DAY, context);
        }),
      40 * MINUTES,
    );

    it(
      "of RoboShop prod: a fleet",
      () =>
        inKeptRehearsal(roboshop, "prod", (context) =>
          typeDay([...typedBlocks(blocks, FLEET_DAY.slice(0, 1)), renewals[0]!], FLEET_DAY, context),
        ),
      10 * MINUTES,
    );

    it(
      "of RoboShop lab: a server",
      () => inKeptRehearsal(roboshop, "lab", (context) => typeDay([renewals[1]!], SERVER_DAY, context)),
      10 * MINUTES,
    );
  },
);

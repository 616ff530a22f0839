import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { DeployResult } from "../../../tools/deploy/deploy.ts";
import { runDrydock } from "../../support/command-line.ts";
import { shopCheckout } from "../../support/shop-checkout.ts";
import { startSimulatedAccountProcess } from "../../support/simulated-account.ts";

const MINUTES = 60_000;

/** Runs a test with a simulated account for the resource types of `kiosk`. */
async function withKioskAccount(
  checkout: string,
  test: (env: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  const synthesized = mkdtempSync(join(tmpdir(), "kiosk-"));
  try {
    await execa(process.execPath, [join(checkout, "bin", "app.mjs")], {
      cwd: checkout,
      env: { DRYDOCK_PLATFORM: "kiosk", DRYDOCK_ENVIRONMENT: "prod", CDKTF_OUTDIR: synthesized },
    });
    const bucket = "123456789012-us-east-1-drydock-state";
    const account = await startSimulatedAccountProcess("123456789012", bucket, synthesized, "snapshot");
    await test(account.env).finally(() => account.stop());
  } finally {
    rmSync(synthesized, { recursive: true, force: true });
  }
}

describe("drydock deploy", () => {
  it(
    "changes nothing if there is no terminal to ask; with --yes deploys, prints one result object, and leaves nothing",
    async () => {
      const checkout = shopCheckout();
      await withKioskAccount(checkout, async (env) => {
        const deploy = (...flags: readonly string[]) =>
          runDrydock(["deploy", "kiosk", "prod", ...flags], { env, checkout });
        const asked = await deploy();
        expect(asked).toMatchObject({ exitCode: 1, leftFiles: [], leftProcesses: [] });
        expect(asked.stderr).toContain("there is no terminal to ask: pass --yes to go on.");

        const ended = await deploy("--yes", "--json");
        expect(ended).toMatchObject({ exitCode: 0, leftFiles: [], leftProcesses: [] });
        const { steps, ...result } = JSON.parse(ended.stdout) as DeployResult;
        expect(result).toMatchObject({
          subject: "kiosk-prod",
          outcome: "deployed",
          failed: [],
          notBegun: [],
        });
        expect(ended.stderr).toContain("  kiosk-prod-network  up\n");
        expect(ended.stderr).toMatch(/^Review: nothing blocks\. It is a first deployment, .* 1 note$/m);
        expect(steps.map(({ pass, stack }) => `${pass} ${stack.replace("kiosk-prod-", "")}`)).toEqual([
          "up network",
          expect.stringMatching(/^up (?:data|edge)$/),
          expect.stringMatching(/^up (?:data|edge)$/),
          "up compute",
          "up observe",
        ]);
        expect(ended.stderr).toMatch(/✓ read what is deployed +\d+\.\d s {2}nothing\n/);
      });
    },
    5 * MINUTES,
  );
});

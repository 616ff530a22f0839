import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runDrydock } from "../../support/command-line.ts";
import { shopCheckout } from "../../support/shop-checkout.ts";
import { simulatedAccountOfFile } from "../../support/simulated-account.ts";

const MINUTES = 60_000;

const account = simulatedAccountOfFile("123456789012", "123456789012-us-east-1-drydock-state");

/** The digest that `drydock review` prints. */
const digestIn = (output: string) => /^Reviewed digest: ([0-9a-f]{64})$/m.exec(output)![1]!;

const textOf = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : "");

/** The command lines of running programs with a text in them. */
function commandsWith(text: string): string[] {
  return readdirSync("/proc").flatMap((pid) => {
    try {
      const line = /^\d+$/.test(pid) ? readFileSync(`/proc/${pid}/cmdline`, "utf8") : "";
      return line.includes(text) ? [line] : [];
    } catch {
      return [];
    }
  });
}

describe("drydock plan, review and apply", () => {
  it(
    "deploy a platform: interrupted or killed, the same command goes on; nothing is left behind; a second plan is empty",
    async () => {
      const checkout = shopCheckout();
      const folder = join(mkdtempSync(join(tmpdir(), "drydock-plans-")), "kiosk-prod");
      const run = (...args: readonly string[]) => runDrydock(args, { ...account(), checkout });
      // Ctrl-C while it plans.
      let isSent = false;
      const cancelled = await runDrydock(
        ["plan", "kiosk", "prod", "--provider", "snapshot", "--out", folder],
        {
          ...account(),
          checkout,
          onOutput: (output, kill) => {
            if (isSent || !output.includes("read what is deployed")) return;
            isSent = true;
            kill("SIGINT");
          },
        },
      );
      expect(cancelled).toMatchObject({ exitCode: 130, leftFiles: [], leftProcesses: [] });
      expect(existsSync(folder)).toBe(false);

      const planned = await run("plan", "kiosk", "prod", "--provider", "snapshot", "--out", folder);
      expect(planned).toMatchObject({ exitCode: 2, leftFiles: [], leftProcesses: [] });
      expect(planned.stdout).toMatch(/ {2}kiosk-prod-network {2}\d+ created\n/);
      expect(planned.stdout).toMatch(
        / {2}kiosk-prod-edge {2}.+ {2}\(provisional\)\n {4}waits for kiosk-prod-network/,
      );
      expect(statSync(folder).mode & 0o777).toBe(0o700);

      const unreviewed = await run("apply", folder);
      expect(unreviewed).toMatchObject({ exitCode: 1, leftFiles: [], leftProcesses: [] });
      expect(unreviewed.stderr).toContain("The plans were not reviewed.");
      const digest = digestIn((await run("review", folder)).stdout);

      // Ctrl-C while the first stack is applied.
      const record = join(folder, "drydock-apply.json");
      const applyAndSend = (signal: NodeJS.Signals) => {
        const before = textOf(record);
        let watch: NodeJS.Timeout | undefined;
        return runDrydock(["apply", folder, "--accept", digest], {
          ...account(),
          checkout,
          onOutput: (output, kill) => {
            if (watch !== undefined || output === "") return;
            watch = setInterval(() => {
              if (textOf(record) === before) return;
              clearInterval(watch);
              kill(signal);
            }, 20);
          },
        });
      };
      const interrupted = await applyAndSend("SIGINT");
      expect(interrupted).toMatchObject({ exitCode: 130, leftFiles: [], leftProcesses: [] });
      expect(existsSync(record)).toBe(true);
      expect(readdirSync(folder).filter((name) => /\.\d+$/.test(name))).toEqual([]);

      // Killed, it cannot stop its Terraform, which applies its plan to the end.
      const killed = await applyAndSend("SIGKILL");
      expect(killed.leftProcesses.join("\n")).toContain(folder);
      await vi.waitFor(() => expect(commandsWith(folder)).toEqual([]), {
        timeout: 5 * MINUTES,
        interval: 200,
      });

      const resumed = await run("apply", folder, "--accept", digest, "--json");
      expect(resumed).toMatchObject({ exitCode: 0, leftFiles: [], leftProcesses: [] });
      expect(JSON.parse(resumed.stdout)).toMatchObject({ format: "drydock.apply.v1", outcome: "applied" });
      const again = await run("plan", "kiosk", "prod", "--json", "--out", folder);
      expect(again).toMatchObject({ exitCode: 0, leftFiles: [], leftProcesses: [] });
      expect(JSON.parse(again.stdout)).toMatchObject({ format: "drydock.plan.v1", changes: false });
    },
    15 * MINUTES,
  );
});

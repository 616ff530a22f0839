import type { DeployResult } from "../../../tools/deploy/deploy.ts";
import { runDrydock } from "../../support/command-line.ts";
import { simulatedAccountOfFile } from "../../support/simulated-account.ts";

const MINUTES = 60_000;

const account = simulatedAccountOfFile("222222222222", "222222222222-us-east-1-drydock-state");

describe("drydock deploy", () => {
  it(
    "shows the passes, and changes nothing if there is no terminal to ask",
    async () => {
      const ended = await runDrydock(["deploy", "cybershield", "dev"], account());
      expect(ended).toMatchObject({ exitCode: 1, leftFiles: [], leftProcesses: [] });
      expect(ended.stdout).toContain("  cybershield-dev-network  up\n");
      expect(ended.stderr).toContain("there is no terminal to ask: pass --yes to go on.");
    },
    MINUTES,
  );

  it(
    "deploys with --yes, prints one result object, and leaves nothing",
    async () => {
      const ended = await runDrydock(["deploy", "cybershield", "dev", "--yes", "--json"], account());
      expect(ended).toMatchObject({ exitCode: 0, leftFiles: [], leftProcesses: [] });
      const { steps, ...result } = JSON.parse(ended.stdout) as DeployResult;
      expect(result).toEqual({ subject: "cybershield-dev", outcome: "deployed" });
      expect(steps.map(({ pass, stack }) => `${pass} ${stack.replace("cybershield-dev-", "")}`)).toEqual([
        "up network",
        expect.stringMatching(/^up (?:data|edge)$/),
        expect.stringMatching(/^up (?:data|edge)$/),
        "up compute",
        "up observe",
      ]);
      expect(ended.stderr).toMatch(/✓ read what is deployed +\d+\.\d s {2}nothing\n/);
    },
    3 * MINUTES,
  );
});

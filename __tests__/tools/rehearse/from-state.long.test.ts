import type { DeployResult } from "../../../tools/deploy/deploy.ts";
import type { StackStep } from "../../../tools/deploy/stack-step.ts";
import type { ChangeRehearsalResult } from "../../../tools/rehearse/change-rehearsal.ts";
import { runDrydock } from "../../support/command-line.ts";
import { simulatedAccountOfFile } from "../../support/simulated-account.ts";

const MINUTES = 60_000;

const account = simulatedAccountOfFile("222222222222", "222222222222-us-east-1-drydock-state");

function changesOf(step: StackStep): readonly string[] {
  return [step.create, step.update, step.replace, step.delete, step.move].flat();
}

describe("drydock rehearse --from-state", () => {
  it(
    "starts from copies of what is deployed, and leaves that as it is",
    async () => {
      const none = await runDrydock(["rehearse", "cybershield", "dev", "--from-state"], account());
      expect([none.exitCode, none.stderr.trim().split("\n").at(-1)]).toEqual([
        1,
        "Nothing of cybershield dev is deployed, so there are no states to start from. To rehearse its first deployment: npx drydock rehearse cybershield dev",
      ]);
      // A first deployment of what the platform declares asks nobody.
      const first = await runDrydock(["deploy", "cybershield", "dev", "--yes"], account());
      expect(first).toMatchObject({ exitCode: 0, leftFiles: [], leftProcesses: [] });
      const ended = await runDrydock(["rehearse", "cybershield", "dev", "--from-state", "--json"], account());
      expect(ended).toMatchObject({ exitCode: 0, leftFiles: [], leftProcesses: [] });
      const { steps, from, notBack } = JSON.parse(ended.stdout) as ChangeRehearsalResult;
      expect({ from, notBack }).toEqual({ from: "the states", notBack: [] });
      expect(steps.flatMap(changesOf)).toEqual([]);
      expect(steps).toHaveLength(5);
      expect(ended.stderr).toMatch(/✓ data, names and addresses +\d+\.\d s {2}\d\d kept$/m);
      // The account itself is as it was: a deployment finds nothing to change.
      const again = await runDrydock(["deploy", "cybershield", "dev", "--yes", "--json"], account());
      expect((JSON.parse(again.stdout) as DeployResult).steps.flatMap(changesOf)).toEqual([]);
    },
    8 * MINUTES,
  );
});

import type { RehearsalResult } from "../../../tools/rehearse/result.ts";
import { runDrydock } from "../../support/command-line.ts";

const MINUTES = 60_000;

describe("drydock rehearse", () => {
  it(
    "deploys RoboShop lab, plans again without changes and destroys it, as nothing is protected",
    async () => {
      const ended = await runDrydock(["rehearse", "roboshop", "lab", "--json"]);
      expect(ended).toMatchObject({ exitCode: 0, leftFiles: [], leftProcesses: [] });
      const result = JSON.parse(ended.stdout) as RehearsalResult;
      expect(result.stacks.every(({ secondPlanEmpty }) => secondPlanEmpty)).toBe(true);
      expect(result.phases.map(({ name }) => name)).toEqual([
        "prove reachability",
        "bootstrap the state bucket",
        "cdktf deploy",
        "second plan",
        "bootstrap again",
        "cdktf destroy",
        "remove the state bucket",
      ]);
      expect(result).toMatchObject({ left: [], refusedDestroy: [] });
      const { resources } = result.stacks.find(({ name }) => name === "roboshop-lab-compute")!;
      expect(resources.filter((address) => address.startsWith("aws_instance."))).toHaveLength(7);
    },
    15 * MINUTES,
  );

  it(
    "rehearses from the schema snapshot without the provider, as its first line states",
    async () => {
      const ended = await runDrydock(["rehearse", "cybershield", "dev", "--provider", "snapshot", "--json"]);
      expect(ended.stderr.split("\n")[0]).toMatch(
        /^Light rehearsal: planned from a schema snapshot .+--provider registry/,
      );
      expect(ended).toMatchObject({ exitCode: 0, leftFiles: [], leftProcesses: [] });
      const result = JSON.parse(ended.stdout) as RehearsalResult;
      expect(result).toMatchObject({ mode: "light", left: [] });
      expect(result.stacks.map(({ name, secondPlanEmpty }) => [name, secondPlanEmpty]).sort()).toEqual(
        ["compute", "data", "edge", "network", "observe"].map((kind) => [`cybershield-dev-${kind}`, true]),
      );
    },
    15 * MINUTES,
  );

  it.each(["SIGINT", "SIGTERM"] as const)(
    "leaves no process, socket or folder behind on %s",
    async (signal) => {
      let sent = false;
      const ended = await runDrydock(["rehearse", "cybershield", "dev"], {
        onOutput: (output, kill) => {
          if (sent || !output.includes("bootstrap the state bucket")) return;
          sent = true;
          // During the deployment.
          setTimeout(() => kill(signal), 3000);
        },
      });
      expect(ended).toMatchObject({
        exitCode: signal === "SIGINT" ? 130 : 143,
        leftFiles: [],
        leftProcesses: [],
      });
    },
    3 * MINUTES,
  );
});

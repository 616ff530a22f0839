import { environmentsOf } from "../../../language/resolve.ts";
import { platforms } from "../../../platforms/index.ts";
import type { RehearsalResult } from "../../../tools/rehearse/result.ts";
import { findProvider } from "../../../tools/terraform/find-provider.ts";
import { runDrydock } from "../../support/command-line.ts";

const MINUTES = 60_000;

/** Every environment but RoboShop's lab, which has a test of its own. */
const ENVIRONMENTS = platforms
  .flatMap((spec) => environmentsOf(spec).map((environment) => [spec.name, environment] as const))
  .filter(([platform, environment]) => `${platform} ${environment}` !== "roboshop lab");

const { binary } = await findProvider();

/** The mode of a rehearsal: with the real provider, if there is a copy. */
const MODE = binary === undefined ? "light" : "full";

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
      expect(result).toMatchObject({ mode: MODE, left: [], refusedDestroy: [] });
      const { resources } = result.stacks.find(({ name }) => name === "roboshop-lab-compute")!;
      expect(resources.filter((address) => address.startsWith("aws_instance."))).toHaveLength(7);
    },
    15 * MINUTES,
  );

  it.each([
    ...ENVIRONMENTS.map(([platform, environment]) => [platform, environment, "auto", MODE] as const),
    ["cybershield", "dev", "snapshot", "light"] as const,
  ])(
    "deploys %s %s, plans again without changes and destroys it: --provider %s",
    async (platform, environment, provider, mode) => {
      const ended = await runDrydock(["rehearse", platform, environment, "--provider", provider, "--json"]);
      expect(ended).toMatchObject({ exitCode: 0, leftFiles: [], leftProcesses: [] });
      const result = JSON.parse(ended.stdout) as RehearsalResult;
      expect(result).toMatchObject({ mode, left: [] });
      expect(result.stacks.length).toBeGreaterThan(3);
      expect(result.stacks.filter(({ secondPlanEmpty }) => !secondPlanEmpty)).toEqual([]);
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

import type { RehearsalResult } from "../../../tools/rehearse/result.ts";
import { runDrydock } from "../../support/command-line.ts";
import { harbourWith } from "../../support/harbour.ts";
import { withSynthesized } from "../../support/synth.ts";

const MINUTES = 60_000;

describe("a rehearsal of Network Load Balancers", () => {
  it(
    "deploys every listener, kind of target, fixed address and interface, plans again without changes and destroys",
    async () => {
      const ended = await withSynthesized([harbourWith()], (folder) =>
        runDrydock(["rehearse", "--from", folder, "--json"]),
      );
      expect(ended).toMatchObject({ exitCode: 0, leftFiles: [], leftProcesses: [] });
      const result = JSON.parse(ended.stdout) as RehearsalResult;
      expect(result.stacks.every(({ secondPlanEmpty }) => secondPlanEmpty)).toBe(true);
      expect(result.left).toEqual([]);
      const stack = (name: string) => result.stacks.find((each) => each.name === `harbour-prod-${name}`)!;
      const count = (type: string) =>
        stack("compute").resources.filter((address) => address.startsWith(`${type}.`)).length;
      expect(count("aws_lb_listener")).toBe(6);
      expect(count("aws_network_interface")).toBe(2);
      expect(count("aws_network_interface_attachment")).toBe(1);
      const { fixed_addresses } = stack("edge").outputs as Readonly<Record<string, Record<string, string[]>>>;
      expect(fixed_addresses!["fixed-nlb"]).toHaveLength(2);
    },
    15 * MINUTES,
  );
});

import type { RehearsalResult } from "../../../tools/rehearse/result.ts";
import { runDrydock } from "../../support/command-line.ts";
import { crossroadsWith } from "../../support/crossroads.ts";
import { withSynthesized } from "../../support/synth.ts";

const MINUTES = 60_000;

describe("a rehearsal of every kind of network connection", () => {
  it(
    "deploys in two regions, plans again without changes and destroys",
    async () => {
      const ended = await withSynthesized([crossroadsWith()], (folder) =>
        runDrydock(["rehearse", "--from", folder, "--json"]),
      );
      expect(ended).toMatchObject({ exitCode: 0, leftFiles: [], leftProcesses: [] });
      const result = JSON.parse(ended.stdout) as RehearsalResult;
      expect(result.stacks.every(({ secondPlanEmpty }) => secondPlanEmpty)).toBe(true);
      expect(result.left).toEqual([]);
      const connect = result.stacks.find(({ name }) => name === "crossroads-prod-connect")!;
      const outputs = connect.outputs as Readonly<Record<string, Record<string, string>>>;
      expect(outputs.tunnel_addresses).toEqual({ "warehouse-link": "10.255.0.1" });
      expect(outputs.vpn_keys_secret_arns!["office-vpn"]).toMatch(/^arn:aws:secretsmanager:/);
    },
    15 * MINUTES,
  );
});

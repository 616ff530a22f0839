import { join } from "node:path";
import { execa } from "execa";
import type { ChangeRehearsalResult } from "../../../tools/rehearse/change-rehearsal.ts";
import { type Edits, withEditedCheckout } from "../../support/edited-checkout.ts";
import { BACKENDS, ROBOSHOP_FILE, THIRD_ZONE } from "./support/roboshop-edits.ts";

const MINUTES = 60_000;

/** Rehearses the change of RoboShop `prod` that some edits make, and back. */
function rehearse(edits: Edits): Promise<ChangeRehearsalResult> {
  return withEditedCheckout(ROBOSHOP_FILE, edits, async (folder) => {
    const command = ["rehearse", "roboshop", "prod", "--from-revision", "HEAD", "--and-back", "--json"];
    const { stdout } = await execa(process.execPath, [join(folder, "bin", "drydock.mjs"), ...command], {
      cwd: folder,
      stdin: "ignore",
    });
    return JSON.parse(stdout) as ChangeRehearsalResult;
  });
}

/** The addresses of one kind in all steps of a pass. */
function changed(result: ChangeRehearsalResult, pass: string, kind: "create" | "delete") {
  return result.steps.filter((step) => step.pass === pass).flatMap((step) => step[kind]);
}

describe("drydock rehearse --from-revision", () => {
  it(
    "removes, renames and moves backends of RoboShop, with a zone more, and back with a zone less",
    async () => {
      const result = await rehearse([...BACKENDS, ...THIRD_ZONE]);
      expect(changed(result, "up", "delete")).toEqual([]);
      expect(changed(result, "down", "delete")).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^aws_autoscaling_group\.payment-fleet_/),
          expect.stringMatching(/^aws_autoscaling_group\.dispatch-fleet_/),
          expect.stringMatching(/^aws_security_group\.firewall_group-dispatch_/),
        ]),
      );
      // A fleet listens on one port at a time.
      expect(result.cuts).toEqual([expect.stringMatching(/^cart: aws_autoscaling_group\.cart-fleet_/)]);
      expect(changed(result, "back down", "delete")).toEqual(
        expect.arrayContaining([expect.stringMatching(/^aws_subnet\..*us-east-1c_/)]),
      );
      expect(result.notBack).toEqual([]);
      expect(result.provenStates).toBeGreaterThan(10);
    },
    15 * MINUTES,
  );
});

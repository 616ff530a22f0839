import { planChange } from "../../../tools/deploy/plan-change.ts";
import { changeInProcess } from "../../support/change-in-process.ts";
import { withChangedAccount } from "../../support/change-in-simulation.ts";
import { expectChangesSafe, type RandomChange } from "../../support/random-change.ts";

const MINUTES = 60_000;

/** Deploys both forms with real Terraform, one after the other. */
function changeWithTerraform({ before, after }: RandomChange): Promise<readonly string[]> {
  return withChangedAccount([before, after], "snapshot", async (account, [deployed, wanted]) => {
    const { problems, inPlace } = planChange(deployed!, wanted!);
    // Named beforehand: neither check nor deploy lets it pass.
    if (inPlace.length > 0) return [];
    const retire = problems.map(({ name }) => [name, "delete"] as const);
    await account.deploy(deployed!);
    await account.deploy(wanted!, Object.fromEntries(retire));
    return account.secondPlans(wanted!);
  }).catch((error: Error) => [error.message]);
}

describe("random changes of random platforms, in two passes", () => {
  it(
    "of 300, delete nothing that is used, lose no connection and open none",
    async () => {
      await expectChangesSafe(
        300,
        25 * MINUTES,
        async ({ before, after }) => (await changeInProcess(before, after)).problems,
      );
    },
    30 * MINUTES,
  );

  it(
    "of 30, end as a second plan wants it, with real Terraform",
    () => expectChangesSafe(30, 50 * MINUTES, changeWithTerraform),
    60 * MINUTES,
  );
});

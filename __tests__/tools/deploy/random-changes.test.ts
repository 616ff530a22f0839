import { changeInProcess } from "../../support/change-in-process.ts";
import { expectChangesSafe } from "../../support/random-change.ts";

describe("random changes of random platforms, in two passes", () => {
  it("delete nothing that is used, lose no connection and open none", async () => {
    await expectChangesSafe(12, 100_000, ({ before, after }) => changeInProcess(before, after));
  }, 120_000);
});

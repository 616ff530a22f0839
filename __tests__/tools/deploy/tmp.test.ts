import { changeInProcess } from "../../support/change-in-process.ts";
import { expectChangesSafeX } from "../../support/rc-tmp.ts";

it("x", async () => {
  await expectChangesSafeX(300, async ({ before, after }) => (await changeInProcess(before, after)).problems);
}, 600_000);

import { destroyInKeptRehearsal, expectNoChangesInKeptRehearsal } from "../../support/kept-rehearsal.ts";

const MINUTES = 60_000;

describe("a kept rehearsal of CyberShield dev, planned by the real provider", () => {
  it(
    "deploys, plans empty and destroys all stacks with plain cdktf",
    () => expectNoChangesInKeptRehearsal("auto", "*", destroyInKeptRehearsal),
    20 * MINUTES,
  );
});

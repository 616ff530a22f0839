import { expectNoChangesInKeptRehearsal } from "../../support/kept-rehearsal.ts";

const MINUTES = 60_000;

describe("a kept rehearsal of CyberShield dev, planned from the snapshot", () => {
  it(
    "works with plain cdktf, and its plan stays empty when CI and the autoscaler change what they own",
    () => expectNoChangesInKeptRehearsal("snapshot", "cybershield-dev-network"),
    20 * MINUTES,
  );
});

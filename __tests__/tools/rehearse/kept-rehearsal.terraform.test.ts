import { expectNoChangesInKeptRehearsal } from "../../support/kept-rehearsal.ts";

const MINUTES = 60_000;

describe("a kept rehearsal of CyberShield dev, planned from the snapshot", () => {
  it(
    "works with plain cdktf, and plans no changes after CI and the autoscaler changed their attributes",
    () => expectNoChangesInKeptRehearsal("snapshot", "cybershield-dev-network"),
    20 * MINUTES,
  );
});

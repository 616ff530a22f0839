import { workInKeptRehearsal } from "../../support/kept-rehearsal.ts";

const MINUTES = 60_000;

describe("a kept rehearsal of CyberShield dev, planned by the snapshot", () => {
  it(
    "works with plain cdktf, and its plan stays empty when CI and the autoscaler change what they own",
    () => workInKeptRehearsal("snapshot"),
    20 * MINUTES,
  );
});

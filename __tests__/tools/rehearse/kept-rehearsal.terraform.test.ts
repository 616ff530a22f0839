import { workInKeptRehearsal } from "../../support/kept-rehearsal.ts";

const MINUTES = 60_000;

describe("a kept rehearsal of CyberShield dev, planned from the snapshot", () => {
  it(
    "works with plain cdktf, and still plans without changes after CI and the autoscaler changed their attributes",
    () => workInKeptRehearsal("snapshot"),
    20 * MINUTES,
  );
});

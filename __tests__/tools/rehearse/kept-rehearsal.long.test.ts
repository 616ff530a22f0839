import { workInKeptRehearsal } from "../../support/kept-rehearsal.ts";

const MINUTES = 60_000;

describe("a kept rehearsal of CyberShield dev, planned with the provider", () => {
  it(
    "works with plain cdktf, and still plans without changes after CI and the autoscaler changed their attributes",
    () => workInKeptRehearsal("auto"),
    20 * MINUTES,
  );
});

import { workInKeptRehearsal } from "../../support/kept-rehearsal.ts";

const MINUTES = 60_000;

describe("a kept rehearsal of CyberShield dev", () => {
  it(
    "plain cdktf deploys and plans without changes, and destroys all stacks",
    () => workInKeptRehearsal(),
    20 * MINUTES,
  );
});

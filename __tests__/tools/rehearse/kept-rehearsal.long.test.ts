import { workInKeptRehearsal } from "../../support/kept-rehearsal.ts";

const MINUTES = 60_000;

describe("a kept rehearsal of CyberShield dev", () => {
  it.each(["snapshot", "auto"] as const)(
    "planned by the provider %s: plain cdktf deploys and plans without changes, and destroys all stacks",
    (provider) => workInKeptRehearsal(provider),
    20 * MINUTES,
  );
});

import { expectPlatformsProven } from "../support/any-platform.ts";

describe("any random platform", () => {
  // any-platform.long.test.ts tests many more.
  it("permits exactly the declared flows and the traffic that CIDR rules admit", async () => {
    await expectPlatformsProven(12);
  }, 240_000);
});

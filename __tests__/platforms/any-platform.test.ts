import { expectPlatformsProven } from "../support/any-platform.ts";

describe("any platform", () => {
  // Many more of them in any-platform.long.test.ts.
  it("permits the declared flows, and nothing else except by CIDR rules", async () => {
    await expectPlatformsProven(30);
  }, 240_000);
});

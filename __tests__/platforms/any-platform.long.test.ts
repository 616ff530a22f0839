import { expectPlatformsProven } from "../support/any-platform.ts";

const RUNS = Number(process.env.PLATFORM_RUNS ?? 1500);

describe("any random platform", () => {
  it(`of ${RUNS} permits exactly the declared flows and the traffic that CIDR rules admit`, async () => {
    await expectPlatformsProven(RUNS);
  }, 3_600_000);
});

import { expectPlatformsProven } from "../support/any-platform.ts";

const RUNS = Number(process.env.PLATFORM_RUNS ?? 1500);

describe("any platform", () => {
  it(`of ${RUNS} permits the declared flows, and nothing else except by CIDR rules`, async () => {
    await expectPlatformsProven(RUNS);
  }, 3_600_000);
});

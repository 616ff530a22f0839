import { givenSeed, SEED_VARIABLE, testSeed } from "./seed.ts";

describe("the seed of random tests", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("is fresh where none is set", () => {
    vi.stubEnv(SEED_VARIABLE, undefined);
    const seeds = new Set(Array.from({ length: 20 }, testSeed));
    expect(seeds.size).toBeGreaterThan(15);
    expect([...seeds].every(Number.isInteger)).toBe(true);
  });

  it("is the one that is set", () => {
    vi.stubEnv(SEED_VARIABLE, "-42");
    expect([givenSeed(), testSeed()]).toEqual([-42, -42]);
  });

  it("is refused where it is no number", () => {
    vi.stubEnv(SEED_VARIABLE, "soon");
    expect(testSeed).toThrow('DRYDOCK_TEST_SEED is "soon": set it to a whole number');
  });
});

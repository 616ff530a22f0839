import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_FOLDER } from "./command-line.ts";
import { givenSeed, SEED_VARIABLE, testSeed } from "./seed.ts";

describe("testSeed", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("returns a new seed each time if the variable is not set", () => {
    vi.stubEnv(SEED_VARIABLE, undefined);
    const seeds = new Set(Array.from({ length: 20 }, testSeed));
    expect(seeds.size).toBeGreaterThan(15);
    expect([...seeds].every(Number.isInteger)).toBe(true);
  });

  it("returns the seed that the variable sets", () => {
    vi.stubEnv(SEED_VARIABLE, "-42");
    expect([givenSeed(), testSeed()]).toEqual([-42, -42]);
  });

  it("throws if the variable is not a whole number", () => {
    vi.stubEnv(SEED_VARIABLE, "soon");
    expect(testSeed).toThrow('DRYDOCK_TEST_SEED is "soon": set it to a whole number');
  });
});

test("all tests draw their random values from the seed", () => {
  const folder = join(PROJECT_FOLDER, "__tests__");
  const files = readdirSync(folder, { encoding: "utf8", recursive: true });
  const drawing = files.filter(
    (file) =>
      file.endsWith(".ts") && /Math\.random\(|randomInt\(/.test(readFileSync(join(folder, file), "utf8")),
  );
  expect(drawing).toEqual([join("support", "seed.ts")]);
});

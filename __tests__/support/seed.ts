/** The environment variable that sets the seed of random tests, to repeat a run. */
export const SEED_VARIABLE = "DRYDOCK_TEST_SEED";

/**
 * The seed of a random test: the value of {@link SEED_VARIABLE}, or a new one on each run. A
 * failing test prints it; fast-check does so by itself.
 */
export function testSeed(): number {
  return givenSeed() ?? Math.floor(Math.random() * 0x7fff_ffff);
}

/**
 * The value of {@link SEED_VARIABLE}; undefined if it is not set.
 * @throws Error if it is not a whole number.
 */
export function givenSeed(): number | undefined {
  const text = process.env[SEED_VARIABLE];
  if (text === undefined || text === "") return undefined;
  if (!/^-?\d+$/.test(text)) throw new Error(`${SEED_VARIABLE} is "${text}": set it to a whole number`);
  return Number(text);
}

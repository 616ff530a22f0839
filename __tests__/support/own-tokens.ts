/** The global map of all tokens that cdktf has made so far, which it never empties. */
interface TokenMap {
  stringTokenMap: ReadonlyMap<string, unknown>;
  numberTokenMap: ReadonlyMap<number, unknown>;
  tokenCounter: number;
}

/**
 * Runs `work` with the tokens that exist, and forgets those that it makes. Each token keeps the
 * constructs of its app in memory: without this, a process that synthesizes hundreds of random
 * platforms needs gigabytes.
 *
 * @param work returns nothing that has tokens, such as constructs
 */
export function withOwnTokens<T>(work: () => T): T {
  // Modules of cdktf hold this very object, so that its fields are exchanged.
  const tokens = (globalThis as { __cdktfTokenMap?: TokenMap }).__cdktfTokenMap;
  if (tokens === undefined) return work();
  const before = { ...tokens };
  tokens.stringTokenMap = new Map(before.stringTokenMap);
  tokens.numberTokenMap = new Map(before.numberTokenMap);
  try {
    return work();
  } finally {
    Object.assign(tokens, before);
  }
}

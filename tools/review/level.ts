/** The levels of a finding, the worst first. */
export const LEVELS = ["block", "unknown", "ask", "note", "quiet"] as const;

/**
 * The severity of a finding, and the verdict of a review:
 * `block`: must not be applied as it is;
 * `unknown`: cannot be judged before apply;
 * `ask`: a person decides;
 * `note`: worth reading;
 * `quiet`: changes nothing that matters.
 */
export type Level = (typeof LEVELS)[number];

/** The exit codes for CI, the same as of all commands. */
export const EXIT_CODES: Readonly<Record<Level, number>> = {
  block: 5,
  unknown: 4,
  ask: 3,
  note: 0,
  quiet: 0,
};

/** Returns the worst of some levels; `quiet` if there are none. */
export function worstLevel(levels: Iterable<Level>): Level {
  const found = new Set(levels);
  return LEVELS.find((level) => found.has(level)) ?? "quiet";
}

/** True if a level is as severe as another, or worse. */
export function isAtLeast(level: Level, other: Level): boolean {
  return LEVELS.indexOf(level) <= LEVELS.indexOf(other);
}

/**
 * Returns the next milder level of an environment whose data is not protected: `block` becomes
 * `ask`, `ask` and `unknown` become `note`.
 */
export function loweredLevel(level: Level): Level {
  if (level === "block") return "ask";
  return level === "ask" || level === "unknown" ? "note" : level;
}

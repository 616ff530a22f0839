import { defined } from "../../../language/required.ts";
import { type Pattern, PatternRun } from "./pattern.ts";

/** A demand on a text: that it matches one of some patterns, or none of them. */
export interface TextConstraint {
  /** The patterns. */
  readonly patterns: readonly Pattern[];
  /** True if the text must match none of them. */
  readonly isNegated: boolean;
}

/** A question that takes too many steps, or that these means do not decide; with the reason. */
export class Undecided extends Error {}

/** The most states that a search visits. */
const MAX_STATES = 20_000;
/** Characters for the places of a witness that no pattern names. */
const OTHERS = "x0zqjvkw~#";

const KNOWN = new Map<string, string | undefined>();

/**
 * Finds a text that meets all constraints: the shortest. It is exact: undefined proves that there
 * is none. Inclusion of a pattern A in B is that no text matches A and not B.
 *
 * @throws Undecided if it takes too many steps
 */
export function findText(constraints: readonly TextConstraint[]): string | undefined {
  const key = [...new Set(constraints.map(keyOf))].sort().join("\n");
  if (KNOWN.has(key)) return KNOWN.get(key);
  if (KNOWN.size > 50_000) KNOWN.clear();
  const found = literalIn(constraints) ?? search(constraints);
  const text = found === NONE ? undefined : found;
  KNOWN.set(key, text);
  return text;
}

/** Returns the constraint that a text matches a pattern. */
export function matching(...patterns: readonly Pattern[]): TextConstraint {
  return { patterns, isNegated: false };
}

/** Returns the opposite constraint. */
export function negated({ patterns, isNegated }: TextConstraint): TextConstraint {
  return { patterns, isNegated: !isNegated };
}

/** True if a text meets a constraint. */
export function meets(text: string, { patterns, isNegated }: TextConstraint): boolean {
  return patterns.some((pattern) => pattern.matches(text)) !== isNegated;
}

function keyOf({ patterns, isNegated }: TextConstraint): string {
  return `${isNegated ? "!" : ""}${patterns.map(({ source }) => source).join("\t")}`;
}

const NONE = Symbol("no text");

/** Decides constraints of which one leaves only single texts; undefined if there is no such one. */
function literalIn(constraints: readonly TextConstraint[]): string | typeof NONE | undefined {
  for (const { patterns, isNegated } of constraints) {
    if (isNegated) continue;
    const texts = patterns.map(({ onlyText }) => onlyText);
    if (texts.includes(undefined)) continue;
    return texts.find((text) => constraints.every((each) => meets(text ?? "", each))) ?? NONE;
  }
  return undefined;
}

/** The automata of one constraint, side by side. */
class ConstraintRun {
  readonly #runs: readonly PatternRun[];
  readonly #isNegated: boolean;

  constructor({ patterns, isNegated }: TextConstraint) {
    this.#runs = patterns.map((pattern) => new PatternRun(pattern));
    this.#isNegated = isNegated;
  }

  get start(): readonly bigint[] {
    return this.#runs.map(({ start }) => start);
  }

  step(states: readonly bigint[], letter: string): readonly bigint[] {
    return this.#runs.map((run, i) => run.step(defined(states[i], "a state"), letter));
  }

  isMet(states: readonly bigint[]): boolean {
    return this.#some(states, (run, state) => run.accepts(state)) !== this.#isNegated;
  }

  /** True if no letters can meet the constraint any more. */
  isDead(states: readonly bigint[]): boolean {
    return this.#isNegated
      ? this.#some(states, (run, state) => run.acceptsForever(state))
      : states.every((state) => state === 0n);
  }

  #some(states: readonly bigint[], holds: (run: PatternRun, state: bigint) => boolean): boolean {
    return this.#runs.some((run, i) => holds(run, defined(states[i], "a state")));
  }
}

interface SearchNode {
  readonly states: readonly (readonly bigint[])[];
  readonly text: string;
}

/** Searches the product of the automata, breadth first. */
function search(constraints: readonly TextConstraint[]): string | typeof NONE {
  // Those that must match come first: they rule out most letters.
  const ordered = [...constraints].sort((a, b) => Number(a.isNegated) - Number(b.isNegated));
  const runs = ordered.map((constraint) => new ConstraintRun(constraint));
  const letters = alphabet(constraints);
  const start: SearchNode = { states: runs.map((run) => run.start), text: "" };
  const seen = new Set<string>([stateKey(start)]);
  const queue: SearchNode[] = [start];
  for (let at = 0; at < queue.length; at++) {
    const { states, text } = defined(queue[at], "a node");
    if (runs.every((run, i) => run.isMet(defined(states[i], "a state")))) return text;
    for (const letter of letters) {
      const stepped = stepAll(runs, states, letter);
      if (stepped === undefined) continue;
      const next = { states: stepped, text: text + letter };
      const key = stateKey(next);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(next);
      if (queue.length > MAX_STATES) throw new Undecided("its patterns are too many to compare");
    }
  }
  return NONE;
}

/** Returns the states after one more letter; undefined if a constraint can be met no more. */
function stepAll(
  runs: readonly ConstraintRun[],
  states: SearchNode["states"],
  letter: string,
): SearchNode["states"] | undefined {
  const next: (readonly bigint[])[] = [];
  for (const [i, run] of runs.entries()) {
    const state = run.step(defined(states[i], "a state"), letter);
    if (run.isDead(state)) return undefined;
    next.push(state);
  }
  return next;
}

function stateKey({ states }: SearchNode): string {
  return states.map((each) => each.map((state) => state.toString(36)).join(",")).join(";");
}

/** All letters of the patterns, and one character that none of them has. */
function alphabet(constraints: readonly TextConstraint[]): string[] {
  const letters = new Set<string>();
  for (const { patterns } of constraints) {
    for (const { tokens } of patterns) {
      for (const token of tokens) {
        if (token.kind === "letter") letters.add(token.letter);
        if (token.kind === "many" && token.except !== "") letters.add(token.except);
      }
    }
  }
  const other = [...OTHERS].find((character) => !letters.has(character)) ?? "\u{1F6A2}";
  return [other, ...letters];
}

/**
 * True if every text that matches one pattern matches another.
 *
 * @throws Undecided if it takes too many steps
 */
export function isIncluded(inner: Pattern, outer: Pattern): boolean {
  return findText([matching(inner), negated(matching(outer))]) === undefined;
}

/**
 * True if a text matches both patterns.
 *
 * @throws Undecided if it takes too many steps
 */
export function intersects(one: Pattern, other: Pattern): boolean {
  return findText([matching(one), matching(other)]) !== undefined;
}

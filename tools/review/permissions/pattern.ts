/** A step of a {@link Pattern}. */
export type PatternToken =
  /** One letter: a character, or a symbol such as `${aws_s3_bucket.logs.arn}`. */
  | { readonly kind: "letter"; readonly letter: string }
  /** `?`: any one character. */
  | { readonly kind: "one" }
  /** `*`: any letters; those in `except` end it. */
  | { readonly kind: "many"; readonly except: string }
  /** Any one symbol. */
  | { readonly kind: "symbol" };

const LETTERS = /\$\{[^{}]*\}|[\s\S]/gu;
/** The escapes of IAM for its special characters, which are no variables. */
const ESCAPED: ReadonlyMap<string, string> = new Map([
  ["${*}", "*"],
  ["${?}", "?"],
  ["${$}", "$"],
]);

/** Splits a text into letters: characters, and symbols `${…}`, each of which is one letter. */
function lettersOf(text: string): string[] {
  return text.match(LETTERS) ?? [];
}

/** True if a letter is a symbol: a value that is not known yet, or a variable of IAM. */
function isSymbol(letter: string): boolean {
  return letter.length > 2 && letter.startsWith("${");
}

/** True if a text has a symbol in it. */
export function hasSymbol(text: string): boolean {
  return /\$\{(?![*?$]\})[^{}]*\}/.test(text);
}

/**
 * A pattern of IAM: `*` matches any characters, `?` one. A symbol `${…}` equals only itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export class Pattern {
  /** The text; patterns of equal text and kind match the same. */
  readonly source: string;
  /** The steps. */
  readonly tokens: readonly PatternToken[];

  private constructor(source: string, tokens: readonly PatternToken[]) {
    this.source = source;
    this.tokens = tokens;
  }

  /** Reads a pattern with wildcards. */
  static glob(text: string): Pattern {
    return new Pattern(`glob ${text}`, collapsed(lettersOf(text).map((letter) => globToken(letter, ""))));
  }

  /** Reads a text that only matches itself. */
  static literal(text: string): Pattern {
    return new Pattern(
      `literal ${text}`,
      lettersOf(text).map((letter) => ({ kind: "letter", letter })),
    );
  }

  /**
   * Reads a pattern of ARNs, whose first five parts are each compared by themselves.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
   */
  static arn(text: string): Pattern {
    let colons = 0;
    const tokens = lettersOf(text).map((letter) => {
      if (letter === ":") colons++;
      return globToken(letter, colons < 5 ? ":" : "");
    });
    return new Pattern(`arn ${text}`, collapsed(tokens));
  }

  /** Reads a pattern whose `*` does not match one character. */
  static globExcept(text: string, except: string): Pattern {
    const tokens = lettersOf(text).map((letter) => globToken(letter, except));
    return new Pattern(`glob except ${except} ${text}`, collapsed(tokens));
  }

  /** Matches every text that has a symbol in it. */
  static withSymbol(): Pattern {
    const many: PatternToken = { kind: "many", except: "" };
    return new Pattern("symbol", [many, { kind: "symbol" }, many]);
  }

  /** The text, if the pattern matches only one; undefined if it has wildcards. */
  get onlyText(): string | undefined {
    let text = "";
    for (const token of this.tokens) {
      if (token.kind !== "letter") return undefined;
      text += token.letter;
    }
    return text;
  }

  /** True if a text matches. */
  matches(text: string): boolean {
    const run = new PatternRun(this);
    let state = run.start;
    for (const letter of lettersOf(text)) state = run.step(state, letter);
    return run.accepts(state);
  }
}

function globToken(letter: string, except: string): PatternToken {
  if (letter === "*") return { kind: "many", except };
  if (letter === "?") return { kind: "one" };
  return { kind: "letter", letter: ESCAPED.get(letter) ?? letter };
}

/** Drops a `*` that follows an equal one, which matches nothing more. */
function collapsed(tokens: readonly PatternToken[]): PatternToken[] {
  return tokens.filter((token, i) => {
    const before = tokens[i - 1];
    return !(token.kind === "many" && before?.kind === "many" && before.except === token.except);
  });
}

/**
 * The automaton of a pattern. A state is a set of positions in the pattern, one bit each.
 */
export class PatternRun {
  readonly #tokens: readonly PatternToken[];
  readonly #advances = new Map<string, bigint>();
  readonly #stays = new Map<string, bigint>();
  readonly #many: bigint;
  readonly #end: bigint;

  constructor({ tokens }: Pattern) {
    this.#tokens = tokens;
    this.#many = this.#bits((token) => token.kind === "many");
    this.#end = 1n << BigInt(tokens.length);
  }

  /** The state before the first letter. */
  get start(): bigint {
    return this.#closed(1n);
  }

  /** True if the letters until here match. */
  accepts(state: bigint): boolean {
    return (state & this.#end) !== 0n;
  }

  /** True if whatever follows matches. */
  acceptsForever(state: bigint): boolean {
    const last = this.#tokens.at(-1);
    return this.accepts(state) && last?.kind === "many" && last.except === "";
  }

  /** Returns the state after one more letter; 0 if nothing can match any more. */
  step(state: bigint, letter: string): bigint {
    const advance = this.#mask(this.#advances, letter, advancesOn);
    const stay = this.#mask(this.#stays, letter, staysOn);
    return this.#closed(((state & advance) << 1n) | (state & stay));
  }

  /** Adds the positions behind each `*`, which may match nothing. */
  #closed(state: bigint): bigint {
    let closed = state;
    for (;;) {
      const next = closed | ((closed & this.#many) << 1n);
      if (next === closed) return closed;
      closed = next;
    }
  }

  #mask(
    masks: Map<string, bigint>,
    letter: string,
    holds: (token: PatternToken, letter: string) => boolean,
  ): bigint {
    const known = masks.get(letter);
    if (known !== undefined) return known;
    const mask = this.#bits((token) => holds(token, letter));
    masks.set(letter, mask);
    return mask;
  }

  #bits(holds: (token: PatternToken) => boolean): bigint {
    return this.#tokens.reduce((bits, token, i) => (holds(token) ? bits | (1n << BigInt(i)) : bits), 0n);
  }
}

function advancesOn(token: PatternToken, letter: string): boolean {
  if (token.kind === "letter") return token.letter === letter;
  if (token.kind === "one") return !isSymbol(letter);
  return token.kind === "symbol" && isSymbol(letter);
}

function staysOn(token: PatternToken, letter: string): boolean {
  return token.kind === "many" && token.except !== letter;
}

/** The error for text that is not a valid expression. */
export class SyntaxProblem extends Error {
  override readonly name = "SyntaxProblem";
}

/** One token of an expression. A quotation mark is a token: a separate template follows it. */
export interface Token {
  /** The kind of token. */
  readonly kind: "identifier" | "number" | "quote" | "symbol" | "end";
  /** The text of the token. */
  readonly text: string;
  /** The position of its first character. */
  readonly start: number;
  /** The position after it. */
  readonly end: number;
  /** True if a line break precedes this token. */
  readonly startsLine: boolean;
}

/** White space and comments. */
const BLANK = /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
/** https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers */
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Symbols, longer ones first. */
const SYMBOL = /\.\.\.|=>|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:=.,()[\]{}~]/y;

/**
 * Returns the token at a position, after white space.
 * @throws SyntaxProblem if there is none.
 */
export function tokenAt(text: string, from: number): Token {
  const start = from + match(BLANK, text, from).length;
  const startsLine = text.slice(from, start).includes("\n");
  const token = (kind: Token["kind"], found: string): Token => ({
    kind,
    text: found,
    start,
    end: start + found.length,
    startsLine,
  });
  if (start >= text.length) return token("end", "");
  if (text[start] === '"') return token("quote", '"');
  for (const [kind, pattern] of [
    ["identifier", IDENTIFIER],
    ["number", NUMBER],
    ["symbol", SYMBOL],
  ] as const) {
    const found = match(pattern, text, start);
    if (found !== "") return token(kind, found);
  }
  throw new SyntaxProblem(`${JSON.stringify(text.slice(start, start + 10))} is not valid in an expression`);
}

function match(pattern: RegExp, text: string, from: number): string {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0] ?? "";
}

/** A text that is not an expression, and where it stops being one. */
export class SyntaxProblem extends Error {
  override readonly name = "SyntaxProblem";
}

/** One token of an expression. A quotation mark is a token: what follows is a template of its own. */
export interface Token {
  readonly kind: "identifier" | "number" | "quote" | "symbol" | "end";
  readonly text: string;
  readonly start: number;
  /** The place behind it. */
  readonly end: number;
  /** Whether a line ended between the token before and this one. */
  readonly startsLine: boolean;
}

/** White space and comments. */
const BLANK = /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
/** https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers */
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Longer ones first. */
const SYMBOL = /\.\.\.|=>|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:=.,()[\]{}~]/y;

/** The token of an expression at a place, after white space. @throws SyntaxProblem when there is none. */
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
  throw new SyntaxProblem(`${JSON.stringify(text.slice(start, start + 10))} is no part of an expression`);
}

function match(pattern: RegExp, text: string, from: number): string {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0] ?? "";
}

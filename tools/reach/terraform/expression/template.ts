import { required } from "../../../../language/required.ts";
import type { Expression, ForExpression } from "./ast.ts";
import { SyntaxProblem } from "./lexer.ts";
import { Parser } from "./parser.ts";

/** A part of a template, before its directives are assembled. */
type Part =
  | { readonly kind: "value"; readonly expression: Expression }
  | { readonly kind: "if"; readonly condition: Expression }
  | { readonly kind: "for"; readonly head: Pick<ForExpression, "keyName" | "valueName" | "collection"> }
  | { readonly kind: "else" }
  | { readonly kind: "endif" }
  | { readonly kind: "endfor" };

/**
 * Parses a string in Terraform's JSON syntax: a template in which a backslash is literal.
 * https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 *
 * @throws SyntaxProblem
 */
export function parseTemplate(text: string): Expression {
  const { parts } = new TemplateReader(text, 0, 0, false).read();
  return assemble(parts);
}

/**
 * Parses a standalone expression, such as a type constraint.
 * @throws SyntaxProblem
 */
export function parseExpression(text: string): Expression {
  const parser = new Parser(text, 0, 0, readQuoted);
  const expression = parser.expression();
  if (parser.next.kind !== "end") throw new SyntaxProblem("unexpected text after the expression");
  return expression;
}

function readQuoted(text: string, from: number, depth: number) {
  const { parts, end } = new TemplateReader(text, from, depth, true).read();
  return { expression: assemble(parts), end };
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ['"', '"'],
  ["\\", "\\"],
]);

class TemplateReader {
  readonly #text: string;
  readonly #depth: number;
  readonly #isQuoted: boolean;
  readonly #parts: Part[] = [];
  #at: number;
  #literal = "";
  /** True if following white space is trimmed: a `~}` came before it. */
  #trims = false;

  constructor(text: string, from: number, depth: number, isQuoted: boolean) {
    this.#text = text;
    this.#at = from;
    this.#depth = depth;
    this.#isQuoted = isQuoted;
  }

  read(): { parts: Part[]; end: number } {
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined || (this.#isQuoted && character === '"')) break;
      if (this.#starts("$${") || this.#starts("%%{")) this.#take(3, `${character}{`);
      else if (this.#starts("${")) this.#interpolation();
      else if (this.#starts("%{")) this.#directive();
      else if (this.#isQuoted && character === "\\") this.#escape();
      else this.#take(1, character);
    }
    if (this.#isQuoted && this.#at >= this.#text.length)
      throw new SyntaxProblem("a quotation mark is missing");
    this.#endLiteral(false);
    return { parts: this.#parts, end: this.#at + 1 };
  }

  #starts(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  #take(length: number, literal: string): void {
    this.#literal += literal;
    this.#at += length;
  }

  #escape(): void {
    const unicode = /^\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8}))/.exec(
      this.#text.slice(this.#at, this.#at + 10),
    );
    const code = Number.parseInt(unicode?.[1] ?? unicode?.[2] ?? "", 16);
    if (unicode !== null && code <= 0x10ffff) {
      this.#take(unicode[0].length, String.fromCodePoint(code));
      return;
    }
    const character = ESCAPES.get(this.#text[this.#at + 1] ?? "");
    if (character === undefined) throw new SyntaxProblem("invalid escape sequence after a backslash");
    this.#take(2, character);
  }

  #interpolation(): void {
    this.#inBraces((parser) => {
      this.#parts.push({ kind: "value", expression: parser.expression() });
    });
  }

  #directive(): void {
    this.#inBraces((parser) => {
      if (parser.accept("if")) this.#parts.push({ kind: "if", condition: parser.expression() });
      else if (parser.nextIs("for")) this.#parts.push({ kind: "for", head: parser.forHead() });
      else {
        const kind = (["else", "endif", "endfor"] as const).find((word) => parser.accept(word));
        if (kind === undefined) throw new SyntaxProblem("a directive must be if, else, endif, for or endfor");
        this.#parts.push({ kind });
      }
    });
  }

  #inBraces(read: (parser: Parser) => void): void {
    const opensTrimming = this.#text[this.#at + 2] === "~";
    this.#endLiteral(opensTrimming);
    const parser = new Parser(this.#text, this.#at + (opensTrimming ? 3 : 2), this.#depth + 1, readQuoted);
    read(parser);
    this.#trims = parser.accept("~");
    const { end } = parser.next;
    if (!parser.nextIs("}")) throw new SyntaxProblem("a closing brace is missing");
    this.#at = end;
  }

  #endLiteral(trimsEnd: boolean): void {
    const start = this.#trims ? this.#literal.trimStart() : this.#literal;
    const value = trimsEnd ? start.trimEnd() : start;
    if (value !== "") this.#parts.push({ kind: "value", expression: { kind: "literal", value } });
    this.#literal = "";
    this.#trims = false;
  }
}

/** The most directives in a template: assembling them is recursive. */
const MAX_DIRECTIVES = 200;

/** Assembles directives and the parts between them. */
function assemble(parts: readonly Part[]): Expression {
  if (parts.filter(({ kind }) => kind !== "value").length > MAX_DIRECTIVES) {
    throw new SyntaxProblem("it has too many directives");
  }
  const rest = [...parts].reverse();
  const expression = assembleUntil(rest, []);
  const [next] = rest.slice(-1);
  if (next !== undefined) throw new SyntaxProblem(`${next.kind} without a matching opening directive`);
  return expression;
}

/** Takes parts from the end of `rest`, up to a directive that ends the block. */
function assembleUntil(rest: Part[], ends: readonly Part["kind"][]): Expression {
  const done: Expression[] = [];
  for (let part = rest.at(-1); part !== undefined && !ends.includes(part.kind); part = rest.at(-1)) {
    if (part.kind !== "value" && part.kind !== "if" && part.kind !== "for") break;
    rest.pop();
    if (part.kind === "value") done.push(part.expression);
    else if (part.kind === "if") done.push(assembleIf(rest, part.condition));
    else done.push(assembleFor(rest, part.head));
  }
  if (done.length === 1) {
    const only = required(done, 0);
    return ends.length === 0 ? only : { kind: "template", parts: done };
  }
  return done.length === 0 ? { kind: "literal", value: "" } : { kind: "template", parts: done };
}

function assembleIf(rest: Part[], condition: Expression): Expression {
  const whenTrue = assembleUntil(rest, ["else", "endif"]);
  const hasElse = rest.at(-1)?.kind === "else";
  if (hasElse) rest.pop();
  const whenFalse = hasElse ? assembleUntil(rest, ["endif"]) : ({ kind: "literal", value: "" } as const);
  takeEnd(rest, "endif");
  return { kind: "template", parts: [{ kind: "conditional", condition, whenTrue, whenFalse }] };
}

function assembleFor(
  rest: Part[],
  head: Pick<ForExpression, "keyName" | "valueName" | "collection">,
): Expression {
  const value = assembleUntil(rest, ["endfor"]);
  takeEnd(rest, "endfor");
  const texts: Expression = {
    kind: "for",
    ...head,
    key: undefined,
    value,
    condition: undefined,
    groups: false,
  };
  return { kind: "call", name: "join", args: [{ kind: "literal", value: "" }, texts], expandsLast: false };
}

function takeEnd(rest: Part[], kind: "endif" | "endfor"): void {
  if (rest.pop()?.kind !== kind) throw new SyntaxProblem(`${kind} is missing`);
}

import type { AccessStep, BinaryOperator, Expression, ForExpression } from "./ast.ts";
import { SyntaxProblem, type Token, tokenAt } from "./lexer.ts";

/**
 * Reads a quoted template, starting after the opening quotation mark; `end` is after the closing
 * one.
 */
export type QuotedReader = (
  text: string,
  from: number,
  depth: number,
) => { readonly expression: Expression; readonly end: number };

/** Operators by precedence, lowest first. */
const BINARY: readonly (readonly BinaryOperator[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];
/**
 * The deepest nesting and the longest chain of operators that are parsed: recursion must be
 * bounded.
 */
const MAX_DEPTH = 60;
const MAX_OPERATORS = 500;
const LITERALS: ReadonlyMap<string, null | boolean> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/**
 * Parses one expression inside a longer text. It stops at the expression's end; the caller checks
 * the rest.
 */
export class Parser {
  readonly #text: string;
  readonly #readQuoted: QuotedReader;
  #token: Token;
  #depth: number;

  constructor(text: string, from: number, depth: number, readQuoted: QuotedReader) {
    this.#text = text;
    this.#readQuoted = readQuoted;
    this.#token = tokenAt(text, from);
    this.#depth = depth;
  }

  /** The next token. */
  get next(): Token {
    return this.#token;
  }

  /** The current nesting depth. */
  get depth(): number {
    return this.#depth;
  }

  /** True if the next token is this symbol or word. */
  nextIs(text: string): boolean {
    return this.#token.kind !== "quote" && this.#token.kind !== "end" && this.#token.text === text;
  }

  /** Consumes the next token if it is this symbol or word. */
  accept(text: string): boolean {
    if (!this.nextIs(text)) return false;
    this.#advance();
    return true;
  }

  /**
   * Consumes a symbol or word.
   * @throws SyntaxProblem unless the next token is this one.
   */
  expect(text: string): void {
    if (!this.accept(text)) throw this.#problem(text);
  }

  /**
   * Consumes a name.
   * @throws SyntaxProblem unless the next token is a name.
   */
  identifier(): string {
    const { kind, text } = this.#token;
    if (kind !== "identifier") throw this.#problem("a name");
    this.#advance();
    return text;
  }

  /**
   * Parses an expression.
   * @throws SyntaxProblem if there is none.
   */
  expression(): Expression {
    if (++this.#depth > MAX_DEPTH) throw new SyntaxProblem("it is nested too deeply");
    const condition = this.#binary(0);
    const result = this.accept("?") ? this.#conditional(condition) : condition;
    this.#depth--;
    return result;
  }

  /** Parses `for k, v in collection`, up to the collection's end. */
  forHead(): Pick<ForExpression, "keyName" | "valueName" | "collection"> {
    this.expect("for");
    const first = this.identifier();
    const second = this.accept(",") ? this.identifier() : undefined;
    this.expect("in");
    const collection = this.expression();
    return second === undefined
      ? { keyName: undefined, valueName: first, collection }
      : { keyName: first, valueName: second, collection };
  }

  #conditional(condition: Expression): Expression {
    const whenTrue = this.expression();
    this.expect(":");
    return { kind: "conditional", condition, whenTrue, whenFalse: this.expression() };
  }

  #binary(level: number): Expression {
    const operators = BINARY[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (let count = 0; this.#token.kind === "symbol"; count++) {
      const operator = operators.find((each) => each === this.#token.text);
      if (operator === undefined) break;
      if (count > MAX_OPERATORS) throw new SyntaxProblem("it is too long");
      this.#advance();
      left = { kind: "binary", operator, left, right: this.#binary(level + 1) };
    }
    return left;
  }

  #unary(): Expression {
    const operator = (["!", "-"] as const).find((each) => this.nextIs(each));
    if (operator === undefined) return this.#postfix(this.#primary());
    this.#advance();
    if (++this.#depth > MAX_DEPTH) throw new SyntaxProblem("it is nested too deeply");
    const operand = this.#unary();
    this.#depth--;
    return { kind: "unary", operator, operand };
  }

  #primary(): Expression {
    const { kind, text, end } = this.#token;
    if (kind === "quote") return this.#quoted(end);
    if (kind === "number" && Number.isFinite(Number(text))) {
      this.#advance();
      return { kind: "literal", value: Number(text) };
    }
    if (kind === "identifier") return this.#named();
    if (this.accept("(")) {
      const inner = this.expression();
      this.expect(")");
      // Steps after parentheses form a separate access: (a).b
      return { kind: "access", source: inner, steps: [] };
    }
    if (this.accept("[")) return this.#tuple();
    if (this.accept("{")) return this.#object();
    throw this.#problem("an expression");
  }

  #quoted(from: number): Expression {
    const { expression, end } = this.#readQuoted(this.#text, from, this.#depth);
    this.#token = tokenAt(this.#text, end);
    return expression;
  }

  #named(): Expression {
    let name = this.identifier();
    const literal = LITERALS.get(name);
    if (literal !== undefined) return { kind: "literal", value: literal };
    while (this.nextIs(":") && this.#text.startsWith("::", this.#token.start)) {
      this.#advance();
      this.#advance();
      name += `::${this.identifier()}`;
    }
    if (!this.#continues("(")) return { kind: "traversal", root: name, steps: [] };
    this.#advance();
    return this.#call(name);
  }

  #call(name: string): Expression {
    const args: Expression[] = [];
    let expandsLast = false;
    while (!this.nextIs(")") && !expandsLast) {
      args.push(this.expression());
      expandsLast = this.accept("...");
      if (!this.accept(",")) break;
    }
    this.expect(")");
    return { kind: "call", name, args, expandsLast };
  }

  #tuple(): Expression {
    if (this.nextIs("for")) return this.#forTuple();
    const items: Expression[] = [];
    while (!this.nextIs("]")) {
      items.push(this.expression());
      if (!this.accept(",")) break;
    }
    this.expect("]");
    return { kind: "tuple", items };
  }

  #forTuple(): Expression {
    const head = this.forHead();
    this.expect(":");
    const value = this.expression();
    const condition = this.accept("if") ? this.expression() : undefined;
    this.expect("]");
    return { kind: "for", ...head, key: undefined, value, condition, groups: false };
  }

  #object(): Expression {
    if (this.nextIs("for")) return this.#forObject();
    const entries: { key: Expression; value: Expression }[] = [];
    while (!this.nextIs("}")) {
      const key = asKey(this.expression());
      if (!this.accept("=")) this.expect(":");
      entries.push({ key, value: this.expression() });
      // Entries are separated by a comma or a line break.
      if (!this.accept(",") && !this.#token.startsLine) break;
    }
    this.expect("}");
    return { kind: "object", entries };
  }

  #forObject(): Expression {
    const head = this.forHead();
    this.expect(":");
    const key = this.expression();
    this.expect("=>");
    const value = this.expression();
    const groups = this.accept("...");
    const condition = this.accept("if") ? this.expression() : undefined;
    this.expect("}");
    return { kind: "for", ...head, key, value, condition, groups };
  }

  #postfix(primary: Expression): Expression {
    let source = primary;
    for (;;) {
      if (this.accept(".")) {
        if (this.accept("*")) source = { kind: "splat", source, steps: this.#attributes() };
        else source = withSteps(source, this.#attribute());
      } else if (this.#continues("[")) {
        this.#advance();
        if (this.nextIs("*")) source = this.#fullSplat(source);
        else source = withSteps(source, [this.#index()]);
      } else return source;
    }
  }

  /** The name or number after a full stop; `.0.1` is lexed as one number but means two steps. */
  #attribute(): (string | number)[] {
    const { kind, text } = this.#token;
    if (kind === "identifier") return [this.identifier()];
    if (kind !== "number" || !/^\d+(\.\d+)?$/.test(text)) throw this.#problem("the name of an attribute");
    this.#advance();
    return text.split(".").map(Number);
  }

  /** The names of an attribute-only splat; an index after it applies to the whole list. */
  #attributes(): (string | number)[] {
    const steps: (string | number)[] = [];
    while (this.accept(".")) steps.push(...this.#attribute());
    return steps;
  }

  #fullSplat(source: Expression): Expression {
    this.expect("*");
    this.expect("]");
    const steps: AccessStep[] = [];
    for (;;) {
      if (this.accept(".")) steps.push(...this.#attribute());
      else if (this.#continues("[") && tokenAt(this.#text, this.#token.end).text !== "*") {
        this.#advance();
        steps.push(this.#index());
      } else return { kind: "splat", source, steps };
    }
  }

  #index(): AccessStep {
    const key = this.expression();
    this.expect("]");
    if (key.kind !== "literal") return key;
    return typeof key.value === "string" || typeof key.value === "number" ? key.value : key;
  }

  /** True if a bracket belongs to the expression before it. */
  #continues(bracket: "(" | "["): boolean {
    return this.nextIs(bracket) && !this.#token.startsLine;
  }

  #advance(): void {
    this.#token = tokenAt(this.#text, this.#token.end);
  }

  #problem(wanted: string): SyntaxProblem {
    const found = this.#token.kind === "end" ? "its end" : JSON.stringify(this.#token.text);
    return new SyntaxProblem(`expected ${wanted} before ${found}`);
  }
}

function withSteps(source: Expression, steps: readonly AccessStep[]): Expression {
  if (source.kind === "traversal" || source.kind === "access") {
    return { ...source, steps: [...source.steps, ...steps] };
  }
  return { kind: "access", source, steps };
}

/** Converts an object's key: a bare name stands for itself. */
function asKey(expression: Expression): Expression {
  if (expression.kind !== "traversal" || expression.steps.length > 0) return expression;
  return { kind: "literal", value: expression.root };
}

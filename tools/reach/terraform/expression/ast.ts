/** One access step: an attribute's name, a list index, or a computed key. */
export type AccessStep = string | number | Expression;

/** A binary operator, by its spelling. */
export type BinaryOperator =
  | "||"
  | "&&"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "/"
  | "%";

/**
 * A `for` expression: `[for k, v in collection : value if condition]`, or with braces and `key =>
 * value`.
 */
export interface ForExpression {
  readonly kind: "for";
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  /** Undefined in the list form. */
  readonly key: Expression | undefined;
  readonly value: Expression;
  readonly condition: Expression | undefined;
  /** True for `value...`, which groups values with the same key in a list. */
  readonly groups: boolean;
}

/**
 * The syntax tree of a Terraform expression.
 * https://developer.hashicorp.com/terraform/language/expressions
 */
export type Expression =
  | { readonly kind: "literal"; readonly value: null | boolean | number | string }
  /**
   * Literal parts and interpolations, joined. A single interpolation is not a template: it keeps
   * its type.
   */
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  /** A name and its access steps: `aws_vpc.main.id`. */
  | { readonly kind: "traversal"; readonly root: string; readonly steps: readonly AccessStep[] }
  /** Access steps on any other expression: `values(x)[0].id`. */
  | { readonly kind: "access"; readonly source: Expression; readonly steps: readonly AccessStep[] }
  /** A splat: `source[*].id` and `source.*.id`. */
  | { readonly kind: "splat"; readonly source: Expression; readonly steps: readonly AccessStep[] }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly args: readonly Expression[];
      /** True for `f(list...)`: the last argument is a list of arguments. */
      readonly expandsLast: boolean;
    }
  | {
      readonly kind: "conditional";
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "unary"; readonly operator: "!" | "-"; readonly operand: Expression }
  | { readonly kind: "tuple"; readonly items: readonly Expression[] }
  | {
      readonly kind: "object";
      readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
    }
  | ForExpression;

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
  /** The discriminator of {@link Expression}. */
  readonly kind: "for";
  /** The name of the key or index; undefined if the expression names only the value. */
  readonly keyName: string | undefined;
  /** The name of the value. */
  readonly valueName: string;
  /** The list or map that it iterates over. */
  readonly collection: Expression;
  /** Undefined in the list form. */
  readonly key: Expression | undefined;
  /** The value of each element. */
  readonly value: Expression;
  /** The `if` clause; undefined without one. */
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
      /** The discriminator of the union. */
      readonly kind: "call";
      /** The name of the function. */
      readonly name: string;
      /** The arguments. */
      readonly args: readonly Expression[];
      /** True for `f(list...)`: the last argument is a list of arguments. */
      readonly expandsLast: boolean;
    }
  | {
      /** The discriminator of the union. */
      readonly kind: "conditional";
      /** The condition before `?`. */
      readonly condition: Expression;
      /** The value between `?` and `:`. */
      readonly whenTrue: Expression;
      /** The value after `:`. */
      readonly whenFalse: Expression;
    }
  | {
      /** The discriminator of the union. */
      readonly kind: "binary";
      /** The operator between the operands. */
      readonly operator: BinaryOperator;
      /** The operand before the operator. */
      readonly left: Expression;
      /** The operand after the operator. */
      readonly right: Expression;
    }
  | { readonly kind: "unary"; readonly operator: "!" | "-"; readonly operand: Expression }
  | { readonly kind: "tuple"; readonly items: readonly Expression[] }
  | {
      /** The discriminator of the union. */
      readonly kind: "object";
      /** The entries, in the order of the text. */
      readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
    }
  | ForExpression;

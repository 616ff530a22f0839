/** One step into a value: an attribute's name, a place in a list, or a key that is worked out. */
export type AccessStep = string | number | Expression;

/** An operator with two sides, by its spelling. */
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

/** `[for k, v in collection : value if condition]`, or with braces and `key => value`. */
export interface ForExpression {
  readonly kind: "for";
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  /** Undefined: it makes a list. */
  readonly key: Expression | undefined;
  readonly value: Expression;
  readonly condition: Expression | undefined;
  /** `value...`: values with one key are gathered in a list. */
  readonly groups: boolean;
}

/**
 * Terraform's expression language as a tree.
 * https://developer.hashicorp.com/terraform/language/expressions
 */
export type Expression =
  | { readonly kind: "literal"; readonly value: null | boolean | number | string }
  /** Texts and interpolations, joined. One interpolation alone is not a template: it keeps its type. */
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  /** `aws_vpc.main.id`: a name and the way from it. */
  | { readonly kind: "traversal"; readonly root: string; readonly steps: readonly AccessStep[] }
  /** The same from anything else: `values(x)[0].id`. */
  | { readonly kind: "access"; readonly source: Expression; readonly steps: readonly AccessStep[] }
  /** `source[*].id` and `source.*.id`. */
  | { readonly kind: "splat"; readonly source: Expression; readonly steps: readonly AccessStep[] }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly args: readonly Expression[];
      /** `f(list...)`: the last argument is a list of arguments. */
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

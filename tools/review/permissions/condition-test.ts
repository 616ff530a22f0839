import { Pattern } from "./pattern.ts";

/** The comparison of a value of the request with one of the policy. */
export type Comparison =
  | "text"
  | "text-like"
  | "text-ignoring-case"
  | "arn-like"
  | "number"
  | "date"
  | "bool"
  | "ip"
  | "null"
  | "opaque";

/** The relation that a number or date must have to the policy's. */
export type OrderRelation = "=" | "<" | "<=" | ">" | ">=";

/**
 * One line of a `Condition`: an operator, a key and the values, any of which suffices.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export interface ConditionTest {
  /** The comparison of values. */
  readonly comparison: Comparison;
  /** The relation of numbers and dates; `=` for all other comparisons. */
  readonly relation: OrderRelation;
  /** True for the operators that none of the values may match: `StringNotEquals`. */
  readonly isNegated: boolean;
  /** True for `…IfExists`: a request without the key passes. */
  readonly ifExists: boolean;
  /** `any` for `ForAnyValue:`, `all` for `ForAllValues:`, `single` without either. */
  readonly quantifier: "single" | "any" | "all";
  /** The operator as written. */
  readonly operator: string;
  /** The key, in lower case: keys do not depend on case. */
  readonly key: string;
  /** The values, sorted, each once. */
  readonly values: readonly string[];
  /** A text that equal tests share. */
  readonly identity: string;
}

interface Operator {
  readonly comparison: Comparison;
  readonly relation?: OrderRelation;
  readonly isNegated?: boolean;
}

const ORDER: readonly (readonly [suffix: string, operator: Omit<Operator, "comparison">])[] = [
  ["equals", { relation: "=" }],
  ["notequals", { relation: "=", isNegated: true }],
  ["lessthan", { relation: "<" }],
  ["lessthanequals", { relation: "<=" }],
  ["greaterthan", { relation: ">" }],
  ["greaterthanequals", { relation: ">=" }],
];

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["stringequals", { comparison: "text" }],
  ["stringnotequals", { comparison: "text", isNegated: true }],
  ["stringequalsignorecase", { comparison: "text-ignoring-case" }],
  ["stringnotequalsignorecase", { comparison: "text-ignoring-case", isNegated: true }],
  ["stringlike", { comparison: "text-like" }],
  ["stringnotlike", { comparison: "text-like", isNegated: true }],
  ["binaryequals", { comparison: "text" }],
  // ArnEquals and ArnLike behave the same.
  ["arnequals", { comparison: "arn-like" }],
  ["arnlike", { comparison: "arn-like" }],
  ["arnnotequals", { comparison: "arn-like", isNegated: true }],
  ["arnnotlike", { comparison: "arn-like", isNegated: true }],
  ["bool", { comparison: "bool" }],
  ["ipaddress", { comparison: "ip" }],
  ["notipaddress", { comparison: "ip", isNegated: true }],
  ["null", { comparison: "null" }],
  ...ORDER.map(([suffix, rest]) => [`numeric${suffix}`, { comparison: "number" as const, ...rest }] as const),
  ...ORDER.map(([suffix, rest]) => [`date${suffix}`, { comparison: "date" as const, ...rest }] as const),
]);

/** Reads one line of a `Condition`. An operator that is not known becomes `opaque`. */
export function conditionTest(operator: string, key: string, values: readonly string[]): ConditionTest {
  const [, prefix = "", name = ""] =
    /^(?:(foranyvalue|forallvalues):)?(.*)$/.exec(operator.toLowerCase()) ?? [];
  const ifExists = name.endsWith("ifexists");
  const base = OPERATORS.get(ifExists ? name.slice(0, -"ifexists".length) : name);
  const sorted = [...new Set(values)].sort();
  return {
    comparison: base?.comparison ?? "opaque",
    relation: base?.relation ?? "=",
    isNegated: base?.isNegated ?? false,
    ifExists,
    quantifier: prefix === "" ? "single" : prefix === "foranyvalue" ? "any" : "all",
    operator,
    key: key.toLowerCase(),
    values: sorted,
    identity: JSON.stringify([operator.toLowerCase(), key.toLowerCase(), sorted]),
  };
}

/** Returns the patterns of a test of texts. */
export function valuePatterns({ comparison, values }: ConditionTest): Pattern[] {
  return values.map((value) => {
    if (comparison === "text-like") return Pattern.glob(value);
    if (comparison === "arn-like") return Pattern.arn(value);
    return Pattern.literal(comparison === "text-ignoring-case" ? value.toLowerCase() : value);
  });
}

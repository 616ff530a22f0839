import { Reference, Unknown, type Value } from "../value.ts";
import type { BinaryOperator } from "./ast.ts";
import { firstUnknownReason, type Plain, toBoolean, toNumber, toPlain } from "./known.ts";
import { InvalidValue, type Scope } from "./scope.ts";
import { valueIdentity } from "./sets.ts";

/** Attributes that every deployed resource has, and which are never null. */
const ALWAYS_SET: ReadonlySet<string | number | undefined> = new Set(["id", "arn"]);

/** Evaluates `left operator right`. The right side of `&&` and `||` is evaluated only if needed. */
export function applyBinary(
  operator: BinaryOperator,
  left: Value,
  right: () => Value,
  scope: Pick<Scope, "configured">,
): Value {
  if (operator === "&&") return logic(left, right, false, scope);
  if (operator === "||") return logic(left, right, true, scope);
  if (operator === "==") return valuesEqual(left, right(), scope);
  if (operator === "!=") return applyUnary("!", valuesEqual(left, right(), scope), scope);
  const trafficEndpoints = [toPlain(left, scope), toPlain(right(), scope)] as const;
  const unknown = firstUnknownReason(trafficEndpoints);
  if (unknown !== undefined) return unknown;
  const [a, b] = trafficEndpoints.map((trafficEndpoint) => toNumber(trafficEndpoint as Plain));
  if (a === undefined || b === undefined) return new InvalidValue(`${operator} requires numbers`);
  return arithmetic(operator, a, b);
}

/** Evaluates `!operand` and `-operand`. */
export function applyUnary(operator: "!" | "-", operand: Value, scope: Pick<Scope, "configured">): Value {
  const value = toPlain(operand, scope);
  if (value instanceof Unknown) return value;
  const result = operator === "!" ? toBoolean(value) : toNumber(value);
  if (result === undefined)
    return new InvalidValue(`${operator} requires a ${operator === "!" ? "boolean" : "number"}`);
  return typeof result === "boolean" ? !result : 0 - result;
}

/** Evaluates a condition: true, false, or why it is neither. */
export function toCondition(value: Value, scope: Pick<Scope, "configured">): boolean | Unknown {
  const known = toPlain(value, scope);
  if (known instanceof Unknown) return known;
  return toBoolean(known) ?? new InvalidValue("a condition must be true or false");
}

/**
 * Evaluates a logical operator: a side that equals `decisive` decides it, whatever the other is.
 */
function logic(
  left: Value,
  right: () => Value,
  decisive: boolean,
  scope: Pick<Scope, "configured">,
): boolean | Unknown {
  const a = toCondition(left, scope);
  if (a === decisive || a instanceof InvalidValue) return a;
  const b = toCondition(right(), scope);
  if (b === decisive || b instanceof InvalidValue) return b;
  return a instanceof Unknown ? a : b;
}

/** Reports if two values are equal. A reference equals itself, and an ID is never null. */
export function valuesEqual(left: Value, right: Value, scope: Pick<Scope, "configured">): boolean | Unknown {
  if (left instanceof Reference && right instanceof Reference) {
    if (valueIdentity(left) === valueIdentity(right)) return true;
    if (areDistinct(left, right)) return false;
  }
  if ((left === null && isSet(right)) || (right === null && isSet(left))) return false;
  const trafficEndpoints = [toPlain(left, scope), toPlain(right, scope)] as const;
  return (
    firstUnknownReason(trafficEndpoints) ??
    valueIdentity(trafficEndpoints[0]) === valueIdentity(trafficEndpoints[1])
  );
}

/**
 * True if the IDs must differ: those of two managed resources of one type do; a data source may
 * read either.
 */
function areDistinct(one: Reference, other: Reference): boolean {
  const [attribute, ...rest] = one.path;
  const isIdentity = ALWAYS_SET.has(attribute) && rest.length === 0;
  const isSameAttribute = other.path.length === 1 && other.path[0] === attribute;
  const type = managedType(one.address);
  return isIdentity && isSameAttribute && type !== undefined && type === managedType(other.address);
}

function managedType(address: string): string | undefined {
  const [, isData, type] = /(?:[/.]|^)(data\.)?(\w+)\.[\w-]+(?:\[[^\]]*\])?$/.exec(address) ?? [];
  return isData === undefined ? type : undefined;
}

function isSet(value: Value): boolean {
  if (value instanceof Reference) return value.path.length === 0 || ALWAYS_SET.has(value.path[0]);
  return typeof value === "object" && value !== null && !(value instanceof Unknown);
}

function arithmetic(operator: BinaryOperator, a: number, b: number): Value {
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "+":
      return finite(a + b);
    case "-":
      return finite(a - b);
    case "*":
      return finite(a * b);
    case "/":
      return finite(a / b);
    default:
      return finite(a % b);
  }
}

function finite(value: number): number | Unknown {
  return Number.isFinite(value) ? value : new Unknown("it divides by zero, or the result is too large");
}

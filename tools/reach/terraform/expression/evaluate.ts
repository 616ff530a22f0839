import { required } from "../../../../language/required.ts";
import { isList, isMap, Reference, Unknown, type Value } from "../value.ts";
import type { AccessStep, Expression, ForExpression } from "./ast.ts";
import { evaluateCall } from "./functions/call.ts";
import { entriesByKey } from "./functions/maps.ts";
import { firstUnknownReason, toPlain, toText } from "./known.ts";
import { applyBinary, applyUnary, toCondition } from "./operators.ts";
import {
  type AttributePath,
  followPath,
  formatReference,
  InvalidValue,
  NamesScope,
  notDeployedYet,
  type Scope,
} from "./scope.ts";
import { isSetValue } from "./sets.ts";

/**
 * Evaluates an expression in a scope. Never throws: a value that cannot be computed is {@link
 * Unknown}.
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "template":
      return evaluateTemplate(expression.parts, scope);
    case "traversal": {
      const path = pathOf(expression.steps, scope);
      return path instanceof Unknown ? path : scope.resolve(expression.root, path);
    }
    case "access": {
      const path = pathOf(expression.steps, scope);
      return path instanceof Unknown ? path : followPath(evaluate(expression.source, scope), path, scope);
    }
    case "splat":
      return evaluateSplat(evaluate(expression.source, scope), expression.steps, scope);
    case "call":
      return evaluateCall(expression, scope, (each) => evaluate(each, scope));
    case "conditional":
      return evaluateConditional(expression, scope);
    case "binary": {
      const { operator, left, right } = expression;
      return applyBinary(operator, evaluate(left, scope), () => evaluate(right, scope), scope);
    }
    case "unary":
      return applyUnary(expression.operator, evaluate(expression.operand, scope), scope);
    case "tuple":
      return expression.items.map((item) => evaluate(item, scope));
    case "object":
      return evaluateObject(expression.entries, scope);
    case "for":
      return evaluateFor(expression, scope);
  }
}

function pathOf(steps: readonly AccessStep[], scope: Scope): AttributePath | Unknown {
  const path: (string | number)[] = [];
  for (const step of steps) {
    const key = typeof step === "object" ? toPlain(evaluate(step, scope), scope) : step;
    if (key instanceof Unknown) return key;
    if (typeof key !== "string" && typeof key !== "number")
      return new InvalidValue("an index must be a string or a number");
    path.push(key);
  }
  return path;
}

function evaluateTemplate(parts: readonly Expression[], scope: Scope): string | Unknown {
  const values = parts.map((part) => evaluate(part, scope));
  const texts = values.map((value) => {
    const known = toPlain(value, scope);
    if (known instanceof Unknown) return known;
    return toText(known) ?? new InvalidValue("a list, a map or null is interpolated into a string");
  });
  const unknown = firstUnknownReason(texts);
  if (unknown === undefined) return texts.join("");
  if (unknown instanceof InvalidValue) return unknown;
  return new Unknown(
    unknown.why,
    texts.map((text, i) => (text instanceof Unknown ? stub(required(values, i)) : literal(text))).join(""),
  );
}

/** Escapes a known part of a partly known string, so that no `${` in it reads as a reference. */
function literal(text: string): string {
  return text.replaceAll("${", () => "$${");
}

/** The placeholder for an unknown part of a string. */
function stub(value: Value): string {
  if (value instanceof Unknown && value.partial !== undefined) return value.partial;
  return `\${${value instanceof Reference ? formatReference(value) : "unknown"}}`;
}

/** Evaluates a splat. A non-list value counts as a one-element list, null as an empty list. */
function evaluateSplat(source: Value, steps: readonly AccessStep[], scope: Scope): Value {
  if (source instanceof Unknown) return source;
  // It is unknown if an attribute that does not exist yet is a list, and how long.
  if (source instanceof Reference && source.path.length > 0) {
    const configured = scope.configured(source);
    return configured instanceof Reference
      ? notDeployedYet(configured)
      : evaluateSplat(configured, steps, scope);
  }
  const path = pathOf(steps, scope);
  if (path instanceof Unknown) return path;
  if (source === null) return [];
  return (isList(source) ? source : [source]).map((item) => followPath(item, path, scope));
}

function evaluateConditional(
  { condition: test, whenTrue, whenFalse }: Extract<Expression, { kind: "conditional" }>,
  scope: Scope,
): Value {
  const holds = toCondition(evaluate(test, scope), scope);
  return holds instanceof Unknown ? holds : evaluate(holds ? whenTrue : whenFalse, scope);
}

function evaluateObject(entries: Extract<Expression, { kind: "object" }>["entries"], scope: Scope): Value {
  const result: [string, Value][] = [];
  for (const { key, value } of entries) {
    const name = keyText(evaluate(key, scope), scope);
    if (name instanceof Unknown) return name;
    result.push([name, evaluate(value, scope)]);
  }
  return Object.fromEntries(result);
}

function keyText(value: Value, scope: Scope): string | Unknown {
  const key = toPlain(value, scope);
  if (key instanceof Unknown) return key;
  return toText(key) ?? new InvalidValue("a key must be a string");
}

/**
 * Returns the keys and values of a list (indexes), set (its elements) or map; a reason for any
 * other value.
 */
export function collectionEntries(
  collection: Value,
  scope: Pick<Scope, "configured">,
): readonly (readonly [key: Value, value: Value])[] | Unknown {
  if (collection instanceof Unknown) return collection;
  if (collection instanceof Reference) {
    const configured = scope.configured(collection);
    return configured instanceof Reference
      ? notDeployedYet(configured)
      : collectionEntries(configured, scope);
  }
  if (isList(collection)) {
    const keysAreElements = isSetValue(collection);
    return collection.map((value, i) => [keysAreElements ? value : i, value] as const);
  }
  return isMap(collection)
    ? entriesByKey(collection)
    : new InvalidValue("it iterates over a value that is not a list or map");
}

function evaluateFor(expression: ForExpression, scope: Scope): Value {
  const entries = collectionEntries(evaluate(expression.collection, scope), scope);
  if (entries instanceof Unknown) return entries;
  const rounds: { key: Value; value: Value }[] = [];
  for (const [key, value] of entries) {
    const names = new Map([[expression.valueName, value]]);
    if (expression.keyName !== undefined) names.set(expression.keyName, key);
    const inner = new NamesScope(scope, names);
    const takes =
      expression.condition === undefined || toCondition(evaluate(expression.condition, inner), inner);
    if (takes instanceof Unknown) return takes;
    if (!takes) continue;
    const newKey = expression.key === undefined ? null : evaluate(expression.key, inner);
    rounds.push({ key: newKey, value: evaluate(expression.value, inner) });
  }
  return expression.key === undefined
    ? rounds.map(({ value }) => value)
    : keyed(rounds, expression.groups, scope);
}

function keyed(rounds: readonly { key: Value; value: Value }[], groups: boolean, scope: Scope): Value {
  const result = new Map<string, Value[]>();
  for (const { key, value } of rounds) {
    const name = keyText(key, scope);
    if (name instanceof Unknown) return name;
    const before = result.get(name);
    if (before !== undefined && !groups)
      return new InvalidValue(`two values have the key ${JSON.stringify(name)}`);
    if (before === undefined) result.set(name, [value]);
    else before.push(value);
  }
  return Object.fromEntries(
    [...result].map(([name, values]) => [name, groups ? values : required(values, 0)]),
  );
}

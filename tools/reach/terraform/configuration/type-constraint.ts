import { required } from "../../../../language/required.ts";
import type { Expression } from "../expression/ast.ts";
import { evaluate } from "../expression/evaluate.ts";
import { applyFunction } from "../expression/functions/call.ts";
import { type Plain, toText } from "../expression/known.ts";
import { InvalidValue, type Scope } from "../expression/scope.ts";
import { parseExpression } from "../expression/template.ts";
import { isList, isMap, Reference, Unknown, type Value } from "../value.ts";

/**
 * Converts a value to a variable's type: `"3"` to a number, a list to a set, an object with the
 * defaults of its optional attributes. A value that does not fit stays the same: Terraform's own
 * checks are not repeated here.
 * https://developer.hashicorp.com/terraform/language/expressions/type-constraints
 */
export function convertToType(value: Value, type: string, scope: Scope): Value {
  const text = type.replace(/^\$\{(.*)\}$/s, "$1");
  try {
    return convert(value, parseExpression(text), scope);
  } catch {
    return value;
  }
}

function convert(value: Value, type: Expression, scope: Scope): Value {
  if (value === null || value instanceof Unknown) return value;
  if (type.kind === "traversal") return scalar(value, type.root, scope);
  if (type.kind !== "call") return value;
  const [inner] = type.args;
  if (type.name === "optional" && inner !== undefined) return convert(value, inner, scope);
  if (value instanceof Reference || inner === undefined) return value;
  return collection(value, type.name, inner, scope);
}

function scalar(value: Value, name: string, scope: Scope): Value {
  if (name !== "string" && name !== "number" && name !== "bool") return value;
  const converted = applyFunction(`to${name}`, [value], scope);
  return converted instanceof InvalidValue ? value : converted;
}

function collection(value: Value, name: string, inner: Expression, scope: Scope): Value {
  if ((name === "list" || name === "set") && isList(value)) {
    const items = value.map((item) => convert(item, inner, scope));
    return name === "set" ? applyFunction("toset", [items], scope) : items;
  }
  if (name === "tuple" && isList(value) && inner.kind === "tuple") {
    return value.map((item, i) =>
      inner.items[i] === undefined ? item : convert(item, inner.items[i], scope),
    );
  }
  if (name === "map" && isMap(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, convert(item, inner, scope)]));
  }
  return name === "object" && isMap(value) && inner.kind === "object" ? object(value, inner, scope) : value;
}

/** Converts an object. As in Terraform, attributes that the type does not name are dropped. */
function object(
  value: { readonly [key: string]: Value },
  { entries }: Extract<Expression, { kind: "object" }>,
  scope: Scope,
): Value {
  return Object.fromEntries(
    entries.map(({ key, value: type }) => {
      const name = toText(evaluate(key, scope) as Plain) ?? "";
      const given = Object.hasOwn(value, name) ? required(value, name) : null;
      return [name, convert(given ?? defaultOf(type, scope), type, scope)];
    }),
  );
}

function defaultOf(type: Expression, scope: Scope): Value {
  const isOptional = type.kind === "call" && type.name === "optional";
  const standard = isOptional ? type.args[1] : undefined;
  return standard === undefined ? null : evaluate(standard, scope);
}

import { isList, Reference, Unknown, type Value } from "../../value.ts";
import type { Expression } from "../ast.ts";
import { firstUnknownReason, type Plain, toPlain } from "../known.ts";
import { InvalidValue, notDeployedYet, type Scope } from "../scope.ts";
import { UnknownArgument } from "./arguments.ts";
import { CONVERSION_FUNCTIONS } from "./conversions.ts";
import { LIST_FUNCTIONS } from "./lists.ts";
import { MAP_FUNCTIONS } from "./maps.ts";
import { CIDR_FUNCTIONS } from "./network.ts";
import { NUMBER_FUNCTIONS } from "./numbers.ts";
import { CallProblem, NotEvaluated, type PlainFunction, type StructuralFunction } from "./registry.ts";
import { SET_FUNCTIONS } from "./sets.ts";
import { STRING_FUNCTIONS } from "./texts.ts";

const PLAIN: ReadonlyMap<string, PlainFunction> = new Map(
  Object.entries({ ...CIDR_FUNCTIONS, ...NUMBER_FUNCTIONS, ...STRING_FUNCTIONS }),
);
const SHAPING: ReadonlyMap<string, StructuralFunction> = new Map(
  Object.entries({ ...CONVERSION_FUNCTIONS, ...LIST_FUNCTIONS, ...MAP_FUNCTIONS, ...SET_FUNCTIONS }),
);

/**
 * Evaluates a Terraform function call. If the function is not supported, or its arguments are
 * unknown, the result is the reason.
 * https://developer.hashicorp.com/terraform/language/functions
 */
export function evaluateCall(
  { name, args, expandsLast }: Extract<Expression, { kind: "call" }>,
  scope: Scope,
  evaluate: (argument: Expression) => Value,
): Value {
  const own = name.replace(/^core::/, "");
  if (own === "try") return evaluateTry(args, evaluate);
  if (own === "can") return evaluateCan(args, evaluate);
  const values = args.map(evaluate);
  const all = expandsLast ? expanded(values, scope) : values;
  return all instanceof Unknown ? all : applyFunction(own, all, scope);
}

/** Calls a function with values. Never throws. */
export function applyFunction(name: string, args: readonly Value[], scope: Pick<Scope, "configured">): Value {
  try {
    const shaping = SHAPING.get(name);
    if (shaping !== undefined)
      return shaping(
        args.map((arg) => withConfigured(arg, scope)),
        scope,
      );
    const ofPlain = PLAIN.get(name);
    if (ofPlain === undefined) return new Unknown(`the function ${name} is not supported`);
    const known = args.map((arg) => toPlain(arg, scope));
    return firstUnknownReason(known) ?? ofPlain(...(known as Plain[]));
  } catch (error) {
    if (error instanceof UnknownArgument) return error.reason;
    if (error instanceof NotEvaluated)
      return new Unknown(`the function ${name} is not supported: ${error.message}`);
    if (error instanceof CallProblem || error instanceof RangeError)
      return new InvalidValue(`${name}: ${error.message}`);
    throw error;
  }
}

/**
 * Replaces a reference with the value that the configuration sets for it, unless only its identity
 * counts.
 */
function withConfigured(value: Value, scope: Pick<Scope, "configured">): Value {
  if (!(value instanceof Reference)) return value;
  const configured = scope.configured(value);
  return isList(configured) ? configured : value;
}

function expanded(values: readonly Value[], scope: Scope): readonly Value[] | Unknown {
  const last = values.at(-1);
  const list = last instanceof Reference ? scope.configured(last) : last;
  if (list instanceof Unknown) return list;
  if (list instanceof Reference) return notDeployedYet(list);
  return isList(list)
    ? [...values.slice(0, -1), ...list]
    : new InvalidValue("only a list can be expanded with ...");
}

function evaluateTry(args: readonly Expression[], evaluate: (argument: Expression) => Value): Value {
  for (const arg of args) {
    const value = evaluate(arg);
    if (!(value instanceof InvalidValue)) return value;
  }
  return new InvalidValue("try: every argument fails");
}

function evaluateCan(args: readonly Expression[], evaluate: (argument: Expression) => Value): Value {
  const [arg] = args;
  if (arg === undefined) return new InvalidValue("can: it needs exactly one argument");
  const value = evaluate(arg);
  return value instanceof Unknown && !(value instanceof InvalidValue) ? value : !(value instanceof Unknown);
}

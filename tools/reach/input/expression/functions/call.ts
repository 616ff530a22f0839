import { isList, Reference, Unknown, type Value } from "../../value.ts";
import type { Expression } from "../ast.ts";
import { firstUnknown, type Plain, plain } from "../known.ts";
import { Invalid, notYet, type Scope } from "../scope.ts";
import { NotKnown } from "./arguments.ts";
import { CONVERSIONS } from "./conversions.ts";
import { LISTS } from "./lists.ts";
import { MAPS } from "./maps.ts";
import { NETWORK } from "./network.ts";
import { NUMBERS } from "./numbers.ts";
import { CallProblem, NotEvaluated, type PlainFunction, type ShapingFunction } from "./registry.ts";
import { SETS } from "./sets.ts";
import { TEXTS } from "./texts.ts";

const PLAIN: ReadonlyMap<string, PlainFunction> = new Map(
  Object.entries({ ...NETWORK, ...NUMBERS, ...TEXTS }),
);
const SHAPING: ReadonlyMap<string, ShapingFunction> = new Map(
  Object.entries({ ...CONVERSIONS, ...LISTS, ...MAPS, ...SETS }),
);

/**
 * Calls a function of Terraform's. One that is not evaluated here, or whose arguments are not known yet,
 * gives the reason. https://developer.hashicorp.com/terraform/language/functions
 */
export function callFunction(
  { name, args, expandsLast }: Extract<Expression, { kind: "call" }>,
  scope: Scope,
  evaluate: (argument: Expression) => Value,
): Value {
  const own = name.replace(/^core::/, "");
  if (own === "try") return firstThatWorks(args, evaluate);
  if (own === "can") return works(args, evaluate);
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
        args.map((arg) => settled(arg, scope)),
        scope,
      );
    const ofPlain = PLAIN.get(name);
    if (ofPlain === undefined) return new Unknown(`the function ${name} is not evaluated`);
    const known = args.map((arg) => plain(arg, scope));
    return firstUnknown(known) ?? ofPlain(...(known as Plain[]));
  } catch (error) {
    if (error instanceof NotKnown) return error.reason;
    if (error instanceof NotEvaluated)
      return new Unknown(`the function ${name} is not evaluated: ${error.message}`);
    if (error instanceof CallProblem || error instanceof RangeError)
      return new Invalid(`${name}: ${error.message}`);
    throw error;
  }
}

/** A reference to an argument that the configuration gives is that argument, unless only its identity counts. */
function settled(value: Value, scope: Pick<Scope, "configured">): Value {
  if (!(value instanceof Reference)) return value;
  const configured = scope.configured(value);
  return isList(configured) ? configured : value;
}

function expanded(values: readonly Value[], scope: Scope): readonly Value[] | Unknown {
  const last = values.at(-1);
  const list = last instanceof Reference ? scope.configured(last) : last;
  if (list instanceof Unknown) return list;
  if (list instanceof Reference) return notYet(list);
  return isList(list)
    ? [...values.slice(0, -1), ...list]
    : new Invalid("only a list can be expanded with ...");
}

function firstThatWorks(args: readonly Expression[], evaluate: (argument: Expression) => Value): Value {
  for (const arg of args) {
    const value = evaluate(arg);
    if (!(value instanceof Invalid)) return value;
  }
  return new Invalid("try: none of its arguments works");
}

function works(args: readonly Expression[], evaluate: (argument: Expression) => Value): Value {
  const [arg] = args;
  if (arg === undefined) return new Invalid("can: it takes one argument");
  const value = evaluate(arg);
  return value instanceof Unknown && !(value instanceof Invalid) ? value : !(value instanceof Unknown);
}

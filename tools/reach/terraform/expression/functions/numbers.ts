import { toBoolean } from "../known.ts";
import { integerArgument, numberArgument, textArgument } from "./arguments.ts";
import { CallProblem, MAX_ELEMENTS, type PlainFunction } from "./registry.ts";

/** Functions of numbers and booleans. */
export const NUMBER_FUNCTIONS: Readonly<Record<string, PlainFunction>> = {
  abs: (value) => Math.abs(numberArgument(value)),
  ceil: (value) => Math.ceil(numberArgument(value)),
  floor: (value) => Math.floor(numberArgument(value)),
  max: (...values) => extreme(values.map(numberArgument), Math.max),
  min: (...values) => extreme(values.map(numberArgument), Math.min),
  sum: (values) => extreme(numbers(values), (...all) => all.reduce((sum, each) => sum + each, 0)),
  parseint: (value, base) => parseInteger(textArgument(value), integerArgument(base)),
  range: (...values) => range(values.map(numberArgument)),
  alltrue: (values) => truths(values).every((each) => each === true),
  anytrue: (values) => truths(values).some((each) => each === true),
};

function extreme(values: readonly number[], of: (...values: number[]) => number): number {
  if (values.length === 0) throw new CallProblem("it needs at least one number");
  return of(...values);
}

function numbers(values: Parameters<PlainFunction>[0] | undefined): number[] {
  if (!Array.isArray(values)) throw new CallProblem("an argument is not a list");
  return values.map(numberArgument);
}

function truths(values: Parameters<PlainFunction>[0] | undefined): (boolean | undefined)[] {
  if (!Array.isArray(values)) throw new CallProblem("an argument is not a list");
  return values.map(toBoolean);
}

function parseInteger(digits: string, base: number): number {
  const value = base >= 2 && base <= 36 ? Number.parseInt(digits, base) : Number.NaN;
  if (!/^-?[\da-zA-Z]+$/.test(digits) || !Number.isSafeInteger(value)) {
    throw new CallProblem(`${JSON.stringify(digits)} is not a number in base ${base}`);
  }
  const wellFormed = digits.toLowerCase().replace(/^(-?)0+(?=.)/, "$1") === value.toString(base);
  if (!wellFormed) throw new CallProblem(`${JSON.stringify(digits)} is not a number in base ${base}`);
  return value;
}

/** `range(limit)`, `range(start, limit)`, `range(start, limit, step)`. */
function range(values: readonly number[]): number[] {
  const [first, second, third] = values;
  if (first === undefined || values.length > 3) throw new CallProblem("it needs one to three numbers");
  const [start, limit] = second === undefined ? [0, first] : [first, second];
  const step = third ?? (start <= limit ? 1 : -1);
  if (step === 0 || (limit > start && step < 0) || (limit < start && step > 0)) {
    throw new CallProblem("its step goes away from its limit");
  }
  const count = Math.ceil((limit - start) / step);
  if (count > MAX_ELEMENTS) throw new CallProblem("the result is too long");
  return Array.from({ length: count }, (_, i) => start + i * step);
}

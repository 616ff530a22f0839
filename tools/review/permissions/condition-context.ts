import { Cidr } from "../../../aws/cidr.ts";
import { type ConditionTest, type OrderRelation, valuePatterns } from "./condition-test.ts";
import { hasSymbol, type Pattern } from "./pattern.ts";
import { findText, meets, type TextConstraint, Undecided } from "./text-search.ts";

/** The condition keys of a request, in lower case, with their values; absent keys are left out. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** A test of a condition, and whether a request must pass or fail it. */
export interface WantedTest {
  /** The line of the condition. */
  readonly test: ConditionTest;
  /** True if the request passes it. */
  readonly passes: boolean;
}

/**
 * Finds the condition keys of a request that passes some tests and fails others. It is exact:
 * undefined proves that no request does. Keys are independent of each other.
 *
 * @throws Undecided for operators and values that it cannot compare
 */
export function findContext(wanted: readonly WantedTest[]): RequestContext | undefined {
  const context = new Map<string, readonly string[]>();
  let undecided: Undecided | undefined;
  for (const [key, tests] of groupedByKey(wanted)) {
    try {
      const values = findValues(tests);
      if (values === undefined) return undefined;
      if (values !== "absent") context.set(key, values);
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      // Another key may still prove that there is no such request.
      undecided ??= error;
    }
  }
  if (undecided !== undefined) throw undecided;
  return context;
}

function groupedByKey(wanted: readonly WantedTest[]): Map<string, WantedTest[]> {
  const groups = new Map<string, WantedTest[]>();
  for (const each of wanted) groups.set(each.test.key, [...(groups.get(each.test.key) ?? []), each]);
  return groups;
}

/** Returns the values of one key that meet all its tests; undefined if there are none. */
function findValues(wanted: readonly WantedTest[]): readonly string[] | "absent" | undefined {
  const passing = new Map(wanted.map(({ test, passes }) => [test.identity, passes]));
  if (wanted.some(({ test, passes }) => passing.get(test.identity) !== passes)) return undefined;
  const isOpaque = wanted.some(({ test }) => test.comparison === "opaque");
  if (isOpaque && wanted.length === 1 && wanted[0]?.passes === true) return [`(${wanted[0].test.operator})`];
  if (isOpaque) throw new Undecided(`conditions on ${wanted[0]?.test.key} cannot be compared`);
  if (wanted.every(({ test, passes }) => passesWithout(test) === passes)) return "absent";
  return presentValues(wanted);
}

/** True if a request without the key passes. */
function passesWithout(test: ConditionTest): boolean {
  if (test.comparison === "null") return test.values.includes("true");
  if (test.quantifier === "all") return true;
  if (test.quantifier === "any") return test.ifExists;
  return test.ifExists || test.isNegated;
}

/** A demand on one value: that it passes a test by itself, or fails it. */
type ValueDemand = WantedTest;

/**
 * Splits the tests into demands on each value and on at least one value: `ForAnyValue` passes if a
 * value does, `ForAllValues` if all do.
 */
function presentValues(wanted: readonly WantedTest[]): readonly string[] | undefined {
  const areSingle = wanted.every(({ test }) => test.quantifier === "single");
  const ofEach: ValueDemand[] = [];
  const ofSome: ValueDemand[] = [];
  for (const demand of wanted) {
    const needsOne = (demand.test.quantifier === "all") !== demand.passes;
    (areSingle || !needsOne ? ofEach : ofSome).push(demand);
  }
  const groups = ofSome.length === 0 ? [ofEach] : ofSome.map((demand) => [...ofEach, demand]);
  const values = groups.map(findValue);
  return values.every((value) => value !== undefined) ? [...new Set(values)] : undefined;
}

function findValue(demands: readonly ValueDemand[]): string | undefined {
  const kinds = new Set(demands.map(({ test }) => familyOf(test)));
  kinds.delete("null");
  // A present key fails `Null: true`.
  if (
    demands.some(({ test, passes }) => test.comparison === "null" && test.values.includes("true") === passes)
  )
    return undefined;
  if (kinds.size === 0) return "x";
  const own = demands.filter(({ test }) => test.comparison !== "null");
  if (kinds.size > 1) throw new Undecided(`conditions on ${own[0]?.test.key} are of several kinds`);
  if (kinds.has("text") || kinds.has("text-ignoring-case")) return findText(own.map(constraintOf));
  const candidates = candidatesOf(own.map(({ test }) => test));
  return candidates.find((value) => own.every(({ test, passes }) => passesAlone(test, value) === passes));
}

type Family = "text" | "text-ignoring-case" | "number" | "date" | "bool" | "ip" | "null" | "opaque";

function familyOf({ comparison }: ConditionTest): Family {
  return comparison === "text-like" || comparison === "arn-like" ? "text" : comparison;
}

function constraintOf({ test, passes }: ValueDemand): TextConstraint {
  return { patterns: compiledPatterns(test), isNegated: test.isNegated === passes };
}

const PATTERNS = new Map<string, readonly Pattern[]>();

function compiledPatterns(test: ConditionTest): readonly Pattern[] {
  const known = PATTERNS.get(test.identity);
  if (known !== undefined) return known;
  const made = valuePatterns(test);
  PATTERNS.set(test.identity, made);
  return made;
}

/** True if a value passes a test by itself. */
function passesAlone(test: ConditionTest, value: string): boolean {
  return test.values.some((pattern) => matchesValue(test, pattern, value)) !== test.isNegated;
}

function matchesValue(test: ConditionTest, pattern: string, value: string): boolean {
  switch (test.comparison) {
    case "bool":
      return pattern.toLowerCase() === value;
    case "number":
      return isRelated(Number(value), test.relation, Number(pattern));
    case "date":
      return isRelated(dateNumber(value), test.relation, dateNumber(pattern));
    case "ip":
      return contains(pattern, value);
    default:
      return meets(value, { patterns: compiledPatterns(test), isNegated: false });
  }
}

function isRelated(value: number, relation: OrderRelation, bound: number): boolean {
  switch (relation) {
    case "=":
      return value === bound;
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
    case ">":
      return value > bound;
    case ">=":
      return value >= bound;
  }
}

/**
 * Values on both sides of each border that the tests draw: one of each kind that they tell apart.
 */
function candidatesOf(tests: readonly ConditionTest[]): string[] {
  const [{ comparison, key }] = tests as readonly [ConditionTest];
  const values = tests.flatMap((test) => test.values);
  if (comparison === "bool") return ["true", "false"];
  if (values.some(hasSymbol)) throw new Undecided(`a value of ${key} is known only after apply`);
  if (comparison === "ip") return ["203.0.113.7", ...values.flatMap(addressesAround)];
  const isDate = comparison === "date";
  const bounds = values.map(isDate ? dateNumber : Number).sort((a, b) => a - b);
  if (bounds.some((bound) => !Number.isFinite(bound)))
    throw new Undecided(`a value of ${key} is no ${comparison}`);
  const between = bounds.map((bound, i) => (bound + (bounds[i + 1] ?? bound + 2)) / 2);
  const numbers = [...bounds, ...between, (bounds[0] ?? 0) - 1];
  return numbers.map((number) => (isDate ? new Date(number).toISOString() : String(number)));
}

/** A date of IAM: ISO 8601, or seconds since 1970. The result is in milliseconds. */
function dateNumber(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function blockOf(text: string): Cidr {
  const block = text.includes("/") ? Cidr.withoutHostBits(text) : Cidr.parseAddress(text);
  if (block === undefined) throw new Undecided("an address range of a condition cannot be read");
  return block;
}

function contains(range: string, address: string): boolean {
  const block = blockOf(range);
  return block.contains(blockOf(address));
}

function addressesAround(text: string): string[] {
  const { family, first, size } = blockOf(text);
  const end = 1n << (family === 4 ? 32n : 128n);
  return [first, first + size - 1n, first - 1n, first + size]
    .filter((address) => address >= 0n && address < end)
    .flatMap((address) => Cidr.cover(family, address, address))
    .map((block) => block.addressAt(0));
}

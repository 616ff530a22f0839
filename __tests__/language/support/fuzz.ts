import fc from "fast-check";
import { isPlainObject } from "../../../language/plain-data.ts";
import type { Platform, PlatformSpec } from "../../../language/platform.ts";
import { environmentsOf, resolve } from "../../../language/resolve.ts";
import { planListenerRules } from "../../../modules/compute/rule-plan.ts";
import { planAcls } from "../../../modules/network/acl-plan.ts";
import { planFirewall } from "../../../modules/network/firewall-plan.ts";
import { planSubnets } from "../../../modules/network/subnet-plan.ts";
import { platforms } from "../../../platforms/index.ts";
import { problemsOf } from "./bad-specs.ts";
import { company } from "./company.ts";
import { shop } from "./shop.ts";

/** Arbitrary JavaScript values, and some known to break naive code. */
const anything = fc.oneof(
  fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  }),
  fc.constantFrom<unknown>(
    () => 1,
    Symbol("x"),
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    "__proto__",
    "constructor",
    "a".repeat(100_000),
    JSON.parse('{"__proto__": {"a": 1}, "constructor": 1}'),
    cycle(),
    trap(),
    deep(5000),
  ),
);

function cycle(): object {
  const one: Record<string, unknown> = {};
  one.self = { back: one, list: [one] };
  return one;
}

function trap(): object {
  return {
    get name(): never {
      throw new Error("read");
    },
    toJSON(): never {
      throw new Error("written");
    },
  };
}

function deep(levels: number): unknown {
  let value: unknown = "end";
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}

/** The paths of a spec at which a value can be set: every key of every object and list. */
function pathsIn(value: unknown): (readonly PropertyKey[])[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => below(index, item));
  return isPlainObject(value) ? Object.entries(value).flatMap(([key, item]) => below(key, item)) : [];
}

function below(key: PropertyKey, value: unknown): (readonly PropertyKey[])[] {
  return [[key], ...pathsIn(value).map((path) => [key, ...path])];
}

/** Returns the value of a key, without running a getter. */
function own(value: unknown, key: PropertyKey): unknown {
  return isPlainObject(value) || Array.isArray(value)
    ? Object.getOwnPropertyDescriptor(value, key)?.value
    : undefined;
}

/** Copies a spec with another value at a path, without running its getters. */
function withValue(spec: unknown, [key, ...rest]: readonly PropertyKey[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy = Object.defineProperties(
    Array.isArray(spec) ? [] : {},
    Object.getOwnPropertyDescriptors(spec as object),
  );
  const inner = withValue(own(spec, key), rest, value);
  return Object.defineProperty(copy, key, { value: inner, enumerable: true, configurable: true });
}

/** Valid specs. Their values are well-formed, but invalid at most other paths. */
const validSpecs: readonly PlatformSpec[] = [...platforms, shop, company];
const validValues = validSpecs.flatMap((spec) => pathsIn(spec).map((path) => at(spec, path)));

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => Reflect.get(inner as object, key), value);
}

const mutation = fc.constantFrom(...validSpecs).chain((spec) =>
  fc.record({
    spec: fc.constant(spec),
    environment: fc.constantFrom(...environmentsOf(spec)),
    changes: fc.array(
      fc.record({
        path: fc.constantFrom(...pathsIn(spec)),
        value: fc.oneof(anything, fc.constantFrom(...validValues), fc.constant(undefined)),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
);

/** Applies the changes whose path still exists after the earlier ones. */
function mutate(
  spec: PlatformSpec,
  changes: readonly { path: readonly PropertyKey[]; value: unknown }[],
): unknown {
  return changes.reduce<unknown>((current, { path, value }) => {
    const parent = path.slice(0, -1).reduce<unknown>(own, current);
    return isPlainObject(parent) || Array.isArray(parent) ? withValue(current, path, value) : current;
  }, spec);
}

/** Runs the planners, which must not throw for a platform that passes the checks. */
function plan(platform: Platform): void {
  planFirewall(platform);
  planListenerRules(platform);
  for (const [name, network] of Object.entries(platform.networks)) {
    planSubnets(network);
    planAcls(platform, name);
  }
}

/**
 * Reports that a spec resolves. Checks the format of its problems otherwise; rethrows other errors.
 */
function resolves(spec: unknown, environment: unknown): boolean {
  const problems = problemsOf(() => {
    const platform = resolve(spec as PlatformSpec, environment as string);
    plan(platform);
  });
  for (const { path, received, allowed, fix } of problems) {
    for (const part of [path, received, allowed, fix]) expect(part).toMatch(/^[^\n\r]+$/);
  }
  return problems.length === 0;
}

/**
 * Defines tests that any input resolves or throws a SpecError.
 *
 * @param runs the number of mutated specs; other inputs are fewer
 */
export function fuzzResolve(runs: number): void {
  it("for any spec and environment", () => {
    fc.assert(
      fc.property(anything, anything, (spec, environment) => void resolves(spec, environment)),
      { numRuns: Math.ceil(runs / 3) },
    );
  });

  it("for any environments of a valid spec", () => {
    fc.assert(
      fc.property(anything, fc.constantFrom("prod", "__proto__", "constructor", ""), (value, name) => {
        resolves({ ...shop, environments: value }, name);
        resolves({ ...shop, environments: { prod: value } }, name);
      }),
      { numRuns: Math.ceil(runs / 5) },
    );
  });

  it("for changes to a valid spec, some of which stay valid", () => {
    let resolved = 0;
    fc.assert(
      fc.property(mutation, ({ spec, environment, changes }) => {
        if (resolves(mutate(spec, changes), environment)) resolved += 1;
      }),
      { numRuns: runs },
    );
    expect(resolved).toBeGreaterThan(runs / 75);
  });
}

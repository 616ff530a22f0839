import { memoize } from "../../../../../language/memoize.ts";
import { computeValues } from "../../../../../tools/rehearse/simulator/computed-values/index.ts";
import { constraintViolations } from "../../../../../tools/rehearse/simulator/constraint-violations.ts";
import {
  constraints,
  isRetriedByProvider,
} from "../../../../../tools/rehearse/simulator/constraints/index.ts";
import { normalizeToSchema } from "../../../../../tools/rehearse/simulator/normalize-to-schema.ts";
import type { ResourceChange } from "../../../../../tools/rehearse/simulator/simulator-types.ts";
import {
  type ObjectValue,
  type TerraformValue,
  UNKNOWN,
} from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { committedSnapshot } from "../../../../../tools/rehearse/snapshot/committed-snapshot.ts";
import { accountWith } from "../computed-values/support.ts";
import { constraintCases as cases } from "../services/constraint-cases.ts";
import type { ConstraintCase } from "./constraint-case.ts";
import {
  asPlanned,
  type Place,
  pathText,
  placesIn,
  type ValuePath,
  valueAt,
  withValueAt,
} from "./unknowns.ts";

const changeOf = ({ type, before, after }: ConstraintCase): ResourceChange => ({
  type,
  before: before ?? null,
  after: after ?? null,
});

/** The call of a case: made once, so that what an account implies is computed once. */
const callContextOf = memoize(({ account = [], objects = {}, region = "us-east-1" }: ConstraintCase) => ({
  account: { ...accountWith(...account), objectCount: (bucket: string) => objects[bucket] ?? 0 },
  region,
  nowMs: 0,
}));

function errors(testCase: ConstraintCase, change = changeOf(testCase)): readonly string[] {
  const constraint = constraints.find(({ name }) => name === testCase.constraint);
  if (constraint === undefined) throw new Error(`no constraint is called ${testCase.constraint}`);
  if (constraint.types !== "*" && !constraint.types.includes(testCase.type))
    throw new Error(`${constraint.name} does not check ${testCase.type}`);
  return constraintViolations([constraint], change, callContextOf(testCase)).map(
    ({ operation, code, message }) => `${operation} ${code}: ${message}`,
  );
}

/** A case that creates or updates a resource. */
type MakingCase = ConstraintCase & { readonly after: ObjectValue };

const making = cases.flatMap((testCase): MakingCase[] =>
  testCase.after === undefined ? [] : [{ ...testCase, after: asPlanned(testCase.type, testCase.after) }],
);

/** The error codes of a case with another value at a path. */
function codesWith(testCase: MakingCase, path: ValuePath, value: TerraformValue): readonly string[] {
  const change = { ...changeOf(testCase), after: withValueAt(testCase.after, path, value) };
  return errors(testCase, change).map((error) => error.split(":")[0]!);
}

/** The value that the simulated AWS computes for an unknown. */
function chosenByAws(testCase: MakingCase, path: ValuePath): TerraformValue {
  const block = committedSnapshot().resources.get(testCase.type)!.block;
  const after = normalizeToSchema(withValueAt(testCase.after, path, UNKNOWN), block);
  return valueAt(computeValues({ ...changeOf(testCase), after }, block, callContextOf(testCase)), path);
}

/** Violations that are reported while a value is unknown, although a possible value causes none. */
function reportedTooEarly(testCase: MakingCase, { path, isComputed, candidates }: Place): string[] {
  const reported = codesWith(testCase, path, UNKNOWN);
  if (reported.length === 0) return [];
  const count = (all: readonly string[], code: string) => all.filter((each) => each === code).length;
  const refuted = (isComputed ? [chosenByAws(testCase, path)] : candidates).filter((value) => {
    const found = codesWith(testCase, path, value);
    return reported.some((code) => count(found, code) < count(reported, code));
  });
  return refuted
    .slice(0, 1)
    .map((value) => `${pathText(path)}: [${reported}], not with ${JSON.stringify(value)}`);
}

describe("constraints of the simulated AWS", () => {
  it.each(
    cases.map(
      (testCase) =>
        [
          testCase.constraint,
          testCase.errors === undefined ? "passes" : "violates",
          testCase.when,
          testCase,
        ] as const,
    ),
  )("%s %s: %s", (_constraint, _verdict, _when, testCase) => {
    expect(errors(testCase)).toEqual(testCase.errors ?? []);
  });

  it.each(constraints)(
    "$name has AWS's documentation, and error codes",
    ({ name, documentation, errorCodes }) => {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
      expect(documentation).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
      expect(errorCodes.length).toBeGreaterThan(0);
    },
  );

  it.each(constraints.map(({ name }) => name))(
    "%s has a case that passes and a case that violates it",
    (name) => {
      const own = cases.filter((testCase) => testCase.constraint === name);
      expect(
        own.some((testCase) => testCase.errors === undefined),
        "passed",
      ).toBe(true);
      expect(
        own.some((testCase) => testCase.errors !== undefined),
        "violated",
      ).toBe(true);
    },
  );

  it("have unique names, in order", () => {
    const names = constraints.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it.each(making)(
    "$constraint gives the same result with AWS's computed values unknown: $when",
    (testCase) => {
      expect(errors(testCase)).toEqual(testCase.errors ?? []);
    },
  );

  it.each(making)("$constraint reports nothing that depends on an unknown: $when", (testCase) => {
    const others = cases.flatMap(({ type, after }) => (type === testCase.type && after ? [after] : []));
    const early = placesIn(testCase.type, testCase.after, others).flatMap((place) =>
      reportedTooEarly(testCase, place),
    );
    expect(early).toEqual([]);
  });

  it("knows the API errors that the provider retries", () => {
    const apiError = { message: "", operation: "" };
    expect(isRetriedByProvider({ ...apiError, code: "DependencyViolation" })).toBe(true);
    expect(isRetriedByProvider({ ...apiError, code: "InvalidSubnet.Conflict" })).toBe(false);
  });
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { containsUnknown } from "../../../../../tools/rehearse/simulator/computed-values/attribute-reader.ts";
import {
  constraints,
  isRetriedByProvider,
} from "../../../../../tools/rehearse/simulator/constraints/index.ts";
import type { ResourceChange } from "../../../../../tools/rehearse/simulator/simulator-types.ts";
import { type ObjectValue, UNKNOWN } from "../../../../../tools/rehearse/simulator/terraform-value.ts";
import { accountWith } from "../computed-values/support.ts";
import { applicationCases } from "./cases/application.ts";
import { computeCases } from "./cases/compute.ts";
import { connectivityCases } from "./cases/connectivity.ts";
import { dataCases } from "./cases/data.ts";
import { edgeCases } from "./cases/edge.ts";
import { firewallCases } from "./cases/firewall.ts";
import { loadBalancingCases } from "./cases/load-balancing.ts";
import { networkCases } from "./cases/network.ts";
import type { ConstraintCase } from "./constraint-case.ts";

const cases: readonly ConstraintCase[] = [
  ...networkCases,
  ...connectivityCases,
  ...firewallCases,
  ...edgeCases,
  ...loadBalancingCases,
  ...dataCases,
  ...applicationCases,
  ...computeCases,
];
const folder = new URL("../../../../../tools/rehearse/simulator/constraints/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && name !== "index.ts");

const changeOf = ({ type, before, after }: ConstraintCase): ResourceChange => ({
  type,
  before: before ?? null,
  after: after ?? null,
});

function errors(testCase: ConstraintCase, change = changeOf(testCase)): readonly string[] {
  const constraint = constraints.find(({ name }) => name === testCase.constraint);
  if (constraint === undefined) throw new Error(`no constraint is called ${testCase.constraint}`);
  expect(constraint.types === "*" || constraint.types.includes(testCase.type)).toBe(true);
  const account = accountWith(...(testCase.account ?? []));
  return constraint
    .check(change, { account, region: testCase.region ?? "us-east-1", nowMs: 0 })
    .map(({ operation, code, message }) => `${operation} ${code}: ${message}`);
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

  it.each(files)("%s is one constraint, listed, named as its file, with AWS's documentation", (file) => {
    const name = file.replace(/\.ts$/, "");
    const constraint = constraints.find((testCase) => testCase.name === name);
    expect(constraint, `constraints/index.ts lists ${name}`).toBeDefined();
    expect(constraint?.documentation).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
    expect(readFileSync(new URL(file, folder), "utf8").match(/: Constraint = \{/g)).toHaveLength(1);
  });

  it.each(constraints.map(({ name }) => name))("%s is tested passed and violated", (name) => {
    const own = cases.filter((testCase) => testCase.constraint === name);
    expect(
      own.some((testCase) => testCase.errors === undefined),
      "passed",
    ).toBe(true);
    expect(
      own.some((testCase) => testCase.errors !== undefined),
      "violated",
    ).toBe(true);
    expect(existsSync(new URL(`${name}.ts`, folder))).toBe(true);
  });

  it("lists every constraint once", () => {
    expect(constraints.map(({ name }) => name)).toEqual(files.map((file) => file.replace(/\.ts$/, "")));
  });

  it.each(cases.filter((testCase) => testCase.after !== undefined))(
    "$constraint judges nothing that is unknown: $when",
    (testCase) => {
      const unknownValues = Object.fromEntries(
        Object.keys(testCase.after ?? {}).map((name) => [name, UNKNOWN]),
      ) as ObjectValue;
      const change = { ...changeOf(testCase), after: unknownValues };
      expect(containsUnknown(unknownValues) || Object.keys(unknownValues).length === 0).toBe(true);
      // A quota counts whatever is made: what is made need not be known for that.
      const counted = testCase.constraint === "address-quota";
      expect(errors(testCase, change)).toEqual(counted ? (testCase.errors ?? []) : []);
    },
  );

  it("tells which refusals the provider waits out", () => {
    const apiError = { message: "", operation: "" };
    expect(isRetriedByProvider({ ...apiError, code: "DependencyViolation" })).toBe(true);
    expect(isRetriedByProvider({ ...apiError, code: "InvalidSubnet.Conflict" })).toBe(false);
  });
});

import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { Json, JsonObject } from "../../../tools/reach/terraform/configuration/json.ts";
import { findRisks } from "../../../tools/review/find-risks.ts";
import type { ReviewFinding } from "../../../tools/review/finding.ts";
import { worstLevel } from "../../../tools/review/level.ts";
import { parsePlan } from "../../../tools/review/plan/parse-plan.ts";
import { ReviewError } from "../../../tools/review/review-error.ts";

/** Values in the place of others: of each type, and near those that plans have. */
const junk = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    -1,
    1e21,
    "",
    "aws_vpc.main",
    "0.0.0.0/0",
    [],
    {},
    [[]],
    [null],
  ),
  fc.constantFrom<Json>(["delete"], ["no-op"], { actions: null }, { values: {} }, "\u0000", "__proto__"),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
);

/** One damage: the steps from the root, each a child's number, and the new value. */
const damage = fc.record({
  steps: fc.array(fc.nat(9999), { minLength: 1, maxLength: 9 }),
  value: fc.option(junk, { nil: undefined }),
});

/** Returns a copy in which the part at the end of some steps is replaced, or removed. */
function damaged(json: Json, [step, ...rest]: readonly number[], value: Json | undefined): Json | undefined {
  if (step === undefined) return value;
  if (json === null || typeof json !== "object") return value;
  const keys = Object.keys(json);
  const key = keys[step % keys.length];
  if (key === undefined) return value;
  const child = (json as JsonObject)[key] ?? null;
  const changed = damaged(child, rest, value);
  if (Array.isArray(json)) {
    const position = Number(key);
    return json.flatMap((item, index) =>
      index !== position ? [item] : changed === undefined ? [] : [changed],
    );
  }
  const { [key]: _, ...others } = json as JsonObject;
  return changed === undefined ? others : { ...others, [key]: changed };
}

/** The findings; undefined if the plan is rejected. */
function reviewed(plan: Json): readonly ReviewFinding[] | undefined {
  try {
    return findRisks([parsePlan(plan, { stack: "a", path: "a.json" })], { platforms: [] }).findings;
  } catch (error) {
    if (error instanceof ReviewError) return undefined;
    throw error;
  }
}

function changeAt(plan: JsonObject, address: string): Json | undefined {
  return changesOf(plan).find((change) => (change as JsonObject | null)?.address === address);
}

function hasChange(plan: Json, wanted: Json): boolean {
  return changesOf(plan).some((change) => isDeepStrictEqual(change, wanted));
}

function changesOf(plan: Json): readonly Json[] {
  const changes = (plan as JsonObject | null)?.resource_changes;
  return Array.isArray(changes) ? changes : [];
}

/** The counts of plans that {@link reviewDamaged} made of one. */
export interface DamageCounts {
  /** Plans that the parser rejects. */
  rejected: number;
  /** Plans that are reviewed, and in which the dangerous change is no longer what it was. */
  changed: number;
  /** Plans that are reviewed, and have the dangerous change. */
  dangerous: number;
}

/**
 * Damages a dangerous plan at random, many times, and reviews each result: it must be rejected with
 * a {@link ReviewError}, or reviewed; and not quiet while it has the dangerous change.
 *
 * @param address the resource whose change alone is the danger; undefined if other parts of the
 *   plan make it one, so that damage to them may take it away
 */
export function reviewDamaged(plan: JsonObject, address: string | undefined, numRuns: number): DamageCounts {
  const danger = address === undefined ? undefined : changeAt(plan, address);
  const counts = { rejected: 0, changed: 0, dangerous: 0 };
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
      const malformed = damages.reduce<Json>(
        (json, { steps, value }) => damaged(json, steps, value) ?? null,
        plan,
      );
      const findings = reviewed(malformed);
      if (findings === undefined) counts.rejected += 1;
      else if (danger === undefined || !hasChange(malformed, danger)) counts.changed += 1;
      else {
        counts.dangerous += 1;
        expect(worstLevel(findings.map(({ level }) => level))).not.toBe("quiet");
      }
    }),
    { numRuns },
  );
  return counts;
}

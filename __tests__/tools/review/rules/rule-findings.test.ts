import { ruleFindings } from "../../../../tools/review/rules/rule-findings.ts";
import { type StatePlanParts, statePlan } from "../../../support/state-plan.ts";

const DATABASE = { id: "db-1", identifier: "main", engine: "postgres", allocated_storage: 50 };

function unknowns(parts: StatePlanParts) {
  const { allocated_storage: _, ...after } = DATABASE;
  const unknown = { "aws_db_instance.main": { allocated_storage: true } };
  const plan = statePlan(
    { "aws_db_instance.main": DATABASE },
    { "aws_db_instance.main": after },
    { ...parts, unknown },
  );
  return ruleFindings([plan])
    .filter(({ class: kind }) => kind === "unknown")
    .map(({ rule, level, text }) => [rule, level, text]);
}

describe("a guarded attribute that is known only after apply", () => {
  it("is named with what it waits for", () => {
    const references = {
      "aws_db_instance.main": {
        allocated_storage: ["aws_ssm_parameter.size.value", "aws_ssm_parameter.size"],
      },
    };
    expect(unknowns({ references })).toContainEqual([
      "rds-storage-shrinks",
      "unknown",
      expect.stringMatching(
        /^allocated_storage is known only after apply: .* It waits for aws_ssm_parameter\.size\.$/,
      ),
    ]);
  });

  it("is none if the configuration does not set it: AWS computes it", () => {
    expect(unknowns({})).toEqual([]);
  });

  it("is one without a configuration, of which nothing is known", () => {
    expect(unknowns({ rest: { configuration: undefined } }).map(([rule]) => rule)).toContain(
      "rds-storage-shrinks",
    );
  });
});

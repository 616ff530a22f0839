import { readFileSync } from "node:fs";
import { constraints } from "../../../../../tools/rehearse/simulator/constraints/index.ts";
import {
  CONSTRAINTS_PAGE,
  withConstraintTable,
} from "../../../../../tools/rehearse/simulator/generate/constraint-table.ts";
import { constraintCases } from "../services/constraint-cases.ts";

/** A row of the table: constraint, rule, AWS's error codes and source. */
const ROW = /^\| `([\w-]+)` \| (.+) \| (.+) \| \[AWS\]\((.+)\) \|$/gm;

/** The error codes that a constraint's cases expect. */
function codesInCases(name: string): readonly string[] {
  const errors = constraintCases.flatMap((each) => (each.constraint === name ? (each.errors ?? []) : []));
  return errors.map((error) => error.split(":")[0]!.split(" ")[1]!);
}

describe("the table of constraints in docs/rehearse.md", () => {
  const page = readFileSync(CONSTRAINTS_PAGE, "utf8");

  it("is as `npm run generate` writes it", () => {
    expect(page).toBe(withConstraintTable(page));
  });

  it("has a row for each constraint, with its source", () => {
    expect([...page.matchAll(ROW)].map(([, name, , , source]) => ({ name, documentation: source }))).toEqual(
      constraints.map(({ name, documentation }) => ({ name, documentation })),
    );
  });

  it.each(constraints)("has the error codes of $name", ({ name, errorCodes }) => {
    expect(codesInCases(name).filter((code) => !errorCodes.includes(code))).toEqual([]);
  });
});

describe("withConstraintTable", () => {
  const header = "| constraint | rule | AWS's error code | source |\n|---|---|---|---|\n";

  it("replaces the rows and keeps the rest of the page", () => {
    const page = withConstraintTable(`before\n\n${header}| \`gone\` | a | b | c |\n\nafter\n`);
    expect(page).toMatch(/^before\n\n\| constraint /);
    expect(page).toMatch(/ \|\n\nafter\n$/);
    expect(page).not.toContain("`gone`");
    expect(page).toContain(
      "| `address-quota` | An account has at most five Elastic IP addresses in a region. | `AddressLimitExceeded` |",
    );
  });

  it("rejects a page without the table", () => {
    expect(() => withConstraintTable("no table")).toThrow("no table of constraints");
  });
});

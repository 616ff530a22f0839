import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../../../../tools/project-folder.ts";
import { constraints } from "../../../../../tools/rehearse/simulator/constraints/index.ts";
import { constraintCases } from "./cases/index.ts";

/** A row of the table: constraint, rule, AWS's error codes and source. */
const ROW = /^\| `([\w-]+)` \| (.+) \| (.+) \| \[AWS\]\((.+)\) \|$/gm;

const readProjectFile = (...path: string[]) => readFileSync(join(projectFolder, ...path), "utf8");

/** The doc comment of a constraint, in one line. */
function ruleOf(name: string): string {
  const source = readProjectFile("tools", "rehearse", "simulator", "constraints", `${name}.ts`);
  const [beforeConstraint = ""] = source.split(/export const \w+: Constraint/);
  const comment = beforeConstraint.slice(beforeConstraint.lastIndexOf("/**"));
  return comment
    .replaceAll(/^\/\*\*| \*\/|^ \*(?!\/)/gm, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** The error codes that a constraint's cases expect. */
function codesInCases(name: string): readonly string[] {
  const errors = constraintCases.flatMap((each) => (each.constraint === name ? (each.errors ?? []) : []));
  return errors.map((error) => error.split(":")[0]!.split(" ")[1]!);
}

describe("the table of constraints in docs/rehearse.md", () => {
  const rows = [...readProjectFile("docs", "rehearse.md").matchAll(ROW)];

  it("has a row for each constraint, with rule and source, in order", () => {
    expect(rows.map(([, name, rule, , source]) => ({ name, rule, source }))).toEqual(
      constraints.map(({ name, documentation }) => ({ name, rule: ruleOf(name), source: documentation })),
    );
  });

  const withAllCodes = rows.filter(([, , , codes = ""]) => !codes.includes("…"));

  it.each(withAllCodes.map(([, name = "", , codes = ""]) => [name, codes] as const))(
    "has the error codes of %s",
    (name, codes) => {
      expect(codesInCases(name).filter((code) => !codes.includes(`\`${code}\``))).toEqual([]);
    },
  );
});

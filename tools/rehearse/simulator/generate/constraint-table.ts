import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../../project-folder.ts";
import { constraints } from "../constraints/index.ts";
import type { Constraint } from "../simulator-types.ts";
import { readServiceFile, serviceFiles } from "./registry-source.ts";

/** The page with the table of constraints. */
export const CONSTRAINTS_PAGE = join(projectFolder, "docs", "rehearse.md");

const HEADER = "| constraint | rule | AWS's error code | source |\n|---|---|---|---|\n";

/** The most error codes of one constraint in the table; the general constraints have more. */
const MAX_CODES = 7;
const FIRST_CODES = 3;

/** A constraint with its doc comment. */
const CONSTRAINT =
  /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n(?:export )?const \w+: Constraint = \{\n {2}name: "([^"]+)"/g;

/** The rules in the doc comments of all constraints, by name. */
function rulesByName(): ReadonlyMap<string, string> {
  const folder = join(projectFolder, "tools", "rehearse", "simulator", "constraints");
  const general = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  const sources = [
    ...general.map((file) => readFileSync(join(folder, file), "utf8")),
    ...serviceFiles().map(readServiceFile),
  ];
  return new Map(
    sources
      .flatMap((source) => [...source.matchAll(CONSTRAINT)])
      .map(([, comment = "", name = ""]) => [
        name,
        comment.replaceAll(/^ \*/gm, "").replaceAll(/\s+/g, " ").trim(),
      ]),
  );
}

function formatRow({ name, documentation, errorCodes }: Constraint, rule: string): string {
  const shown = errorCodes.length > MAX_CODES ? errorCodes.slice(0, FIRST_CODES) : errorCodes;
  const codes = shown.map((code) => `\`${code}\``).join(", ");
  const more = shown.length < errorCodes.length ? ", … by type" : "";
  return `| \`${name}\` | ${rule} | ${codes}${more} | [AWS](${documentation}) |\n`;
}

/**
 * Returns a page with the rows of its table of constraints replaced by those of all constraints.
 * @throws Error if the page has no such table, or a constraint has no doc comment.
 */
export function withConstraintTable(page: string): string {
  const [before, after] = page.split(HEADER);
  if (before === undefined || after === undefined) throw new Error("the page has no table of constraints");
  const rules = rulesByName();
  const rows = constraints.map((constraint) => {
    const rule = rules.get(constraint.name);
    if (rule === undefined) throw new Error(`the constraint ${constraint.name} has no doc comment`);
    return formatRow(constraint, rule);
  });
  return [before, HEADER, ...rows, after.replace(/^(\|.*\n)*/, "")].join("");
}

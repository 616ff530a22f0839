import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../project-folder.ts";

const RULES_FOLDER = join(projectFolder, "tools", "review", "rules");

/** The generated list of rules. */
export const RULE_INDEX_FILE = join(RULES_FOLDER, "index.ts");

/** The export of a service's file that the index lists. */
const RULES_EXPORT = /^export const (\w+): readonly ReviewRule\[\] = /m;

/** Returns the text of {@link RULE_INDEX_FILE} for the files beside it. */
export function ruleIndexSource(): string {
  const exported = readdirSync(RULES_FOLDER)
    .filter((file) => file.endsWith(".ts") && file !== "index.ts")
    .sort((a, b) => (a.replace(/\.ts$/, "") < b.replace(/\.ts$/, "") ? -1 : 1))
    .flatMap((file) => {
      const name = RULES_EXPORT.exec(readFileSync(join(RULES_FOLDER, file), "utf8"))?.[1];
      return name === undefined ? [] : [{ file, name }];
    });
  const lines = [
    ...exported.map(({ file, name }) => ({ file, line: `import { ${name} } from "./${file}";` })),
    { file: "any-type.ts", line: 'import { createAnyTypeRules } from "./any-type.ts";' },
    { file: "review-rule.ts", line: 'import type { ReviewRule } from "./review-rule.ts";' },
  ].sort((a, b) => (a.file.replace(/\.ts$/, "") < b.file.replace(/\.ts$/, "") ? -1 : 1));
  return [
    "// Written by `npm run generate` from the files of this folder.",
    ...lines.map(({ line }) => line),
    "",
    "/** The rules of single resource types. */",
    "const TYPE_RULES: readonly ReviewRule[] = [",
    ...exported.map(({ name }) => `  ...${name},`),
    "];",
    "",
    "/** All rules: those of single resource types, then those over every type. */",
    "export const REVIEW_RULES: readonly ReviewRule[] = [...TYPE_RULES, ...createAnyTypeRules(TYPE_RULES)];",
    "",
  ].join("\n");
}

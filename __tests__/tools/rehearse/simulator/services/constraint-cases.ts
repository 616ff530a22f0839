import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ConstraintCase } from "../constraints/constraint-case.ts";

const folder = new URL("./", import.meta.url);
const files = readdirSync(fileURLToPath(folder), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("-cases.ts") && file !== "constraint-cases.ts")
  .sort();

const modules: readonly Readonly<Record<string, readonly ConstraintCase[]>>[] = await Promise.all(
  files.map((file) => import(new URL(file, folder).href)),
);

/** The cases of all constraints: everything that the files `*-cases.ts` of this folder export. */
export const constraintCases: readonly ConstraintCase[] = modules.flatMap((each) =>
  Object.values(each).flat(),
);

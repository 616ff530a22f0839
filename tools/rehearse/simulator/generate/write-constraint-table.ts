import { readFileSync, writeFileSync } from "node:fs";
import { CONSTRAINTS_PAGE, withConstraintTable } from "./constraint-table.ts";

writeFileSync(CONSTRAINTS_PAGE, withConstraintTable(readFileSync(CONSTRAINTS_PAGE, "utf8")));
console.log(`${CONSTRAINTS_PAGE}: written`);

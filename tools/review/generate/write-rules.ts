import { writeFileSync } from "node:fs";
import { RULE_INDEX_FILE, ruleIndexSource } from "./rule-index.ts";
import { RULES_PAGE, rulesPage } from "./rule-table.ts";

writeFileSync(RULE_INDEX_FILE, ruleIndexSource());
console.log(`${RULE_INDEX_FILE}: written`);
writeFileSync(RULES_PAGE, rulesPage());
console.log(`${RULES_PAGE}: written`);

import { type Check, duplicateProblems, unknownName } from "./check.ts";

/** Checks counted rules: their groups are in managedRuleGroups, and each rule is listed once. */
export const checkWaf: Check = ({ edge: { waf } }) =>
  waf === "off"
    ? []
    : Object.entries(waf.countedRules).flatMap(([group, rules]) => {
        const path = ["edge", "waf", "countedRules", group];
        return [
          ...unknownName(path, group, waf.managedRuleGroups, "a group of managedRuleGroups"),
          ...duplicateProblems(path, rules, "rule"),
        ];
      });

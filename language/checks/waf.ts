import { type Check, duplicateProblems, unknownName } from "./check.ts";

/** Rules that only count: of groups that the WAF has, each once. */
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

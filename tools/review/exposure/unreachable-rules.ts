import { isJsonObject, type Json, toList } from "../../reach/terraform/configuration/json.ts";
import type { ReviewFinding } from "../finding.ts";
import type { PlanDocument } from "../plan/plan-document.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";

const ANYWHERE: ReadonlySet<Json> = new Set(["0.0.0.0/0", "::/0"]);

/**
 * Notes on rules that admit the whole internet and that this plan makes, where no new connection
 * results: no route leads there, or nothing is behind them. A later route would open them.
 *
 * @param exposure the findings of the comparison of networks, which come first
 */
export function unreachableRuleFindings(
  plans: readonly PlanDocument[],
  exposure: readonly ReviewFinding[],
): readonly ReviewFinding[] {
  const judged = new Set(exposure.map(({ stack, address }) => `${stack} ${address}`));
  return plans.flatMap(({ changes }) =>
    changes
      .filter((change) => change.isPresentAfter && change.isChanged)
      .filter((change) => !judged.has(`${change.stack} ${change.displayAddress}`))
      .filter(
        (change) => admitsAnywhere(change.type, change.after) && !admitsAnywhere(change.type, change.before),
      )
      .map((change) => ({
        rule: "rule-reaches-nothing",
        class: "exposure" as const,
        level: "note" as const,
        stack: change.stack,
        address: change.displayAddress,
        action: change.action,
        text: "It admits the whole internet, and nothing becomes reachable by it now. A route or an address could change that.",
        documentation: ["https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"],
      })),
  );
}

function admitsAnywhere(type: string, values: PlannedResourceChange["after"]): boolean {
  switch (type) {
    case "aws_vpc_security_group_ingress_rule":
      return ANYWHERE.has(values.cidr_ipv4 ?? null) || ANYWHERE.has(values.cidr_ipv6 ?? null);
    case "aws_security_group_rule":
      return values.type === "ingress" && hasAnywhere(values);
    case "aws_security_group":
    case "aws_default_security_group":
      return toList(values.ingress).some((rule) => isJsonObject(rule) && hasAnywhere(rule));
    default:
      return false;
  }
}

function hasAnywhere(rule: PlannedResourceChange["after"]): boolean {
  return [...toList(rule.cidr_blocks), ...toList(rule.ipv6_cidr_blocks)].some((cidr) => ANYWHERE.has(cidr));
}

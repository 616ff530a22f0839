import { withDefaultTwin } from "../../../../aws/resource-types.ts";
import type { ModelContext } from "../../network/model-context.ts";
import type { Resource } from "../../terraform/inventory.ts";
import { isList, isMap, Reference, Unknown, type Value } from "../../terraform/value.ts";
import type { NetworkAnalysis } from "../network-analysis.ts";
import type { LintRule, RuleFinding } from "./finding.ts";
import { formatNames } from "./words.ts";

/** Finds security groups without a user. Rules that reference such a group match nothing. */
export const groupsUnused: LintRule = {
  code: "GROUP_UNUSED",
  checks: "security groups that no resource uses",
  documentation: ["https://docs.aws.amazon.com/vpc/latest/userguide/working-with-security-groups.html"],
  find(analysis) {
    const used = usedGroups(analysis);
    if (used === undefined) return [];
    return analysis.context
      .managed("aws_security_group")
      .filter(({ address }) => !used.has(address))
      .map((group) => finding(group, outputOf(analysis.context, group)));
  },
  unchecked(analysis) {
    const hasGroups = analysis.context.managed("aws_security_group").length > 0;
    if (!hasGroups || usedGroups(analysis) !== undefined) return [];
    return [
      {
        address: "aws_security_group",
        why: "unknown which of them are used: a resource has security groups that are unknown",
      },
    ];
  },
};

/** References from rules do not count as use. */
const RULES = new Set([
  "aws_security_group_rule",
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
]);
const GROUPS = new Set(withDefaultTwin("aws_security_group"));

/** Returns every security group that a resource uses; undefined if some are unknown. */
function usedGroups(analysis: NetworkAnalysis): ReadonlySet<string> | undefined {
  const { context } = analysis;
  const isComplete = context.whyMoreMayExist() === undefined && context.unresolvedResources().length === 0;
  if (!isComplete) return undefined;
  const used = new Set<string>();
  for (const resource of context.inventory.resources) {
    if (RULES.has(resource.type) || resource.mode === "data") continue;
    const values = GROUPS.has(resource.type) ? {} : resource.values;
    for (const [name, value] of Object.entries(values)) {
      if (!collect(context, value, name.includes("security_group"), used)) return undefined;
    }
  }
  return used;
}

/** Adds the groups that a value references to a set; false if it may reference an unknown group. */
function collect(context: ModelContext, value: Value, isOfGroups: boolean, used: Set<string>): boolean {
  if (isList(value)) return value.every((item) => collect(context, item, isOfGroups, used));
  if (isMap(value)) {
    return Object.entries(value).every(([name, item]) =>
      collect(context, item, isOfGroups || name.includes("security_group") || name === "groups", used),
    );
  }
  if (value instanceof Unknown) {
    for (const [, address] of (value.partial ?? "").matchAll(/(?<!\$)\$\{([^{}]+\.[^{}.]+)\.id\}/g)) {
      if (address !== undefined) used.add(address);
    }
    return !isOfGroups;
  }
  if (value instanceof Reference || typeof value === "string") {
    const group = context.resolver.group(value);
    if (group !== undefined) used.add(group);
  }
  return true;
}

/** Returns the output that publishes a group; undefined without one. */
function outputOf({ inventory }: ModelContext, group: Resource): string | undefined {
  const isOf = (value: Value): boolean => {
    if (isList(value)) return value.some(isOf);
    if (isMap(value)) return Object.values(value).some(isOf);
    return inventory.resolve(value)?.resource === group;
  };
  return inventory.outputs.find(({ value }) => isOf(value))?.name;
}

function finding(group: Resource, output: string | undefined): RuleFinding {
  const elsewhere = output === undefined ? "" : `, unless another stack reads it from the output ${output}`;
  return {
    severity: "warning",
    address: group.address,
    text: `no resource uses the security group ${formatNames([group.address])}${elsewhere}`,
    fix: `attach it, or remove it${output === undefined ? "" : "; if another stack uses it, add its files with --in"}`,
  };
}

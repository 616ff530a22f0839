import type { ReviewFinding, Risk } from "../finding.ts";
import { attributeReferences } from "../plan/cascades.ts";
import type { PlanDocument } from "../plan/plan-document.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { guardedAttributeRisks } from "./any-type.ts";
import { REVIEW_RULES } from "./index.ts";
import type { ReviewRule, RuleContext } from "./review-rule.ts";

/** Judges each change of some plans by the rules of its type, and by those of every type. */
export function ruleFindings(plans: readonly PlanDocument[]): readonly ReviewFinding[] {
  const changes = plans.flatMap((plan) => plan.changes);
  const byType = new Map<string, PlannedResourceChange[]>();
  for (const change of changes) {
    const known = byType.get(change.type);
    if (known === undefined) byType.set(change.type, [change]);
    else known.push(change);
  }
  const ofType = (...types: readonly string[]) => types.flatMap((type) => byType.get(type) ?? []);
  return plans.flatMap((plan) => {
    const context = { plan, changes, ofType };
    return plan.changes.filter(isJudged).flatMap((change) => findingsOf(change, context));
  });
}

/** True for changes that rules judge: not for what stays, unless it is imported. */
function isJudged({ isChanged, isImported }: PlannedResourceChange): boolean {
  return isImported || isChanged;
}

function findingsOf(change: PlannedResourceChange, context: RuleContext): ReviewFinding[] {
  return rulesOf(change.type).flatMap((rule) => {
    const risks = rule.judge(change, context);
    const unknown = unknownGuards(change, rule, context);
    return [...risks, ...unknown].map((risk) => ({
      ...risk,
      rule: rule.id,
      stack: change.stack,
      address: change.displayAddress,
      action: change.action,
      documentation: rule.documentation,
    }));
  });
}

const RULES_BY_TYPE = new Map<string, readonly ReviewRule[]>();

function rulesOf(type: string): readonly ReviewRule[] {
  const known = RULES_BY_TYPE.get(type);
  if (known !== undefined) return known;
  const rules = REVIEW_RULES.filter(({ types }) => types.length === 0 || types.includes(type));
  RULES_BY_TYPE.set(type, rules);
  return rules;
}

/** Risks of guarded attributes that are known only after apply, and what they wait for. */
function unknownGuards(
  change: PlannedResourceChange,
  { guards = [] }: ReviewRule,
  { plan }: RuleContext,
): Risk[] {
  return guards
    .filter((guard) => isConfigured(change, guard, plan))
    .flatMap((guard) => {
      const sources = attributeReferences(plan, change.address, guard.split(".")[0] ?? guard);
      const waiting = sources.length === 0 ? "" : ` It waits for ${sources.join(", ")}.`;
      return guardedAttributeRisks(change, [guard]).map((risk) => ({
        ...risk,
        text: `${risk.text}${waiting}`,
      }));
    });
}

/** True if the configuration sets an attribute: one that AWS computes is always unknown. */
function isConfigured(change: PlannedResourceChange, attribute: string, plan: PlanDocument): boolean {
  const [name = attribute] = attribute.split(".");
  return attributeReferences(plan, change.address, name).length > 0 || !hasConfiguration(plan);
}

function hasConfiguration({ json }: PlanDocument): boolean {
  return json.configuration !== undefined && json.configuration !== null;
}

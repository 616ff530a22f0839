import type { RiskClass } from "../../tools/review/finding.ts";
import type { Level } from "../../tools/review/level.ts";
import { parsePlan } from "../../tools/review/plan/parse-plan.ts";
import type { PlanDocument } from "../../tools/review/plan/plan-document.ts";
import type { PlannedResourceChange } from "../../tools/review/plan/planned-resource-change.ts";
import type { ReviewRule } from "../../tools/review/rules/review-rule.ts";

/** A change of a plan, as a test writes it. */
export interface ExampleChange {
  /** @default the first type of the rule */
  readonly type?: string;
  /** @default "main" */
  readonly name?: string;
  /** @default ["update"] */
  readonly actions?: readonly string[];
  readonly before?: object | null;
  readonly after?: object | null;
  readonly unknown?: object;
  readonly deposed?: string;
  readonly actionReason?: string;
  readonly previousAddress?: string;
  /** @default false */
  readonly isImported?: boolean;
  readonly replacePaths?: readonly (readonly (string | number)[])[];
  /** Other changes of the same plan. */
  readonly beside?: readonly ExampleChange[];
}

/** A dangerous and a harmless change that differ in one thing, for one rule. */
export interface RuleExample {
  readonly dangerous: ExampleChange;
  /** The risks that the rule must see in the dangerous change, in its order. */
  readonly risks: readonly (readonly [RiskClass, Level])[];
  readonly harmless: ExampleChange;
  /** The risks, at most notes, that it may see in the harmless one. @default none */
  readonly harmlessRisks?: readonly (readonly [RiskClass, Level])[];
}

/** Builds the plan of a change and of those beside it. */
export function examplePlan(change: ExampleChange, defaultType = "aws_instance"): PlanDocument {
  const all = [change, ...(change.beside ?? [])];
  const json = {
    format_version: "1.2",
    complete: true,
    resource_changes: all.map((each) => rawChange(each, each.type ?? defaultType)),
  };
  return parsePlan(JSON.parse(JSON.stringify(json)), { stack: "data", path: "data.json" });
}

function rawChange(each: ExampleChange, type: string): object {
  const actions = each.actions ?? ["update"];
  const isDeleted = actions.length === 1 && (actions[0] === "delete" || actions[0] === "forget");
  return {
    address: `${type}.${each.name ?? "main"}`,
    mode: "managed",
    type,
    name: each.name ?? "main",
    provider_name: "registry.terraform.io/hashicorp/aws",
    ...(each.deposed === undefined ? {} : { deposed: each.deposed }),
    ...(each.actionReason === undefined ? {} : { action_reason: each.actionReason }),
    ...(each.previousAddress === undefined ? {} : { previous_address: each.previousAddress }),
    change: {
      actions,
      before: each.before ?? (actions.includes("create") && actions.length === 1 ? null : {}),
      after: isDeleted ? null : (each.after ?? each.before ?? {}),
      after_unknown: each.unknown ?? {},
      ...(each.isImported === true && { importing: { id: "imported" } }),
      ...(each.replacePaths === undefined ? {} : { replace_paths: each.replacePaths }),
    },
  };
}

/** Judges the first change of an example with one rule. */
export function judgeExample(
  rule: ReviewRule,
  example: ExampleChange,
): readonly (readonly [RiskClass, Level])[] {
  const type = rule.types[0] ?? "aws_instance";
  const plan = examplePlan(example, type);
  const address = `${example.type ?? type}.${example.name ?? "main"}`;
  const change = plan.changes.find((each) => each.address === address && each.deposed === example.deposed);
  if (change === undefined) throw new Error(`the example has no ${address}`);
  const ofType = (...types: readonly string[]): readonly PlannedResourceChange[] =>
    plan.changes.filter((each) => types.includes(each.type));
  return rule
    .judge(change, { plan, changes: plan.changes, ofType })
    .map((risk) => [risk.class, risk.level] as const);
}

/** Tests each rule by its examples; a rule without one fails. */
export function describeRules(
  rules: readonly ReviewRule[],
  examples: Readonly<Record<string, readonly RuleExample[]>>,
): void {
  it("have an example for each rule, and no others", () => {
    expect(Object.keys(examples).sort()).toEqual(rules.map(({ id }) => id).sort());
  });
  for (const rule of rules) {
    for (const [position, example] of (examples[rule.id] ?? []).entries()) {
      it(`${rule.id}, example ${position + 1}: dangerous and harmless`, () => {
        expect(judgeExample(rule, example.dangerous)).toEqual(example.risks);
        expect(judgeExample(rule, example.harmless)).toEqual(example.harmlessRisks ?? []);
      });
    }
  }
}

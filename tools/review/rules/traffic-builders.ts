import {
  isJsonObject,
  type Json,
  type JsonObject,
  toList,
} from "../../reach/terraform/configuration/json.ts";
import type { RiskClass } from "../finding.ts";
import type { Level } from "../level.ts";
import { isSameMeaning, type PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { attributeRule, destructionRule, riskOf } from "./builders.ts";
import { providerPage } from "./documentation.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule, RuleContext } from "./review-rule.ts";

/** A rule's head whose documentation begins with the provider's page of its first type. */
interface PagedHead extends Omit<ReviewRule, "judge" | "documentation"> {
  /** AWS's pages. @default the provider's page alone */
  readonly pages?: readonly string[];
}

/** A rule that judges in its own way. */
interface PagedRuleProps extends PagedHead {
  readonly judge: ReviewRule["judge"];
}

/** Builds a rule that is documented by the provider's page of its first type, then AWS's pages. */
export function pagedRule(props: PagedRuleProps): ReviewRule {
  return withPages(props);
}

/** A rule on attributes, as `attributeRule` takes it. */
type SettingRuleProps = Omit<Parameters<typeof attributeRule>[0], "documentation"> & PagedHead;

/**
 * Builds a rule on attributes of a resource that is changed in place. Rules on references to other
 * resources guard nothing (`guards: []`): a reference is unknown whenever its target is new.
 */
export function settingRule(props: SettingRuleProps): ReviewRule {
  return attributeRule(withPages(props));
}

/** One consequence of a removal: its class, and a clause on it. */
type Consequence = readonly [riskClass: RiskClass, clause: string, level?: Level];

/** A rule on objects that a plan removes. */
interface DeletionRuleProps extends PagedHead {
  /** The consequences: class, and a clause that ends a sentence after a colon. */
  readonly consequences: readonly Consequence[];
  /**
   * The consequences of a replacement that creates first (`create_before_destroy`).
   * @default those of any removal
   */
  readonly whenCreatedFirst?: readonly Consequence[];
  /** A further condition. @default none */
  readonly when?: (change: PlannedResourceChange, context: RuleContext) => boolean;
}

/**
 * Builds a rule on deleted and replaced objects. A deposed object was replaced by an earlier apply,
 * which its users have left, so that its deletion is a note.
 */
export function deletionRule(props: DeletionRuleProps): ReviewRule {
  const { consequences, whenCreatedFirst = consequences, when, ...head } = props;
  return destructionRule({
    ...withPages(head),
    risks: (change, context) => {
      if (when?.(change, context) === false) return [];
      const isFirst = change.action === "replace-create-first";
      return (isFirst ? whenCreatedFirst : consequences).map(([riskClass, clause, level]) =>
        riskOf(
          riskClass,
          `${replacementText(change)}: ${clause}.`,
          change.deposed === undefined ? level : "note",
        ),
      );
    },
  });
}

function withPages<T extends PagedHead>(props: T): Omit<T, "pages"> & { documentation: readonly string[] } {
  const { pages = [], ...head } = props;
  const [type] = props.types;
  return { ...head, documentation: type === undefined ? pages : [providerPage(type), ...pages] };
}

/** Returns the blocks, or objects of a set, of an attribute before. */
export function blocksBefore(change: PlannedResourceChange, attribute: string): readonly JsonObject[] {
  return toList(change.was(attribute)).filter(isJsonObject);
}

/** Returns the known blocks, or objects of a set, of an attribute afterwards. */
export function blocksAfter(change: PlannedResourceChange, attribute: string): readonly JsonObject[] {
  return toList(change.becomes(attribute)).filter(isJsonObject);
}

/** Returns a text attribute of an object; an empty text for anything else. */
export function textIn(object: JsonObject, name: string): string {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === "string" ? value : "";
}

/** Returns the nested block of an object: the first, if there are several. */
export function blockIn(object: JsonObject, name: string): JsonObject | undefined {
  return toList(Object.hasOwn(object, name) ? object[name] : undefined).filter(isJsonObject)[0];
}

/** Returns the number that an attribute has; undefined for anything else. */
export function numericValue(value: Json | undefined): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/**
 * True if an attribute is changed in place away from one of some values: `from`, to another known
 * one or to none.
 */
export function leaves(change: PlannedResourceChange, attribute: string, ...from: readonly Json[]): boolean {
  const before = change.was(attribute);
  return before !== undefined && from.includes(before) && change.changes(attribute);
}

/** True if an attribute is changed in place to one of some values, from another. */
export function becomesOneOf(
  change: PlannedResourceChange,
  attribute: string,
  ...to: readonly Json[]
): boolean {
  const after = change.becomes(attribute);
  return after !== undefined && to.includes(after) && change.changes(attribute);
}

/** True if a known list or set has elements that it did not have. */
export function addsElements(change: PlannedResourceChange, attribute: string): boolean {
  const before = toList(change.was(attribute));
  return toList(change.becomes(attribute)).some(
    (element) => !before.some((other) => isSameMeaning(element, other)),
  );
}

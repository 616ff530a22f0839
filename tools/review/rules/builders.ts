import { compact } from "../../../language/compact.ts";
import { isJsonObject, type Json, toList } from "../../reach/terraform/configuration/json.ts";
import type { Risk, RiskClass } from "../finding.ts";
import type { Level } from "../level.ts";
import { isSameMeaning, type PlannedResourceChange } from "../plan/planned-resource-change.ts";
import { replacementText } from "./replacement-text.ts";
import type { ReviewRule, RuleContext } from "./review-rule.ts";

/** The level of a class where a rule gives no other: what is certain is told by each rule. */
const CLASS_LEVELS: Readonly<Record<RiskClass, Level>> = {
  loss: "block",
  public: "block",
  exposure: "ask",
  permission: "ask",
  refused: "ask",
  cut: "ask",
  outage: "ask",
  name: "ask",
  disarmed: "ask",
  blind: "ask",
  unknown: "unknown",
  later: "note",
  thinner: "note",
  cost: "note",
  cosmetic: "quiet",
};

/** Builds a risk of a class, with the level of the class unless another is given. */
export function riskOf(riskClass: RiskClass, text: string, level: Level = CLASS_LEVELS[riskClass]): Risk {
  return { class: riskClass, level, text };
}

/** The part that every rule has, whichever way it judges. */
type RuleHead = Omit<ReviewRule, "judge">;

/**
 * The ways in which an attribute changes: `turnsOff` and `turnsOn` of booleans, `lowers` and
 * `raises` of numbers, `unsets` of a value that is no longer there, `drops` of elements of a list,
 * `changes` of anything.
 */
type AttributeChange = "turnsOff" | "turnsOn" | "lowers" | "raises" | "unsets" | "drops" | "changes";

/** A text of a risk: fixed, or of a change and those attributes that changed in the rule's way. */
type RiskText = string | ((change: PlannedResourceChange, attributes: readonly string[]) => string);

/** A rule on attributes that change in one way. */
interface AttributeRuleProps extends Omit<RuleHead, "guards"> {
  /** Paths of the attributes. */
  readonly attributes: readonly string[];
  /** The way in which any of them changes. */
  readonly on: AttributeChange | ((change: PlannedResourceChange, attribute: string) => boolean);
  readonly risk: RiskClass;
  /** @default that of the class */
  readonly level?: Level;
  readonly text: RiskText;
  /** A further condition. @default none */
  readonly when?: (change: PlannedResourceChange, context: RuleContext) => boolean;
  /** Judges replacements too: the new object lacks what the old one had. @default false */
  readonly judgesReplacements?: boolean;
  /** @default the attributes */
  readonly guards?: readonly string[];
}

/**
 * Builds a rule that gives one risk if any of some attributes changes in one way. Creations are not
 * judged: they had no value before.
 */
export function attributeRule(props: AttributeRuleProps): ReviewRule {
  const { attributes, on, risk, level, text, when, judgesReplacements = false, ...head } = props;
  const isJudged = (change: PlannedResourceChange): boolean =>
    change.isUpdated || (judgesReplacements && change.isReplaced);
  return {
    guards: attributes,
    ...head,
    judge: (change, context) => {
      if (!isJudged(change)) return [];
      const changed = attributes.filter((attribute) =>
        typeof on === "function" ? on(change, attribute) : changesIn(change, attribute, on),
      );
      if (changed.length === 0 || when?.(change, context) === false) return [];
      return [riskOf(risk, textOf(text, change, changed), level)];
    },
  };
}

/** A rule on a modification that AWS makes at once, or in the next maintenance window. */
interface MaintenanceRuleProps extends Omit<AttributeRuleProps, "risk" | "level" | "judgesReplacements"> {
  /** The start of the sentence, without a full stop: `The DB instance restarts`. */
  readonly text: RiskText;
  /** The boolean that makes it happen at once. @default "apply_immediately" */
  readonly immediately?: string;
}

/**
 * Builds a rule on in-place changes with an outage: `outage` if `apply_immediately` is set, else
 * `later`. An `apply_immediately` that is not known yet is taken as set.
 */
export function maintenanceRule(props: MaintenanceRuleProps): ReviewRule {
  const { attributes, on, text, when, immediately = "apply_immediately", ...head } = props;
  const inner = attributeRule({ ...head, attributes, on, risk: "later", text, ...compact({ when }) });
  return {
    ...inner,
    guards: [...(props.guards ?? attributes), immediately],
    judge: (change, context) =>
      inner
        .judge(change, context)
        .map(({ text: start }) =>
          change.becomes(immediately) === true || change.isUnknown(immediately)
            ? riskOf("outage", `${start}: at once, since ${immediately} is set.`)
            : riskOf("later", `${start}: in the next maintenance window, since ${immediately} is not set.`),
        ),
  };
}

/** A rule on objects that AWS deletes, with or without a successor. */
interface DestructionRuleProps extends RuleHead {
  /** The risks by what the object was before; it is called for deletions and replacements. */
  readonly risks: (change: PlannedResourceChange, context: RuleContext) => readonly Risk[];
}

/**
 * Builds a rule on deleted and replaced objects, deposed ones included. An action that is not known
 * counts as a deletion.
 */
export function destructionRule({ risks, ...head }: DestructionRuleProps): ReviewRule {
  return { ...head, judge: (change, context) => (change.isDestroyed ? risks(change, context) : []) };
}

/** The parent of a resource, which takes it along when it is deleted. */
interface ParentReference {
  /** The types of the parent. */
  readonly types: readonly string[];
  /** The attribute with the parent's ID, name or ARN. */
  readonly attribute: string;
}

/** A rule with one risk for every deletion or replacement. */
interface RemovalRuleProps extends RuleHead {
  readonly risk: RiskClass;
  /** @default that of the class */
  readonly level?: Level;
  /** The consequence, after `It is deleted: `, without a full stop. */
  readonly text: string;
  /** A parent whose own destruction is judged instead. @default none */
  readonly parent?: ParentReference;
  /** Passes over a replacement, which sets the same again for the same parent. @default false */
  readonly unlessReplaced?: boolean;
  /** A further condition. @default none */
  readonly when?: (change: PlannedResourceChange, context: RuleContext) => boolean;
}

/** Builds a rule that gives one risk if an object is deleted or replaced without its parent. */
export function removalRule(props: RemovalRuleProps): ReviewRule {
  const { risk, level, text, parent, unlessReplaced = false, when, ...head } = props;
  return destructionRule({
    ...head,
    risks: (change, context) => {
      if (parent !== undefined && isDestroyedWith(change, context, parent)) return [];
      if (unlessReplaced && !isRemoved(change, parent?.attribute)) return [];
      if (when?.(change, context) === false) return [];
      return [riskOf(risk, `${replacementText(change)}: ${text}.`, level)];
    },
  });
}

/**
 * True if an object is deleted without a successor for the same parent.
 *
 * @param attribute the attribute that names the parent
 */
export function isRemoved(change: PlannedResourceChange, attribute: string | undefined): boolean {
  if (!change.isReplaced) return change.isDestroyed;
  return attribute !== undefined && change.changes(attribute);
}

/** True if the parent that a resource names is destroyed in the same review. */
export function isDestroyedWith(
  change: PlannedResourceChange,
  { ofType }: RuleContext,
  { types, attribute }: ParentReference,
): boolean {
  const name = change.was(attribute);
  if (typeof name !== "string") return false;
  return ofType(...types).some(
    (parent) => parent.isDestroyed && parent.deposed === undefined && isNamedBy(parent, name),
  );
}

/** True if a text is one of the names that other resources have for a resource. */
export function isNamedBy(change: PlannedResourceChange, name: string): boolean {
  return IDENTITY_ATTRIBUTES.some((attribute) => change.was(attribute) === name);
}

/** Attributes by which other resources name one. */
const IDENTITY_ATTRIBUTES = [
  "id",
  "arn",
  "name",
  "identifier",
  "cluster_identifier",
  "bucket",
  "url",
  "key_id",
];

/**
 * Formats a change of an attribute that cannot be secret: `from 100 to 50`; `to 50` if it had no
 * value. Only numbers, booleans and plain words are printed.
 */
export function fromTo(change: PlannedResourceChange, attribute: string): string {
  const before = plainWord(change.was(attribute));
  const after = plainWord(change.becomes(attribute)) ?? "another value";
  return before === undefined ? `to ${after}` : `from ${before} to ${after}`;
}

/** Returns a value before that cannot be secret and is a plain word, for a text. */
export function plainValue(change: PlannedResourceChange, attribute: string): string | undefined {
  return plainWord(change.was(attribute));
}

/**
 * Returns the elements of a list or set that are no longer in it. Parts that are known only after
 * apply may equal anything; an element that is not known may be any of those before.
 */
export function droppedElements(change: PlannedResourceChange, attribute: string): readonly Json[] {
  const after = change.becomes(attribute);
  const isUnknown = change.isUnknown(attribute);
  if (isUnknown && (after === undefined || toList(after).includes(null))) return [];
  return toList(change.was(attribute)).filter(
    (element) => !toList(after).some((other) => isSameKnown(element, other)),
  );
}

/** Compares an element with one afterwards, whose keys that are not known are left out. */
function isSameKnown(before: Json, after: Json): boolean {
  if (!isJsonObject(before) || !isJsonObject(after)) return isSameMeaning(before, after);
  return Object.entries(after).every(([key, value]) => isSameMeaning(before[key], value));
}

function changesIn(change: PlannedResourceChange, attribute: string, way: AttributeChange): boolean {
  if (way === "unsets") return isUnset(change, attribute);
  return way === "drops" ? droppedElements(change, attribute).length > 0 : change[way](attribute);
}

function isUnset(change: PlannedResourceChange, attribute: string): boolean {
  const hadValue = !isSameMeaning(change.was(attribute), undefined);
  return hadValue && !change.isUnknown(attribute) && isSameMeaning(change.becomes(attribute), undefined);
}

function textOf(text: RiskText, change: PlannedResourceChange, attributes: readonly string[]): string {
  return typeof text === "string" ? text : text(change, attributes);
}

function plainWord(value: Json | undefined): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return undefined;
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,40}$/.test(value) ? value : undefined;
}

import type { Json, JsonObject } from "../../reach/terraform/configuration/json.ts";
import { allTexts } from "../plan/json-values.ts";
import type { PlannedResourceChange } from "../plan/planned-resource-change.ts";
import type { RuleContext } from "./review-rule.ts";

/** Texts that are shorter identify nothing. */
const IDENTIFIER_LENGTH_MIN = 8;

/** Longer ones are documents, which hold identifiers. */
const IDENTIFIER_LENGTH_MAX = 2048;

/** Changes by the texts in their attributes, of one side of a plan. */
type TextIndex = ReadonlyMap<string, readonly PlannedResourceChange[]>;

interface PlanIndexes {
  readonly before: TextIndex;
  readonly after: TextIndex;
}

/** Built once for the changes of a review, since each destroyed object asks. */
const indexes = new WeakMap<readonly PlannedResourceChange[], PlanIndexes>();

/** Returns the other changes of the plans whose objects hold a text before. */
export function holdersBefore(
  change: PlannedResourceChange,
  text: Json | undefined,
  { changes }: RuleContext,
): readonly PlannedResourceChange[] {
  return others(change, text, indexesOf(changes).before);
}

/** Returns the other changes of the plans whose objects hold a text afterwards. */
export function holdersAfter(
  change: PlannedResourceChange,
  text: Json | undefined,
  { changes }: RuleContext,
): readonly PlannedResourceChange[] {
  return others(change, text, indexesOf(changes).after).filter(({ isPresentAfter }) => isPresentAfter);
}

/**
 * Returns what keeps AWS from deleting an object in this plan. Terraform deletes an object after
 * those that reference it, and after their updates. If it is replaced and deleted first, they still
 * hold it then: only what is itself destroyed has let go.
 *
 * @param identifier the ID or ARN that holders reference
 * @param types the types that AWS counts as users
 */
export function holdersAtDeletion(
  change: PlannedResourceChange,
  identifier: Json | undefined,
  context: RuleContext,
  types: readonly string[],
): readonly PlannedResourceChange[] {
  if (change.action === "replace") {
    return holdersBefore(change, identifier, context).filter(
      (other) => types.includes(other.type) && !other.isDestroyed && other.action !== "forget",
    );
  }
  return holdersAfter(change, identifier, context).filter((other) => types.includes(other.type));
}

/** Names the first holders of an object: `aws_lb_listener.https and 2 others`. */
export function namesOf(holders: readonly PlannedResourceChange[]): string {
  const [first, ...rest] = holders;
  if (first === undefined) return "nothing in these plans";
  if (rest.length === 0) return first.displayAddress;
  return `${first.displayAddress} and ${rest.length === 1 ? "1 other" : `${rest.length} others`}`;
}

function others(
  change: PlannedResourceChange,
  text: Json | undefined,
  index: TextIndex,
): readonly PlannedResourceChange[] {
  if (typeof text !== "string" || text.length < IDENTIFIER_LENGTH_MIN) return [];
  return (index.get(text) ?? []).filter((other) => other !== change && other.address !== change.address);
}

function indexesOf(changes: readonly PlannedResourceChange[]): PlanIndexes {
  const known = indexes.get(changes);
  if (known !== undefined) return known;
  const built = {
    before: textIndex(changes, ({ before }) => before),
    after: textIndex(changes, ({ after }) => after),
  };
  indexes.set(changes, built);
  return built;
}

function textIndex(
  changes: readonly PlannedResourceChange[],
  side: (change: PlannedResourceChange) => JsonObject,
): TextIndex {
  const index = new Map<string, PlannedResourceChange[]>();
  for (const change of changes) {
    for (const text of new Set(allTexts(side(change)).filter(mayIdentify))) {
      const known = index.get(text);
      if (known === undefined) index.set(text, [change]);
      else known.push(change);
    }
  }
  return index;
}

function mayIdentify({ length }: string): boolean {
  return length >= IDENTIFIER_LENGTH_MIN && length <= IDENTIFIER_LENGTH_MAX;
}

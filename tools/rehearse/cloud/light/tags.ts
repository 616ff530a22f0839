import type { PlanFacts } from "../../snapshot/plan-facts.ts";
import { isObjectValue } from "../protocol/codec.ts";
import type { Block } from "../schema.ts";
import { type ObjectValue, UNKNOWN, type Value } from "../value.ts";
import { isPartlyUnknown, isZero, sameValue } from "./same-value.ts";

/** The provider's own say in every resource's tags. */
export interface ProviderTags {
  /** Added to each resource that does not set the same key; null or unknown as the configuration has it. */
  readonly defaults: Value;
}

/**
 * Plans `tags_all`: the provider's default tags with the resource's own over them; unknown while one of
 * them is, and where there are none and AWS may have some.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging
 */
export function plannedTags(
  block: Block,
  facts: PlanFacts,
  prior: ObjectValue | null,
  planned: ObjectValue,
  { defaults }: ProviderTags,
): ObjectValue {
  const attribute = block.attributes.tags_all;
  if (attribute === undefined || !attribute.computed || block.attributes.tags === undefined) return planned;
  const all = merged(defaults, planned.tags ?? null);
  if (prior === null) return { ...planned, tags_all: isZero(all) && facts.legacy ? UNKNOWN : all };
  const before = prior.tags_all ?? null;
  if (sameValue(attribute.type, before, all) || (isZero(before) && isZero(all))) {
    return { ...planned, tags_all: before };
  }
  return { ...planned, tags_all: isZero(all) && facts.legacy ? UNKNOWN : all };
}

function merged(defaults: Value, own: Value): Value {
  if (isPartlyUnknown(defaults) || isPartlyUnknown(own)) return UNKNOWN;
  const tags = { ...(isObjectValue(defaults) && defaults), ...(isObjectValue(own) && own) };
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, value ?? ""]));
}

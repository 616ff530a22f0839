import type { PlanBehavior } from "../../snapshot/plan-behavior.ts";
import type { SchemaBlock } from "../schema.ts";
import {
  containsUnknown,
  isObjectValue,
  type ObjectValue,
  type TerraformValue,
  UNKNOWN,
} from "../terraform-value.ts";
import { equalByType, isZeroValue } from "./value-equality.ts";

/** The provider's tag settings for all resources. */
export interface ProviderDefaultTags {
  /**
   * Tags added to each resource unless it sets the same key; null or unknown as in the
   * configuration.
   */
  readonly defaultTags: TerraformValue;
}

/**
 * Plans `tags_all`: the provider's default tags, overridden by the resource's own. It is unknown
 * while either is, and also if there are none but AWS may have some.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging
 */
export function planTags(
  block: SchemaBlock,
  behavior: PlanBehavior,
  prior: ObjectValue | null,
  planned: ObjectValue,
  { defaultTags }: ProviderDefaultTags,
): ObjectValue {
  const attribute = block.attributes.tags_all;
  if (attribute === undefined || !attribute.computed || block.attributes.tags === undefined) return planned;
  const tagsAll = mergeTags(defaultTags, planned.tags ?? null);
  if (prior === null)
    return { ...planned, tags_all: isZeroValue(tagsAll) && behavior.legacyTypeSystem ? UNKNOWN : tagsAll };
  const before = prior.tags_all ?? null;
  if (equalByType(attribute.type, before, tagsAll) || (isZeroValue(before) && isZeroValue(tagsAll))) {
    return { ...planned, tags_all: before };
  }
  return { ...planned, tags_all: isZeroValue(tagsAll) && behavior.legacyTypeSystem ? UNKNOWN : tagsAll };
}

function mergeTags(defaultTags: TerraformValue, resourceTags: TerraformValue): TerraformValue {
  if (containsUnknown(defaultTags) || containsUnknown(resourceTags)) return UNKNOWN;
  const tags = {
    ...(isObjectValue(defaultTags) && defaultTags),
    ...(isObjectValue(resourceTags) && resourceTags),
  };
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, value ?? ""]));
}

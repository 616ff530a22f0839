import {
  type Attributes,
  attributeBlocks,
  attributeElements,
  attributeNumber,
  attributeText,
  isGiven,
  whyUnknown,
} from "../../terraform/attributes.ts";
import type { Resource } from "../../terraform/inventory.ts";
import type { ModelContext } from "../model-context.ts";
import { TARGET_GROUP_TYPES } from "./registered-targets.ts";

/**
 * The target groups that the actions of a listener or rule forward to, and why there may be others.
 */
export interface ForwardedGroups {
  /** The target groups that are known. */
  readonly groups: readonly Resource[];
  /** The reason why there may be others; undefined if all are known. */
  readonly unknown: string | undefined;
}

/**
 * Returns the target groups that some actions forward to; redirects and fixed responses have none.
 */
export function forwardedGroups(from: Resource, blockName: string, context: ModelContext): ForwardedGroups {
  const actions = attributeBlocks(from.values, blockName);
  const groups: Resource[] = [];
  let unknown = actions.unknown;
  for (const value of actions.items.filter(forwards).flatMap(forwarded)) {
    const group = context.resolver.namedResource(from, value, ...TARGET_GROUP_TYPES);
    if (group !== undefined) groups.push(group);
    else unknown ??= `a target group is unknown: ${whyUnknown(value)}`;
  }
  return { groups: [...new Set(groups)], unknown };
}

/**
 * True if the action may forward: an action of unknown type may forward to the groups that it
 * names.
 */
function forwards({ type }: Attributes): boolean {
  return attributeText(type) === undefined || attributeText(type) === "forward";
}

/** The groups of one action; a group of weight 0 gets no traffic. */
function forwarded(action: Attributes) {
  const weighted = attributeBlocks(action, "forward").items.flatMap(
    (forward) => attributeBlocks(forward, "target_group").items,
  );
  const named = weighted.filter(({ weight }) => attributeNumber(weight) !== 0).map(({ arn }) => arn);
  const all = named.length > 0 ? named : [action.target_group_arn];
  return all.filter(isGiven);
}

const CONDITIONS: Readonly<Record<string, string>> = {
  host_header: "host",
  path_pattern: "path",
  http_header: "header",
  http_request_method: "method",
  query_string: "query",
  source_ip: "source",
};

/**
 * Formats a rule's conditions: `path /api/*, host a.example.com or b.example.com`; empty if there
 * are none.
 */
export function formatConditions(rule: Resource): string {
  const blocks = attributeBlocks(rule.values, "condition").items;
  return blocks
    .flatMap((block) => Object.keys(CONDITIONS).flatMap((name) => conditionOf(block, name)))
    .join(", ");
}

function conditionOf(block: Attributes, name: string): readonly string[] {
  const parts = attributeBlocks(block, name).items;
  if (parts.length === 0) return [];
  const words = parts.flatMap((part) => {
    const values = [...attributeElements(part.values), ...attributeElements(part.regex_values)].map(
      (value) => attributeText(value) ?? "…",
    );
    const key = attributeText(part.http_header_name) ?? attributeText(part.key);
    const own = attributeText(part.value);
    return [...values, ...(own === undefined ? [] : [own])].map((word) =>
      key === undefined ? word : `${key}=${word}`,
    );
  });
  return [`${CONDITIONS[name]} ${words.join(" or ")}`];
}

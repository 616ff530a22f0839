import type { Resource } from "../../input/inventory.ts";
import {
  type Attributes,
  blocksOf,
  elementsOf,
  isGiven,
  numberOf,
  textOf,
  whyUnknown,
} from "../endpoints/values.ts";
import { TARGET_GROUPS } from "./members.ts";
import type { Place } from "./place.ts";

/** Where the actions of a listener or of a rule lead, and why they may lead elsewhere. */
export interface Leads {
  readonly groups: readonly Resource[];
  readonly unknown: string | undefined;
}

/** The target groups that some actions forward to; a redirect or a fixed response leads nowhere. */
export function leadsOf(from: Resource, blockName: string, place: Place): Leads {
  const actions = blocksOf(from.values, blockName);
  const groups: Resource[] = [];
  let unknown = actions.unknown;
  for (const value of actions.found.filter(forwards).flatMap(forwarded)) {
    const group = place.site.resource(from, value, ...TARGET_GROUPS);
    if (group !== undefined) groups.push(group);
    else unknown ??= `a target group is not known: ${whyUnknown(value)}`;
  }
  return { groups: [...new Set(groups)], unknown };
}

/** An action whose type is not known may forward to the groups that it names. */
function forwards({ type }: Attributes): boolean {
  return textOf(type) === undefined || textOf(type) === "forward";
}

/** The groups of one action; one of weight 0 gets nothing. */
function forwarded(action: Attributes) {
  const weighted = blocksOf(action, "forward").found.flatMap(
    (forward) => blocksOf(forward, "target_group").found,
  );
  const named = weighted.filter(({ weight }) => numberOf(weight) !== 0).map(({ arn }) => arn);
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

/** `path /api/*, host a.example.com or b.example.com`; the empty text without conditions. */
export function conditionsOf(rule: Resource): string {
  const blocks = blocksOf(rule.values, "condition").found;
  return blocks
    .flatMap((block) => Object.keys(CONDITIONS).flatMap((name) => conditionOf(block, name)))
    .join(", ");
}

function conditionOf(block: Attributes, name: string): readonly string[] {
  const parts = blocksOf(block, name).found;
  if (parts.length === 0) return [];
  const words = parts.flatMap((part) => {
    const values = [...elementsOf(part.values), ...elementsOf(part.regex_values)].map(
      (value) => textOf(value) ?? "…",
    );
    const key = textOf(part.http_header_name) ?? textOf(part.key);
    const own = textOf(part.value);
    return [...values, ...(own === undefined ? [] : [own])].map((word) =>
      key === undefined ? word : `${key}=${word}`,
    );
  });
  return [`${CONDITIONS[name]} ${words.join(" or ")}`];
}

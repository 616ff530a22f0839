import { join } from "node:path";
import { projectFolder } from "../../project-folder.ts";
import { committedSnapshot, SNAPSHOT_VERSION } from "../../rehearse/snapshot/committed-snapshot.ts";
import { REVIEW_RULES } from "../rules/index.ts";
import type { ReviewRule } from "../rules/review-rule.ts";

/** The generated page with all rules. */
export const RULES_PAGE = join(projectFolder, "docs", "review-rules.md");

/** The most types of one rule in the table. */
const MAX_TYPES = 4;

/** Returns the text of {@link RULES_PAGE}. */
export function rulesPage(): string {
  return [
    "# Rules of the review",
    "",
    `The ${REVIEW_RULES.length} rules by which [\`npx drydock review\`](review.md) judges single changes; \`npm run generate\` writes`,
    "this page from them. The column *plan* says how the AWS provider",
    `${SNAPSHOT_VERSION} plans a change of the attributes that a rule guards: in place, or as a replacement. It comes from plans`,
    "of the provider itself, which the schema snapshot records.",
    "",
    "| rule | types | finds | plan | source |",
    "|---|---|---|---|---|",
    ...REVIEW_RULES.map(row),
    "",
  ].join("\n");
}

function row(rule: ReviewRule): string {
  const sources = rule.documentation.map((address, index) => `[${index + 1}](${address})`).join(" ");
  return `| \`${rule.id}\` | ${formatTypes(rule.types)} | ${escapeCell(rule.finds)} | ${formatPlan(rule)} | ${sources} |`;
}

function formatTypes(types: readonly string[]): string {
  if (types.length === 0) return "every type";
  const rest = types.length - MAX_TYPES;
  const shown = types.slice(0, rest > 0 ? MAX_TYPES : types.length).map((type) => `\`${type}\``);
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}

/** The guarded attributes of the rule's first type that has them, by the provider's plan. */
function formatPlan({ types, guards = [] }: ReviewRule): string {
  const replaced = guards.filter((guard) => types.some((type) => planOf(type, guard) === "replaced"));
  const inPlace = guards.filter(
    (guard) => !replaced.includes(guard) && types.some((type) => planOf(type, guard) === "in place"),
  );
  return [formatNames("in place", inPlace), formatNames("replaced", replaced)]
    .filter((text) => text !== "")
    .join("; ");
}

function formatNames(label: string, guards: readonly string[]): string {
  const names = [...new Set(guards.map(withoutIndexes))].map((name) => `\`${name}\``);
  return names.length === 0 ? "" : `${label}: ${names.join(", ")}`;
}

/**
 * How the provider plans a change of an attribute, as its own plans showed; undefined if the type
 * has no such attribute, or none of its changes was planned.
 */
export function planOf(type: string, attribute: string): "in place" | "replaced" | undefined {
  const known = committedSnapshot().resources.get(type);
  const path = withoutIndexes(attribute);
  const [name = path] = path.split(".");
  if (known === undefined || !(name in known.block.attributes || name in known.block.blocks))
    return undefined;
  const { requiresReplace, unprobed } = known.behavior;
  if (unprobed.includes(name)) return undefined;
  return requiresReplace.has(path) || requiresReplace.has(name) ? "replaced" : "in place";
}

function withoutIndexes(path: string): string {
  return path.replaceAll(/\.\d+/g, "");
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|");
}

import { ComputedValueResolver } from "../computed-values/computed-value-resolver.ts";
import { normalizeToBlock } from "../normalize-to-schema.ts";
import type { SchemaBlock } from "../schema.ts";
import type { ApiError, CallContext, SimulatedResource } from "../simulator-types.ts";
import { type ObjectValue, type TerraformValue, UNKNOWN } from "../terraform-value.ts";
import { describeQuery, findMatchingResources, multipleResultsError } from "./matching-resources.ts";
import { notFoundError } from "./not-found-errors.ts";

/**
 * The complete values of a data source for an existing resource: its attributes, and the rest by
 * rules.
 */
export function dataSourceValues(
  type: string,
  config: ObjectValue,
  block: SchemaBlock,
  context: CallContext,
  resource: SimulatedResource,
  overrides: ObjectValue = {},
): ObjectValue {
  const after: Record<string, TerraformValue> = {};
  for (const name of Object.keys(block.attributes)) {
    const requested = config[name];
    const ownValue = overrides[name] ?? (name === "id" ? resource.id : resource.values[name]);
    after[name] =
      ownValue !== undefined && ownValue !== null
        ? ownValue
        : requested !== undefined && requested !== null
          ? requested
          : UNKNOWN;
  }
  for (const name of Object.keys(block.blocks)) after[name] = config[name] ?? null;
  return normalizeToBlock(
    new ComputedValueResolver({ type, before: null, after }, block, context, 0).resolveAll(),
    block,
  );
}

/** Reads a data source for a single resource: exactly one match, or AWS's error. */
export function readSingular(
  type: string,
  config: ObjectValue,
  block: SchemaBlock,
  context: CallContext,
): ObjectValue | { readonly apiError: ApiError } {
  const matches = findMatchingResources(type, config, context);
  const [resource] = matches;
  if (resource === undefined) return notFoundError(type, describeQuery(config));
  return matches.length > 1
    ? multipleResultsError(type, matches.length)
    : dataSourceValues(type, config, block, context, resource);
}

/** The value that a plural data source lists for each match: `instance_arns` lists each `arn`. */
function listedAttribute({ id, values }: SimulatedResource, list: string): TerraformValue | undefined {
  const attribute = list.replace(/ies$/, "y").replace(/s$/, "");
  const names = attribute.split("_").map((_, i, words) => words.slice(i).join("_"));
  const name = names.find((candidate) => values[candidate] !== undefined && values[candidate] !== null);
  if (name !== undefined) return values[name];
  return /(^|_)(id|name|identifier|arn)$/.test(attribute) ? id : undefined;
}

/**
 * The singular type of a plural data source: `aws_vpc` for `aws_vpcs`, `aws_ami` for `aws_ami_ids`.
 */
export function singularResourceType(plural: string): string {
  return plural
    .replace(/_ids$/, "")
    .replace(/ies$/, "y")
    .replace(/([^s])s$/, "$1");
}

/** True for a computed list of strings, which lists matches. */
function isComputedStringList({ type, computed }: SchemaBlock["attributes"][string]): boolean {
  return computed && typeof type !== "string" && ["list", "set"].includes(type[0]) && type[1] === "string";
}

/**
 * Reads a plural data source: `ids`, `arns`, `names` and the like of all matching resources, sorted
 * by ID. `undefined` if the data source lists no strings.
 */
export function readPlural(
  type: string,
  config: ObjectValue,
  block: SchemaBlock,
  context: CallContext,
): ObjectValue | undefined {
  const lists = Object.entries(block.attributes).flatMap(([name, attribute]) =>
    isComputedStringList(attribute) ? [name] : [],
  );
  if (lists.length === 0) return undefined;
  const matches = [...findMatchingResources(type, config, context)].sort((a, b) => (a.id < b.id ? -1 : 1));
  const values = lists.map((list) => [
    list,
    matches.map((resource) => listedAttribute(resource, list)).filter((value) => typeof value === "string"),
  ]);
  return normalizeToBlock({ ...config, id: context.region, ...Object.fromEntries(values) }, block);
}

import { isGlobalType } from "../../../../aws/services.ts";
import { nestedBlocksOf, stringAttribute, stringListAttribute } from "../computed-values/attribute-reader.ts";
import { existingAccountResources } from "../computed-values/existing-resources.ts";
import { lastSegment } from "../computed-values/value-context.ts";
import { operationName } from "../operation-name.ts";
import type { ApiError, CallContext, SimulatedResource } from "../simulator-types.ts";
import { isObjectValue, type ObjectValue, type TerraformValue, UNKNOWN } from "../terraform-value.ts";

/** Arguments that control the response, not the search. */
const LOOKUP_OPTIONS = new Set([
  "filter",
  "tags",
  "timeouts",
  "most_recent",
  "with_decryption",
  "include_deprecated",
  "region",
  "private_zone",
]);

/** Attributes that may hold the value that a data source calls `cluster_name` or `key_id`. */
const IDENTIFIER_ATTRIBUTES = ["id", "arn", "name", "identifier", "key_id", "bucket", "family"] as const;

/** EC2 filters whose name is not the attribute's name with hyphens. */
const EC2_FILTER_ATTRIBUTES: Readonly<Record<string, string>> = {
  "group-id": "id",
  "group-name": "name",
  "prefix-list-name": "name",
  "attachment.vpc-id": "vpc_id",
  "association.main": "main",
  cidr: "cidr_block",
};

/** State filters, which match every existing resource. */
const STATE_FILTERS = /^(state|status|instance-state-name|.*\.state|.*-state)$/;

function sameIdentifier(known: TerraformValue | undefined, requested: string): boolean {
  return (
    typeof known === "string" &&
    (known === requested || known.replace(/\.$/, "") === requested.replace(/\.$/, ""))
  );
}

function matchesArgument(
  { id, values }: SimulatedResource,
  name: string,
  requested: TerraformValue,
): boolean {
  if (requested === null || requested === "" || requested === false || requested === UNKNOWN) return true;
  const ownValue = values[name];
  if (
    ownValue !== undefined &&
    ownValue !== null &&
    ownValue !== "" &&
    typeof ownValue === typeof requested &&
    !isObjectValue(ownValue)
  ) {
    if (ownValue === requested || (typeof requested === "string" && sameIdentifier(ownValue, requested)))
      return true;
  }
  // Only resources that AWS created are defaults.
  if (/^default(_for_az)?$/.test(name)) return ownValue === requested;
  if (typeof requested !== "string")
    return ownValue === undefined || typeof ownValue !== typeof requested || ownValue === requested;
  if (name.endsWith("_prefix"))
    return String(values[name.replace(/_prefix$/, "")] ?? values.name ?? id).startsWith(requested);
  if (name === "name_regex") return new RegExp(requested).test(String(values.name ?? id));
  if (!/(^|_)(id|arn|name|identifier|bucket|domain|cluster|definition)$/.test(name))
    return ownValue === undefined;
  // `vpc_id` of a subnet identifies another resource: an argument identifies this one only if it
  // has no such attribute.
  if (ownValue !== undefined && name !== "id" && name !== "arn" && name !== "name")
    return lastSegment(String(ownValue)) === requested;
  const names = [id, ...IDENTIFIER_ATTRIBUTES.map((identity) => values[identity])];
  return names.some(
    (text) =>
      sameIdentifier(text, requested) || (typeof text === "string" && lastSegment(text) === requested),
  );
}

function wildcardPattern(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}

function matchesFilter({ type, id, values }: SimulatedResource, filter: ObjectValue): boolean {
  const name = stringAttribute(filter, "name") ?? "";
  const wanted = stringListAttribute(filter, "values").map(wildcardPattern);
  const accepts = (value: TerraformValue | undefined) =>
    wanted.some((pattern) => pattern.test(String(value ?? "")));
  if (STATE_FILTERS.test(name)) return true;
  const tags = isObjectValue(values.tags_all)
    ? values.tags_all
    : isObjectValue(values.tags)
      ? values.tags
      : {};
  if (name.startsWith("tag:")) return accepts(tags[name.slice(4)]);
  if (name === "tag-key") return Object.keys(tags).some(accepts);
  const attribute = EC2_FILTER_ATTRIBUTES[name] ?? name.replaceAll("-", "_");
  // The filter `volume-type` of a volume is its attribute `type`.
  const [first = "", ...rest] = attribute.split("_");
  const value = values[attribute] ?? (type.endsWith(`_${first}`) ? values[rest.join("_")] : undefined);
  if (value !== undefined) {
    return Array.isArray(value) ? value.some((candidate) => accepts(candidate)) : accepts(value);
  }
  return attribute.endsWith("_id") ? accepts(id) : false;
}

function matchesTags({ values }: SimulatedResource, config: ObjectValue): boolean {
  const requested = isObjectValue(config.tags) ? Object.entries(config.tags) : [];
  const tags = isObjectValue(values.tags_all)
    ? values.tags_all
    : isObjectValue(values.tags)
      ? values.tags
      : {};
  return requested.every(([key, value]) => tags[key] === value);
}

/** The account's resources of `type` that match the arguments, tags and filters of `config`. */
export function findMatchingResources(
  type: string,
  config: ObjectValue,
  context: CallContext,
): readonly SimulatedResource[] {
  return existingAccountResources(context.account, type)
    .filter(({ region }) => isGlobalType(type) || region === context.region)
    .filter((resource) => matchesTags(resource, config))
    .filter((resource) => nestedBlocksOf(config, "filter").every((filter) => matchesFilter(resource, filter)))
    .filter((resource) =>
      Object.entries(config).every(
        ([name, requested]) =>
          LOOKUP_OPTIONS.has(name) ||
          Array.isArray(requested) ||
          isObjectValue(requested) ||
          matchesArgument(resource, name, requested),
      ),
    );
}

/** Describes a query, for AWS's error message. */
export function describeQuery(config: ObjectValue): string {
  const texts = Object.entries(config).filter(
    ([name, value]) => !LOOKUP_OPTIONS.has(name) && typeof value === "string" && value !== "",
  );
  return texts.map(([, value]) => String(value)).join(", ");
}

/** The provider's error if a singular data source matches several resources. */
export function multipleResultsError(type: string, count: number): { readonly apiError: ApiError } {
  const message = `multiple results (${count}) matched; use additional constraints to reduce matches to a single ${type.replace(/^aws_/, "").replaceAll("_", " ")}`;
  return { apiError: { code: "MultipleResultsFound", operation: operationName(type, "read"), message } };
}

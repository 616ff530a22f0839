import type { CallContext, CloudResource, Refusal } from "../../contracts.ts";
import { isGlobalType } from "../../global-types.ts";
import type { Block } from "../../schema.ts";
import { type ObjectValue, UNKNOWN, type Value } from "../../value.ts";
import { living } from "../account-index.ts";
import { Answer } from "../answer.ts";
import { conformBlock } from "../defaults.ts";
import { lastPart } from "../facts.ts";
import { blocksOf, isObject, textOf, textsOf } from "../read.ts";
import { notFound, tooMany } from "./refusals.ts";

/** Arguments that say how to answer, not what to look for. */
const MANNERS = new Set([
  "filter",
  "tags",
  "timeouts",
  "most_recent",
  "with_decryption",
  "include_deprecated",
  "region",
  "private_zone",
]);

/** Names under which a resource may carry what a data source calls `cluster_name` or `key_id`. */
const IDENTITIES = ["id", "arn", "name", "identifier", "key_id", "bucket", "family"] as const;

/** EC2's filters whose names are not the attribute's with hyphens. */
const FILTERS: Readonly<Record<string, string>> = {
  "group-id": "id",
  "group-name": "name",
  "prefix-list-name": "name",
  "attachment.vpc-id": "vpc_id",
  "association.main": "main",
  cidr: "cidr_block",
};

/** States of things that exist: a filter on them leaves nothing out. */
const STATES = /^(state|status|instance-state-name|.*\.state|.*-state)$/;

function sameText(known: Value | undefined, asked: string): boolean {
  return (
    typeof known === "string" && (known === asked || known.replace(/\.$/, "") === asked.replace(/\.$/, ""))
  );
}

function matchesArgument({ id, values }: CloudResource, name: string, asked: Value): boolean {
  if (asked === null || asked === "" || asked === false || asked === UNKNOWN) return true;
  const own = values[name];
  if (own !== undefined && own !== null && own !== "" && typeof own === typeof asked && !isObject(own)) {
    if (own === asked || (typeof asked === "string" && sameText(own, asked))) return true;
  }
  if (typeof asked !== "string")
    return typeof asked !== "boolean" && own !== undefined ? own === asked : true;
  if (!/(^|_)(id|arn|name|identifier|bucket|domain|cluster|definition)$/.test(name)) return own === undefined;
  // `vpc_id` of a subnet is another thing's id: only what the resource itself has no word for names it.
  if (own !== undefined && name !== "id" && name !== "arn" && name !== "name")
    return lastPart(String(own)) === asked;
  const names = [id, ...IDENTITIES.map((identity) => values[identity])];
  return names.some(
    (text) => sameText(text, asked) || (typeof text === "string" && lastPart(text) === asked),
  );
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}

function matchesFilter({ id, values }: CloudResource, filter: ObjectValue): boolean {
  const name = textOf(filter, "name") ?? "";
  const wanted = textsOf(filter, "values").map(wildcard);
  const accepts = (value: Value | undefined) => wanted.some((pattern) => pattern.test(String(value ?? "")));
  if (STATES.test(name)) return true;
  const tags = isObject(values.tags_all) ? values.tags_all : isObject(values.tags) ? values.tags : {};
  if (name.startsWith("tag:")) return accepts(tags[name.slice(4)]);
  if (name === "tag-key") return Object.keys(tags).some(accepts);
  const attribute = FILTERS[name] ?? name.replaceAll("-", "_");
  if (values[attribute] !== undefined) {
    const value = values[attribute];
    return Array.isArray(value) ? value.some((one) => accepts(one)) : accepts(value);
  }
  return attribute.endsWith("_id") ? accepts(id) : false;
}

function matchesTags({ values }: CloudResource, config: ObjectValue): boolean {
  const asked = isObject(config.tags) ? Object.entries(config.tags) : [];
  const tags = isObject(values.tags_all) ? values.tags_all : isObject(values.tags) ? values.tags : {};
  return asked.every(([key, value]) => tags[key] === value);
}

/** The account's resources of `type` that the arguments, tags and filters of `config` pick out. */
export function matching(type: string, config: ObjectValue, context: CallContext): readonly CloudResource[] {
  return living(context.account, type)
    .filter(({ region }) => isGlobalType(type) || region === context.region)
    .filter((resource) => matchesTags(resource, config))
    .filter((resource) => blocksOf(config, "filter").every((filter) => matchesFilter(resource, filter)))
    .filter((resource) =>
      Object.entries(config).every(
        ([name, asked]) =>
          MANNERS.has(name) ||
          Array.isArray(asked) ||
          isObject(asked) ||
          matchesArgument(resource, name, asked),
      ),
    );
}

/** Words for what was asked for, for AWS's error message. */
export function askedFor(config: ObjectValue): string {
  const texts = Object.entries(config).filter(
    ([name, value]) => !MANNERS.has(name) && typeof value === "string" && value !== "",
  );
  return texts.map(([, value]) => String(value)).join(", ");
}

/** A data source's whole answer from a resource that exists: its own attributes, the rest by rules. */
export function describe(
  type: string,
  config: ObjectValue,
  block: Block,
  context: CallContext,
  resource: CloudResource,
  more: ObjectValue = {},
): ObjectValue {
  const after: Record<string, Value> = {};
  for (const name of Object.keys(block.attributes)) {
    const asked = config[name];
    const own = more[name] ?? (name === "id" ? resource.id : resource.values[name]);
    after[name] =
      own !== undefined && own !== null ? own : asked !== undefined && asked !== null ? asked : UNKNOWN;
  }
  for (const name of Object.keys(block.blocks)) after[name] = config[name] ?? null;
  return conformBlock(new Answer({ type, before: null, after }, block, context, 0).values(), block);
}

/** One thing: exactly one match, or AWS's error. */
export function one(
  type: string,
  config: ObjectValue,
  block: Block,
  context: CallContext,
): ObjectValue | { readonly refusal: Refusal } {
  const found = matching(type, config, context);
  const [resource] = found;
  if (resource === undefined) return notFound(type, askedFor(config));
  return found.length > 1 ? tooMany(type, found.length) : describe(type, config, block, context, resource);
}

/** Attributes of data sources that list: what they list of each match. */
const LISTS: Readonly<Record<string, string>> = {
  ids: "id",
  arns: "arn",
  names: "name",
  identifiers: "identifier",
};

/** All that match: `ids`, `arns` and `names`, sorted. `undefined` when the data source lists none of them. */
export function many(
  type: string,
  config: ObjectValue,
  block: Block,
  context: CallContext,
): ObjectValue | undefined {
  const listed = Object.entries(LISTS).filter(([name]) => block.attributes[name] !== undefined);
  const singular = type.replace(/ies$/, "y").replace(/s$/, "");
  if (listed.length === 0 || singular === type) return undefined;
  const found = matching(singular, config, context);
  const lists = Object.fromEntries(
    listed.map(([name, source]) => [
      name,
      found.map((resource) => String(resource.values[source] ?? resource.id)).sort(),
    ]),
  );
  return conformBlock({ ...config, id: context.region, ...lists }, block);
}

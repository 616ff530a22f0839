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
  // Only what AWS put there is a default.
  if (/^default(_for_az)?$/.test(name)) return own === asked;
  if (typeof asked !== "string") return own === undefined || typeof own !== typeof asked || own === asked;
  if (name.endsWith("_prefix"))
    return String(values[name.replace(/_prefix$/, "")] ?? values.name ?? id).startsWith(asked);
  if (name === "name_regex") return new RegExp(asked).test(String(values.name ?? id));
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

function matchesFilter({ type, id, values }: CloudResource, filter: ObjectValue): boolean {
  const name = textOf(filter, "name") ?? "";
  const wanted = textsOf(filter, "values").map(wildcard);
  const accepts = (value: Value | undefined) => wanted.some((pattern) => pattern.test(String(value ?? "")));
  if (STATES.test(name)) return true;
  const tags = isObject(values.tags_all) ? values.tags_all : isObject(values.tags) ? values.tags : {};
  if (name.startsWith("tag:")) return accepts(tags[name.slice(4)]);
  if (name === "tag-key") return Object.keys(tags).some(accepts);
  const attribute = FILTERS[name] ?? name.replaceAll("-", "_");
  // `volume-type` of a volume is its `type`.
  const [first = "", ...rest] = attribute.split("_");
  const value = values[attribute] ?? (type.endsWith(`_${first}`) ? values[rest.join("_")] : undefined);
  if (value !== undefined) {
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

/** What a data source lists of each thing that it finds, by the list's name: `instance_arns` are `arn`s. */
function listedOf({ id, values }: CloudResource, list: string): Value | undefined {
  const attribute = list.replace(/ies$/, "y").replace(/s$/, "");
  const names = attribute.split("_").map((_, i, words) => words.slice(i).join("_"));
  const name = names.find((one) => values[one] !== undefined && values[one] !== null);
  if (name !== undefined) return values[name];
  return /(^|_)(id|name|identifier|arn)$/.test(attribute) ? id : undefined;
}

/** The type of which a data source lists things: `aws_vpc` for `aws_vpcs`, `aws_ami` for `aws_ami_ids`. */
export function singularOf(plural: string): string {
  return plural
    .replace(/_ids$/, "")
    .replace(/ies$/, "y")
    .replace(/([^s])s$/, "$1");
}

/** Whether an attribute lists texts that the data source finds. */
function isList({ type, computed }: Block["attributes"][string]): boolean {
  return computed && typeof type !== "string" && ["list", "set"].includes(type[0]) && type[1] === "string";
}

/**
 * All things of a type that match, for a data source that lists them: their `ids`, `arns`, `names` and the like,
 * sorted by id. `undefined` when the data source lists no texts.
 */
export function many(
  type: string,
  config: ObjectValue,
  block: Block,
  context: CallContext,
): ObjectValue | undefined {
  const lists = Object.entries(block.attributes).flatMap(([name, attribute]) =>
    isList(attribute) ? [name] : [],
  );
  if (lists.length === 0) return undefined;
  const found = [...matching(type, config, context)].sort((a, b) => (a.id < b.id ? -1 : 1));
  const values = lists.map((list) => [
    list,
    found.map((resource) => listedOf(resource, list)).filter((value) => typeof value === "string"),
  ]);
  return conformBlock({ ...config, id: context.region, ...Object.fromEntries(values) }, block);
}
